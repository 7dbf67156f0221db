"""What vendors charge: dated prices, and what a call costs by them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import partial

from bookbytes_core.domain.cost import CallKind, Usage
from bookbytes_core.errors import InvalidInput

_SMALLEST = Decimal("1e-12")
"""US dollars: what the ledger can hold."""

_DATED = re.compile(r"-\d{4}-\d{2}-\d{2}$")
"""The end of a model's name that names one state of it, as in gpt-4o-mini-2024-07-18."""


class Unit(StrEnum):
    """What a vendor counts. Of speech the characters and the length are known: a token of its text is taken for one
    character, which no script exceeds."""

    TOKEN = "token"  # noqa: S105 - what is counted, not a secret
    CHARACTER = "character"
    SECOND = "second"
    MINUTE = "minute"


_REPORTED: Mapping[Unit, int] = {Unit.TOKEN: 1, Unit.CHARACTER: 1, Unit.SECOND: 1_000, Unit.MINUTE: 60_000}
"""How many units of ``Usage`` one of them is: audio is reported in milliseconds."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``usd`` US dollars for ``per`` of the unit."""

    usd: Decimal
    per: int = 1
    unit: Unit = Unit.TOKEN

    def cost(self, reported: int) -> Decimal:
        return self.usd * reported / (self.per * _REPORTED[self.unit])


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What ``model`` of ``provider`` charges for what goes in and what comes out (None: nothing), as ``source`` (an
    address, or whoever said so) had it on ``date``."""

    provider: str
    model: str
    kind: CallKind
    input: Rate | None = None
    output: Rate | None = None
    date: date
    source: str

    def cost(self, usage: Usage) -> Decimal:
        """US dollars for what was used, to twelve places."""
        into = self.input.cost(usage.input_units) if self.input else Decimal(0)
        out = self.output.cost(usage.output_units) if self.output else Decimal(0)
        return (into + out).quantize(_SMALLEST, ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class PriceList:
    """Prices by provider, kind and model; the first of two for the same model counts."""

    prices: tuple[Price, ...] = ()

    def find(self, provider: str, model: str, kind: CallKind) -> Price | None:
        """The price of ``model``; where a dated state of it has none of its own, that of the model."""
        for name in (model, _DATED.sub("", model)):
            for price in self.prices:
                if (price.provider, price.model, price.kind) == (provider, name, kind):
                    return price
        return None

    def extended(self, first: Sequence[Price]) -> "PriceList":
        """With ``first`` before, so that they override."""
        return PriceList((*first, *self.prices))


@dataclass(frozen=True, slots=True)
class Tariff:
    """What calls of one kind cost here. ``model`` is the one that answers, as people call it; a ``price`` of None is
    unknown."""

    model: str
    price: Price | None

    def known(self) -> Price:
        """Raises ``InvalidInput`` (code ``price_unknown``)."""
        if self.price is None:
            raise InvalidInput(
                f"What {self.model!r} costs is not known, so its cost could not be bounded: give its price in "
                "LLM_PRICES_FILE, or choose another model.",
                code="price_unknown",
                details={"model": self.model},
            )
        return self.price

    @classmethod
    def nothing(cls, kind: CallKind, model: str = "") -> "Tariff":
        """For engines on this machine and servers that charge nothing."""
        price = Price(provider="", model=model, kind=kind, date=date.min, source="costs nothing")
        return cls(model, price)


@dataclass(frozen=True, slots=True)
class Tariffs:
    """What summaries and speech cost."""

    llm: Tariff = field(default_factory=partial(Tariff.nothing, CallKind.LLM))
    tts: Tariff = field(default_factory=partial(Tariff.nothing, CallKind.TTS))

    def of(self, kind: CallKind) -> Tariff:
        return self.llm if kind is CallKind.LLM else self.tts

    def known(self) -> None:
        """Raises ``InvalidInput`` (code ``price_unknown``) where one of the two is not known."""
        self.llm.known()
        self.tts.known()
