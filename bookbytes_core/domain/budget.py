"""What may be spent: caps, what counts against them, and what to say where one is met."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bookbytes_core.errors import Refused

OVER_BUDGET = "budget"
"""Code of the refusal that a cap is the reason of."""


class Scope(StrEnum):
    """What a cap bounds: the calls for one audio book; those of a calendar month (UTC) for all audio books of its
    owner; and for everybody's."""

    AUDIO_BOOK = "audio_book"
    USER_MONTH = "user_month"
    INSTALLATION_MONTH = "installation_month"


_NAMES: Mapping[Scope, str] = {
    Scope.AUDIO_BOOK: "this audio book",
    Scope.USER_MONTH: "one user in a month",
    Scope.INSTALLATION_MONTH: "this installation in a month",
}
_REMEDIES: Mapping[Scope, str] = {
    Scope.AUDIO_BOOK: "resume the job with a higher max_cost_usd, or make it again with a higher --max-cost (and raise "
    "MAX_COST_USD_PER_JOB, if that is lower)",
    Scope.USER_MONTH: "raise MAX_COST_USD_PER_USER_MONTH or wait for the next month, then resume the job",
    Scope.INSTALLATION_MONTH: "raise MAX_COST_USD_PER_INSTALLATION_MONTH or wait for the next month, then resume the "
    "job",
}


@dataclass(frozen=True, slots=True)
class Spent:
    """US dollars: ``settled`` is what was paid and what lost answers may have cost; ``under_way`` is the most that
    calls which are being made now may cost."""

    settled: Decimal = Decimal(0)
    under_way: Decimal = Decimal(0)


Spending = Mapping[Scope, Spent]
"""What counts against the cap of each scope that was asked about."""


@dataclass(frozen=True, slots=True)
class Shortage:
    """A cap that leaves no room for ``wanted`` more US dollars."""

    scope: Scope
    cap: Decimal
    spent: Spent
    wanted: Decimal

    @property
    def may_pass(self) -> bool:
        """Whether there may be room once the calls under way have ended, for they mostly cost less than they may."""
        return self.spent.under_way > 0 and self.spent.settled + self.wanted <= self.cap

    def refusal(self) -> Refused:
        """With the code ``OVER_BUDGET``."""
        spent = self.spent.settled + self.spent.under_way
        return Refused(
            f"The most that {_NAMES[self.scope]} may cost is {_usd(self.cap)}: {_usd(spent)} of it is spent, and the "
            f"next step may cost {_usd(self.wanted)}. To go on, {_REMEDIES[self.scope]}.",
            code=OVER_BUDGET,
            details={
                "scope": self.scope.value,
                "cap_usd": float(self.cap),
                "spent_usd": float(spent),
                "wanted_usd": float(self.wanted),
            },
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Caps:
    """US dollars; None is no cap."""

    audio_book: Decimal | None = None
    user_month: Decimal | None = None
    installation_month: Decimal | None = None

    def within(self, max_cost_usd: Decimal | None) -> "Caps":
        """Also within what an order lets its audio book cost."""
        given = [cap for cap in (self.audio_book, max_cost_usd) if cap is not None]
        return replace(self, audio_book=min(given, default=None))

    @property
    def set(self) -> Mapping[Scope, Decimal]:
        """The caps there are."""
        caps = {
            Scope.AUDIO_BOOK: self.audio_book,
            Scope.USER_MONTH: self.user_month,
            Scope.INSTALLATION_MONTH: self.installation_month,
        }
        return {scope: cap for scope, cap in caps.items() if cap is not None}

    def shortage(self, spending: Spending, wanted: Decimal) -> Shortage | None:
        """The cap that leaves no room for ``wanted`` more; of several one that will not pass."""
        short = [
            Shortage(scope, cap, spending[scope], wanted)
            for scope, cap in self.set.items()
            if spending[scope].settled + spending[scope].under_way + wanted > cap
        ]
        return min(short, key=lambda each: each.may_pass, default=None)


def month_of(moment: datetime) -> datetime:
    """The beginning of the calendar month of ``moment``, which is UTC."""
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _usd(amount: Decimal) -> str:
    """To the cent, smaller amounts to a part of it."""
    places = 2 if amount >= 1 or not amount else 4 if amount >= Decimal("0.001") else 6
    return f"{amount:.{places}f} US dollars"
