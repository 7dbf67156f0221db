"""A promise broken on purpose: what is changed in the source, and which tests must notice."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.walls import ROOT


class Outdated(ValueError):
    """The text that a patch changes is no longer there, or there more than once."""


@dataclass(frozen=True, slots=True)
class Patch:
    """In ``file``, a path below the tree, ``old`` becomes ``new``."""

    file: str
    old: str
    new: str

    def changed(self, tree: Path = ROOT) -> str:
        """The file's text with the change. Raises ``Outdated``."""
        text = (tree / self.file).read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise Outdated(f"{self.file} has this {text.count(self.old)} times, not once:\n{self.old}")
        return text.replace(self.old, self.new)


@dataclass(frozen=True, slots=True)
class Mutant:
    """``breaks`` says in a few words what is no longer so; each of ``rows``, ids of tests, is to fail with it."""

    promise: str
    breaks: str
    patches: tuple[Patch, ...]
    rows: tuple[str, ...]

    def changed(self, tree: Path = ROOT) -> Mapping[str, str]:
        """The new text of each file. Raises ``Outdated``."""
        assert len({patch.file for patch in self.patches}) == len(self.patches), "one patch a file"
        return {patch.file: patch.changed(tree) for patch in self.patches}


FAULTS = "tests/system/faults"


def row(file: str, test: str, world: str = "embedded") -> str:
    """The id of a row of the table in one of its worlds."""
    return f"{FAULTS}/{file}.py::{test}[{world}]"
