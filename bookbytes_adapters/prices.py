"""Prices as files: the list that comes with the package, and an operator's own."""

from datetime import date
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bookbytes_core.domain.cost import CallKind
from bookbytes_core.domain.prices import Price, PriceList, Rate, Unit

_STRICT = ConfigDict(extra="forbid", frozen=True)
_UNITS = {
    ("llm", "input"): {Unit.TOKEN},
    ("llm", "output"): {Unit.TOKEN},
    ("tts", "input"): {Unit.TOKEN, Unit.CHARACTER},
    ("tts", "output"): {Unit.SECOND, Unit.MINUTE},
}
"""What is known of a call, and so can be charged for."""


class _Rate(BaseModel):
    model_config = _STRICT

    usd: Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
    per: Annotated[int, Field(ge=1)] = 1
    unit: Unit


class _Price(BaseModel):
    model_config = _STRICT

    provider: str = "openai"
    model: Annotated[str, Field(min_length=1)]
    kind: CallKind
    input: _Rate | None = None
    output: _Rate | None = None
    date: date
    source: str = ""

    @model_validator(mode="after")
    def _countable(self) -> "_Price":
        for side, rate in (("input", self.input), ("output", self.output)):
            units = _UNITS[self.kind.value, side]
            if rate is not None and rate.unit not in units:
                raise ValueError(f"{side} of {self.kind.value} is charged by {' or '.join(sorted(units))}")
        return self


class _File(BaseModel):
    model_config = _STRICT

    prices: list[_Price]


def read_prices(content: bytes) -> tuple[Price, ...]:
    """The prices in the JSON of such a file. Raises ``ValueError`` with a sentence that says what is wrong where."""
    try:
        read = _File.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ValueError(f"holds no prices: {where}: {first['msg'].removeprefix('Value error, ')}") from error
    return tuple(
        Price(
            provider=each.provider,
            model=each.model,
            kind=each.kind,
            input=_rate(each.input),
            output=_rate(each.output),
            date=each.date,
            source=each.source,
        )
        for each in read.prices
    )


def prices_in(file: Path | None) -> tuple[Price, ...]:
    """Those of an operator's file, none without one. Raises ``ValueError`` as ``read_prices`` does."""
    if file is None:
        return ()
    try:
        return read_prices(file.read_bytes())
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror or error}") from error


def listed_prices() -> PriceList:
    """The prices that vendors had published when this version was made."""
    return PriceList(read_prices((files("bookbytes_adapters") / "openai" / "prices.json").read_bytes()))


def _rate(rate: _Rate | None) -> Rate | None:
    return Rate(rate.usd, rate.per, rate.unit) if rate else None
