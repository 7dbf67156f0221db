"""Addresses inside the archive: from an ``href`` to the member it means, or to nothing."""

import posixpath
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Target:
    """What a link means: a path inside the archive (which may hold no such member) and a place in it."""

    path: str
    fragment: str


def resolve(base: str, href: str) -> Target | None:
    """``href`` as it stands in the member ``base``; ``None`` for what leads out of the archive.

    Percent-encoding is undone before the path is looked at, so an encoded ``../`` leads nowhere either.
    """
    href = href.strip()
    if _SCHEME.match(href) or href.startswith("//"):
        return None
    address, _, fragment = href.partition("#")
    address = unquote(address.partition("?")[0]).replace("\\", "/")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), address)).lstrip("/") if address else base
    if "\0" in path or path.startswith(".."):
        return None
    return Target(path, unquote(fragment))


class Members:
    """The names in the archive, found also when a link differs in case, Unicode form or encoding."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        folded = Counter(_folded(name) for name in self._names)
        self._by_folded = {_folded(name): name for name in self._names if folded[_folded(name)] == 1}

    def find(self, path: str) -> str | None:
        """The exact name of the member that ``path`` means."""
        return path if path in self._names else self._by_folded.get(_folded(path))

    def follow(self, base: str, href: str) -> Target | None:
        """Where the link ``href`` in ``base`` leads; ``None`` outside and where nothing is."""
        for attempt in (href, href.replace("%", "%25")):  # some names hold a literal "%20"
            target = resolve(base, attempt)
            name = self.find(target.path) if target else None
            if target and name:
                return Target(name, target.fragment)
        return None


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unquote(name)).casefold()
