"""Names of authors, whom records give by key only."""

from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable, Iterable, Mapping

_MOST_KEPT = 10_000
_MOST_ASKED = 30
"""Authors who are asked for because of one answer. The editions of a work that thousands have printed name hundreds;
those named oftenest come first."""

AskName = Callable[[str], Awaitable[str]]
"""The name of the author with this key, "" where nobody knows it."""


class AuthorNames:
    """Asks for each name once and keeps the latest ten thousand."""

    def __init__(self, ask: AskName) -> None:
        self._ask = ask
        self._names: OrderedDict[str, str] = OrderedDict()

    def learn(self, names: Mapping[str, str]) -> None:
        for key, name in names.items():
            self._names[key] = name
            self._names.move_to_end(key)
        while len(self._names) > _MOST_KEPT:
            self._names.popitem(last=False)

    async def of(self, keys: Iterable[str]) -> dict[str, str]:
        """Names by key, as far as they are known."""
        wanted = Counter(keys)
        found = {key: self._names[key] for key in wanted if key in self._names}
        unknown = [key for key, _ in wanted.most_common() if key not in found]
        for key in unknown[:_MOST_ASKED]:
            found[key] = await self._ask(key)
        self.learn(found)
        return found
