"""The rules every file of the tree keeps, as plain functions from a tree to the places that break them."""

import re
from collections.abc import Iterator
from pathlib import Path

MAX_LINES = 300

_NOT_OURS = re.compile(
    r"^\.(?!ci$|github$)|^(__pycache__|build|demo|dist|site|htmlcov|node_modules|artifacts)$|\.egg-info$",
)
"""Folders with nothing a person wrote: hidden ones, and what builds and runs leave behind."""

# The needles are split, so that this file does not hold what it looks for.
_PATCHED_DOUBLE = re.compile("mock[.]patch|monkeypatch[.]set(attr|item)|(Magic|Async)" + "Mock|unittest[.]mock")
_MACHINE_PATH = re.compile("(?<![\\w.*])/(tmp|work|root|home)" + "/[a-z_]")
_REGISTRY_HOST = re.compile("pypi" + r"\.org|pythonhosted" + r"\.org|registry\.npm" + r"js|deb\.debi" + "an")
_TEXT = {".py", ".js", ".css", ".html", ".md", ".toml", ".lock", ".txt", ".yaml", ".yml", ".ini", ".example", ""}


def own_files(tree: Path) -> Iterator[Path]:
    """Every file of the project, as paths relative to ``tree``."""
    for path in sorted(tree.iterdir()):
        if path.is_dir() and not _NOT_OURS.search(path.name):
            yield from (Path(path.name) / below for below in own_files(path))
        elif path.is_file():
            yield Path(path.name)


def long_files(tree: Path) -> list[str]:
    """Python, JavaScript and CSS files over 300 lines; migrations excepted, since they are never edited again."""
    return [
        f"{path}: {count} lines"
        for path in own_files(tree)
        if path.suffix in {".py", ".js", ".css"} and "migrations" not in path.parts
        if (count := len(_read(tree / path).splitlines())) > MAX_LINES
    ]


def patched_doubles(tree: Path) -> list[str]:
    """Lines of tests that patch an object or build a mock instead of using a memory adapter or a local server."""
    return _lines(tree, _PATCHED_DOUBLE, {".py"}, under="tests")


def machine_marks(tree: Path) -> list[str]:
    """Lines that name a folder of one machine or the host of a package registry."""
    return [*_lines(tree, _MACHINE_PATH, _TEXT), *_lines(tree, _REGISTRY_HOST, _TEXT)]


def _lines(tree: Path, needle: re.Pattern[str], suffixes: set[str], under: str = "") -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:80]}"
        for path in own_files(tree)
        if path.suffix in suffixes and path.is_relative_to(under)
        for number, line in enumerate(_read(tree / path).splitlines(), start=1)
        if needle.search(line)
    ]


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
