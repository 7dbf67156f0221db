"""The vendor of a world: the fake one on loopback, and its bill as the audit reads it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.support.fake_vendor import Billed, FakeVendor, fake_vendor
from tests.support.fake_vendor_script import USELESS
from tests.system.faults.audit import Bill

LLM_SECONDS = 0.3
TTS_SECONDS = 0.15


@dataclass(frozen=True, slots=True)
class Vendor:
    fake: FakeVendor

    @property
    def environment(self) -> dict[str, str]:
        return {"LLM_PROVIDER": "openai", "TTS_PROVIDER": "openai", "OPENAI_API_KEY": "sk-for-tests-of-faults"}

    @property
    def base_url(self) -> str:
        return self.fake.base_url

    def script(self, **rule: Any) -> None:
        """The fields of ``fake_vendor_script.Rule``: what the next calls that fit meet."""
        self.fake.script(**rule)

    def bill(self) -> Bill:
        """What is still being answered will be billed, whether or not anybody waits for it."""
        calls: Counter[str] = Counter()
        entries: set[tuple[str, bool]] = set()
        spoilt: Counter[str] = Counter()
        for call in self.fake.bill():
            if _is_paid(call):
                calls[f"{call.key}-{spoilt[call.key]}"] += 1
            entries.add((call.key, call.kind == "tts" and spoilt[call.key] > 0))  # a second take is a call of its own
            spoilt[call.key] += call.fault in USELESS
        return Bill(calls, len(entries))

    def under_way(self, kind: str = "") -> int:
        """How many calls (of ``kind``) arrived and are not answered."""
        return sum(call.status is None and call.kind in (kind or call.kind) for call in self.fake.bill())


def _is_paid(call: Billed) -> bool:
    return call.counted_at is not None or (call.status is None and call.fault != "cut_before")


@contextmanager
def a_vendor() -> Iterator[Vendor]:
    with fake_vendor(llm_seconds=LLM_SECONDS, tts_seconds=TTS_SECONDS) as fake:
        yield Vendor(fake)
