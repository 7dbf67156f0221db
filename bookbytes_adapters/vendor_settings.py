"""The settings of those who summarise and speak, and of what they may cost."""

import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from bookbytes_adapters.prices import listed_prices, prices_in
from bookbytes_core.domain.budget import Caps
from bookbytes_core.domain.cost import CallKind
from bookbytes_core.domain.lexicon import Pronunciation, read_pronunciations
from bookbytes_core.domain.prices import PriceList, Tariff, Tariffs
from bookbytes_core.domain.speech_limit import tokens_at_most
from bookbytes_core.errors import InvalidInput
from bookbytes_core.use_cases.prepared_call import slot_name

_OPENAI = "https://api.openai.com/v1"

_TAKE_NO_INSTRUCTIONS = ("tts-1", "tts-1-hd")
_MOST_INSTRUCTIONS = 4096
_MOST_INSTRUCTION_TOKENS = 1700
"""OpenAI's limit in characters, and how many of the 2,000 tokens of a request are not needed for its text."""

_GTTS_AT_ONCE = 1
"""All workers together: the pauses between its requests then are pauses between all requests."""

_ADDRESS = re.compile(r"https?://[^\s/?#@;,'\"]+(/[^\s?#@;,'\"]*)?")


def plain_address(url: str) -> str:
    """``url`` without a slash at its end. Raises ``ValueError`` for one that is no plain address."""
    if url and not _ADDRESS.fullmatch(url):
        raise ValueError("must be http(s)://host[:port] without a user, a query or a fragment")
    return url.rstrip("/")


def lexicons(folder: Path | None) -> Mapping[str, tuple[Pronunciation, ...]]:
    """What the files ``<language>.txt`` in ``folder`` say. Raises ``InvalidInput`` and ``OSError``."""
    files = sorted(folder.expanduser().glob("*.txt")) if folder else []
    return {file.stem.lower(): pronunciations_in(file) for file in files}


def pronunciations_in(file: Path) -> tuple[Pronunciation, ...]:
    """The entries of one file. Raises ``InvalidInput`` and ``OSError``."""
    try:
        return read_pronunciations(file.read_text("utf-8-sig"), str(file))
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{file} is not UTF-8 text.", code="invalid_options") from error


def _has_key(given: Mapping[str, Any]) -> bool:
    key = given.get("openai_api_key")
    return isinstance(key, SecretStr) and bool(key.get_secret_value())


def _usual_llm(given: dict[str, Any]) -> Literal["extractive", "openai"]:
    return "openai" if _has_key(given) or given.get("openai_base_url") else "extractive"


def _usual_tts(given: dict[str, Any]) -> Literal["local", "openai"]:
    """Many servers of the protocol have no voices: only OpenAI's own address is taken to have some."""
    return "openai" if _has_key(given) and not given.get("openai_base_url") else "local"


Amount = Annotated[Decimal, Field(ge=0, lt=1_000_000, allow_inf_nan=False)]
"""US dollars."""


class VendorSettings(BaseSettings):
    """One field a variable, in lower case; ``.env.example`` tells what each one does."""

    openai_api_key: SecretStr = SecretStr("")
    openai_base_url: str = ""
    openai_tts_base_url: str = ""
    llm_provider: Literal["extractive", "openai"] = Field(default_factory=_usual_llm)
    llm_model: str = Field(default="gpt-4o-mini", min_length=1, max_length=200)
    llm_context_tokens: int = Field(default=32_000, ge=2_000, le=10_000_000)
    llm_max_concurrent: int = Field(default=4, ge=1, le=1000)
    llm_timeout_seconds: float = Field(default=180, gt=0, le=280)
    gtts_base_url: str = ""
    tts_provider: Literal["local", "openai", "gtts"] = Field(default_factory=_usual_tts)
    tts_model: str = Field(default="gpt-4o-mini-tts", min_length=1, max_length=200)
    tts_voice: str = ""
    tts_instructions: str = ""
    pronunciations_dir: Path | None = None
    tts_max_concurrent: int = Field(default=8, ge=1, le=1000)
    tts_timeout_seconds: float = Field(default=90, gt=0, le=280)
    max_cost_usd_per_job: Amount | None = None
    max_cost_usd_per_user_month: Amount | None = None
    max_cost_usd_per_installation_month: Amount | None = None
    llm_prices_file: Path | None = None

    @field_validator("llm_provider", "tts_provider")
    @classmethod
    def _reachable(cls, provider: str, others: ValidationInfo) -> str:
        speech = others.field_name == "tts_provider" and others.data.get("openai_tts_base_url")
        if provider == "openai" and not (speech or _has_key(others.data) or others.data.get("openai_base_url")):
            raise ValueError("openai needs OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own")
        return provider

    @field_validator("openai_base_url", "openai_tts_base_url", "gtts_base_url")
    @classmethod
    def _plain_address(cls, url: str) -> str:
        return plain_address(url)

    @field_validator("llm_prices_file")
    @classmethod
    def _readable_prices(cls, file: Path | None) -> Path | None:
        prices_in(file)
        return file

    @property
    def tariffs(self) -> Tariffs:
        """What calls cost: at OpenAI's own address by its list, elsewhere nothing, unless LLM_PRICES_FILE says so."""
        given = prices_in(self.llm_prices_file)

        def of(kind: CallKind, provider: str, model: str, address: str) -> Tariff:
            listed = listed_prices() if urlsplit(address or _OPENAI).hostname == urlsplit(_OPENAI).hostname else None
            price = (listed or PriceList()).extended(given).find(provider, model, kind)
            charges = provider == "openai" and (listed or price)
            return Tariff(model, price) if charges else Tariff.nothing(kind, model)

        return Tariffs(
            of(CallKind.LLM, self.llm_provider, self.llm_model, self.openai_base_url),
            of(CallKind.TTS, self.tts_provider, self.tts_model, self.speech_address),
        )

    @property
    def caps(self) -> Caps:
        return Caps(
            audio_book=self.max_cost_usd_per_job,
            user_month=self.max_cost_usd_per_user_month,
            installation_month=self.max_cost_usd_per_installation_month,
        )

    @field_validator("tts_instructions")
    @classmethod
    def _obeyed(cls, instructions: str, others: ValidationInfo) -> str:
        if instructions and others.data.get("tts_model") in _TAKE_NO_INSTRUCTIONS:
            raise ValueError(f"TTS_MODEL {others.data['tts_model']} takes none: unset them, or take gpt-4o-mini-tts")
        if len(instructions) > _MOST_INSTRUCTIONS:
            raise ValueError(f"may have {_MOST_INSTRUCTIONS} characters at most")
        if tokens_at_most(instructions) > _MOST_INSTRUCTION_TOKENS:
            raise ValueError("leave too little room for a text beside them: make them shorter")
        return instructions

    @field_validator("pronunciations_dir")
    @classmethod
    def _readable(cls, folder: Path | None) -> Path | None:
        if folder and not folder.expanduser().is_dir():
            raise ValueError("must be a folder")
        try:
            lexicons(folder)
        except InvalidInput as error:
            raise ValueError(error.message.rstrip(".")) from error
        except OSError as error:
            raise ValueError(f"{error.filename}: {error.strerror}") from error
        return folder

    @property
    def pronunciations(self) -> Mapping[str, tuple[Pronunciation, ...]]:
        """How words are said, by language in small letters; read anew each time."""
        return lexicons(self.pronunciations_dir)

    @property
    def speech_address(self) -> str:
        """Where the server for speech is; "" is OpenAI's own."""
        return self.openai_tts_base_url or self.openai_base_url

    @property
    def slots(self) -> Mapping[str, int]:
        """How many calls of each kind a vendor may be asked at once."""
        llm, tts = slot_name("openai", CallKind.LLM), slot_name("openai", CallKind.TTS)
        others = {slot_name("gtts", CallKind.TTS): _GTTS_AT_ONCE}
        return {llm: self.llm_max_concurrent, tts: self.tts_max_concurrent} | others

    @property
    def paid_slots(self) -> int:
        """How many calls to vendors that cost money may be under way at once."""
        llm = self.llm_max_concurrent if self.llm_provider == "openai" else 0
        tts = {"openai": self.tts_max_concurrent, "gtts": _GTTS_AT_ONCE}
        return llm + tts.get(self.tts_provider, 0)
