"""What calls cost, and where the prices come from."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bookbytes_adapters.prices import listed_prices, read_prices
from bookbytes_adapters.settings import Settings, load_settings
from bookbytes_core.domain.cost import CallKind, Usage
from bookbytes_core.errors import InvalidInput
from tests.support.paid_books import a_price_file

ELSEWHERE = "http://127.0.0.1:1/v1"


def cost(model: str, kind: CallKind, into: int, out: int) -> Decimal | None:
    price = listed_prices().find("openai", model, kind)
    return price.cost(Usage(into, out)) if price else None


@pytest.mark.parametrize(
    ("model", "kind", "into", "out", "usd"),
    [
        ("gpt-4o-mini", CallKind.LLM, 1_000_000, 1_000_000, "0.75"),
        ("gpt-4o-mini-2024-07-18", CallKind.LLM, 1, 0, "0.00000015"),
        ("gpt-4o", CallKind.LLM, 1_000, 1_000, "0.0125"),
        ("gpt-4o-2024-05-13", CallKind.LLM, 1_000, 1_000, "0.02"),
        ("gpt-4.1-nano", CallKind.LLM, 1_000_000, 0, "0.1"),
        ("gpt-5-mini", CallKind.LLM, 0, 1_000_000, "2"),
        ("tts-1", CallKind.TTS, 4096, 60_000, "0.06144"),
        ("tts-1-hd", CallKind.TTS, 100, 0, "0.003"),
        ("gpt-4o-mini-tts", CallKind.TTS, 0, 90_000, "0.0225"),
        ("gpt-4o-mini-tts-2025-12-15", CallKind.TTS, 1_000_000, 0, "0.6"),
        ("gpt-9", CallKind.LLM, 1, 1, None),
        ("gpt-4o-mini", CallKind.TTS, 1, 1, None),
    ],
)
def test_the_vendors_list(model: str, kind: CallKind, into: int, out: int, usd: str | None) -> None:
    assert cost(model, kind, into, out) == (Decimal(usd) if usd else None)


def test_every_listed_price_says_when_and_where() -> None:
    for price in listed_prices().prices:
        assert price.date > date(2024, 1, 1)
        assert price.source.startswith("https://")


class TestTariffs:
    def test_the_vendors_own_address_charges_and_what_it_charges_has_to_be_known(self) -> None:
        for address in ("", "https://api.openai.com/v1"):
            tariffs = Settings(openai_api_key="x", openai_base_url=address, llm_model="gpt-9").tariffs  # type: ignore[arg-type]
            assert tariffs.llm.price is None
        with pytest.raises(InvalidInput) as caught:
            tariffs.known()
        assert caught.value.code == "price_unknown"

    def test_v14_another_address_costs_nothing(self) -> None:
        tariffs = Settings(openai_base_url=ELSEWHERE, tts_provider="openai").tariffs
        assert [each.known().cost(Usage(10**9, 10**9)) for each in (tariffs.llm, tariffs.tts)] == [0, 0]

    def test_v14_unless_a_price_is_given(self, tmp_path: Path) -> None:
        settings = Settings(
            openai_base_url=ELSEWHERE, tts_provider="openai", tts_model="tts-1", llm_prices_file=a_price_file(tmp_path)
        )
        assert settings.tariffs.llm.known().cost(Usage(1_000_000, 0)) == Decimal("0.15")
        assert settings.tariffs.tts.known().cost(Usage(1_000_000, 0)) == 15

    def test_a_given_price_goes_before_the_list(self, tmp_path: Path) -> None:
        given = {"model": "gpt-4o-mini", "kind": "llm", "input": {"usd": 7, "unit": "token"}, "date": "2026-01-01"}
        file = a_price_file(tmp_path, {"prices": [given]})
        settings = Settings(openai_api_key="x", llm_prices_file=file)  # type: ignore[arg-type]
        assert settings.tariffs.llm.known().cost(Usage(2, 5)) == 14
        assert settings.tariffs.tts.known().model == "gpt-4o-mini-tts"

    def test_what_runs_here_costs_nothing(self) -> None:
        assert Settings().tariffs.llm.known().cost(Usage(10**9, 10**9)) == 0


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "holds no prices: the file: Invalid JSON"),
        ({"prices": [{"model": "m", "kind": "llm"}]}, "prices.0.date: Field required"),
        (
            {"prices": [{"model": "m", "kind": "llm", "date": "2026-01-01", "input": {"usd": 1, "unit": "minute"}}]},
            "prices.0: input of llm is charged by token",
        ),
        ({"prices": [{"model": "m", "kind": "tts", "date": "2026-01-01", "inptu": {}}]}, "prices.0.inptu: Extra"),
        (
            {"prices": [{"model": "m", "kind": "tts", "date": "2026-01-01", "input": {"usd": -1, "unit": "token"}}]},
            "usd",
        ),
    ],
)
def test_a_file_without_prices_is_told_in_one_sentence(
    content: Any, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "prices.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    monkeypatch.setenv("LLM_PRICES_FILE", str(file))
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert caught.value.message.startswith("LLM_PRICES_FILE: ")
    assert told in caught.value.message
    assert "\n" not in caught.value.message


def test_a_file_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LLM_PRICES_FILE", "nowhere.json")
    with pytest.raises(InvalidInput, match=r"LLM_PRICES_FILE.*cannot be read: No such file"):
        load_settings()


def test_prices_come_back_as_they_were_written(tmp_path: Path) -> None:
    (first, second) = read_prices(a_price_file(tmp_path).read_bytes())
    assert (first.provider, first.model, second.output) == ("openai", "gpt-4o-mini", None)


@pytest.mark.parametrize("scope", ["JOB", "USER_MONTH", "INSTALLATION_MONTH"])
@pytest.mark.parametrize("amount", ["-1", "nan", "much"])
def test_a_cap_is_an_amount(scope: str, amount: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(f"MAX_COST_USD_PER_{scope}", amount)
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert caught.value.message.startswith(f"MAX_COST_USD_PER_{scope}: '{amount}' will not do: Input should be")
