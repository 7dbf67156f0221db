"""A call to a summariser or a voice before it is made: its key, its slot, where its result goes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from bookbytes_core.domain import json_codec
from bookbytes_core.domain.cost import CallKind, Provider, Usage
from bookbytes_core.domain.prices import Price


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedCall:
    """``perform`` makes the call and gives the result as it is stored, and what it used: at most ``most``."""

    kind: CallKind
    provider: Provider
    key: str
    content_type: str
    price: Price
    most: Usage
    perform: Callable[[], Awaitable[tuple[bytes, Usage]]]

    @property
    def result_key(self) -> str:
        return result_key_of(self.kind, self.key)

    @property
    def most_usd(self) -> Decimal:
        """The most it may cost, in US dollars."""
        return Decimal(0) if self.provider.free else self.price.cost(self.most)

    @property
    def slot(self) -> str:
        """Whose slots the call needs: a vendor's summaries and its speech have limits of their own."""
        return self.provider.name if self.provider.free else slot_name(self.provider.name, self.kind)


def slot_name(vendor: str, kind: CallKind) -> str:
    """The name under which the limiter knows the calls of one kind to a vendor that costs money."""
    return f"{vendor}:{kind.value}"


def is_result(key: str) -> bool:
    """Whether it is one that ``result_key_of`` gives."""
    return key.startswith("results/")


def result_key_of(kind: CallKind, key: str) -> str:
    return f"results/{kind.value}/{key[:2]}/{key}.{'json' if kind is CallKind.LLM else 'speech'}"


def rejected_key_of(key: str) -> str:
    """Where an answer of no use to the call of that key is kept, until somebody throws it away."""
    return f"rejected/{key}"


def canonical(request: object) -> Mapping[str, object]:
    encoded = json_codec.encode(request)
    if not isinstance(encoded, dict):
        raise TypeError("a request is a dataclass")
    return encoded
