"""A copy of the tree, in which source can be changed and tests run without harm to the tree itself.

The copy stands first on every path, of child processes too. One kind of process does not see it: the one that parses
books, which starts without our environment. Mutants of the parser are tried by tests that parse in their own process.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.architecture.walls import ROOT

_LEFT_OUT = ("__pycache__", "build", "site", "demo", "docs", "*.egg-info")
_KEPT = ".env.example"
"""The one name with a dot before it that tests read."""
_ALL_PASSED, _SOME_FAILED = 0, 1
"""Of pytest's exit codes those that tell of tests that were run."""
_WHERE = "import bookbytes_core; print(bookbytes_core.__file__)"


@dataclass(frozen=True, slots=True)
class Result:
    """What became of tests: the names of those that failed and why, the names of those that could not be run."""

    failed: Mapping[str, str]
    broken: Mapping[str, str]
    passed: int


@dataclass(frozen=True, slots=True)
class Copy:
    """The tree at ``root``."""

    root: Path

    @contextmanager
    def changed(self, texts: Mapping[str, str]) -> Iterator[None]:
        """With other ``texts`` of some files, as long as the block lasts."""
        before = {name: (self.root / name).read_text(encoding="utf-8") for name in texts}
        self._write(texts)
        try:
            yield
        finally:
            self._write(before)

    def run(self, tests: Sequence[str], *, at_once: int = 1) -> Result:
        """Those of these ids, marked as they may be."""
        told = self.root / "told.xml"
        told.unlink(missing_ok=True)
        spread = ("-n", str(at_once), "--dist", "load") if at_once > 1 else ()
        options = ("-m", "", "--junitxml", str(told), "-p", "no:cacheprovider", "--no-header", *spread)
        done = self._python("-m", "pytest", *tests, *options)
        if done.returncode not in (_ALL_PASSED, _SOME_FAILED):
            raise RuntimeError(f"pytest could not run {' '.join(tests)}:\n{done.stdout}{done.stderr}")
        return _result(ElementTree.parse(told).getroot())  # noqa: S314 - pytest wrote it

    def check(self) -> None:
        """Raises ``RuntimeError`` unless programs that start here see the copy."""
        seen = Path(self._python("-c", _WHERE).stdout.strip())
        if not seen.is_relative_to(self.root):
            raise RuntimeError(f"Tests of the copy would run {seen}, not the copy in {self.root}.")

    def _python(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        environment = {**os.environ, "PYTHONPATH": str(self.root)}
        return subprocess.run(
            [sys.executable, *arguments], cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )

    def _write(self, texts: Mapping[str, str]) -> None:
        for name, text in texts.items():
            file = self.root / name
            file.write_text(text, encoding="utf-8")
            for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*"):
                compiled.unlink()  # its time and length may be those of what was just written


@contextmanager
def a_copy() -> Iterator[Copy]:
    """A copy of the tree as it is, commits or not, for the length of the block."""
    with tempfile.TemporaryDirectory(prefix="bookbytes-mutants-") as folder:
        root = Path(folder).resolve() / "tree"
        shutil.copytree(ROOT, root, ignore=_left_out)
        copy = Copy(root)
        copy.check()
        yield copy


def _left_out(folder: str, names: list[str]) -> set[str]:
    hidden = {name for name in names if name.startswith(".") and name != _KEPT}
    return hidden | shutil.ignore_patterns(*_LEFT_OUT)(folder, names) if Path(folder) == ROOT else _compiled(names)


def _compiled(names: list[str]) -> set[str]:
    return {"__pycache__"} & set(names)


def _result(report: ElementTree.Element) -> Result:
    failed, broken, passed = dict[str, str](), dict[str, str](), 0
    for test in report.iter("testcase"):
        name = test.get("name", "")
        failure, error = test.find("failure"), test.find("error")
        if failure is not None:
            failed[name] = failure.get("message", "")
        elif error is not None:
            broken[name] = error.get("message", "")
        else:
            passed += 1
    return Result(failed, broken, passed)
