"""What the local voice asks of an engine on this machine."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Protocol


class Engine(Protocol):
    """An engine that speaks in a helper process. Building one is cheap; nothing of the engine is loaded here."""

    name: str
    """The part of a voice's id before the colon."""
    title: str
    """The name people know."""
    extra: str
    """The extra of this package that installs it."""

    @property
    @abstractmethod
    def speakers(self) -> Mapping[str, str]:
        """Its voices: the part of an id after the colon, and a name for people. Empty where it is not installed."""
        ...

    @abstractmethod
    def speaker_for(self, language: str) -> str | None:
        """The best of ``speakers`` for a BCP 47 tag; None if none speaks it."""
        ...

    @abstractmethod
    def version(self, speaker: str) -> str:
        """Names the engine's package and all else that decides what its voice sounds like."""
        ...

    @abstractmethod
    def pronounceable(self, text: str, speaker: str) -> str:
        """``text`` in characters that the voice can read."""
        ...

    @abstractmethod
    def reads(self, script: str, speaker: str) -> bool:
        """Whether the voice says words in letters of ``script``, a name of ``scripts.share_read``'s: it neither leaves
        them out nor spells them."""
        ...

    @abstractmethod
    def command(self, speaker: str) -> tuple[str, ...]:
        """What starts the helper process; ``helper`` tells its protocol."""
        ...
