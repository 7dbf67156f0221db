"""How these pages become a site (`make docs`). It opens from the disk, and nothing in it is fetched from elsewhere."""

import re
import tomllib
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
_PROJECT = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = "BookBytes"
author = _PROJECT["authors"][0]["name"]
version = release = _PROJECT["version"]

extensions = ["myst_parser"]
exclude_patterns = ["sample-book"]
nitpicky = True

smartquotes = False  # sentences and commands stand as the program has them
myst_heading_anchors = 4  # as deep as pages link into each other

html_theme = "furo"
html_title = "BookBytes"
html_favicon = "../bookbytes_http/static/icon.svg"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_search_summary = False  # it fetches the pages that were found, which browsers forbid on a disk

_LINK = re.compile(r"\]\((?P<target>[^)#:]+\.md)\)")


def setup(app: Sphinx) -> None:
    app.connect("source-read", _files_beside_the_pages)


def _files_beside_the_pages(_: Sphinx, page: str, source: list[str]) -> None:
    """Pages of the tree that are none of the site (CHANGELOG.md …) come with it as files."""

    def link(found: re.Match[str]) -> str:
        file = (HERE / page).parent / found["target"]
        return found[0] if file.resolve().is_relative_to(HERE) else f"](path:{found['target']})"

    source[0] = _LINK.sub(link, source[0])
