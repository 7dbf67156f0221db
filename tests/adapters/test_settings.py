"""Settings: nothing set works, a wrong value is named, secrets stay secret."""

import re
from pathlib import Path

import pytest

from bookbytes_adapters.settings import Settings, load_settings, local_api_key
from bookbytes_core.errors import InvalidInput

EXAMPLE = Path(__file__).parents[2] / ".env.example"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_nothing_set_is_the_embedded_default() -> None:
    settings = load_settings()
    assert settings.database == f"sqlite+aiosqlite:///{settings.data_dir / 'bookbytes.db'}"
    assert (settings.llm_provider, settings.tts_provider, settings.storage_backend) == ("extractive", "local", "local")
    assert settings.storage_path.is_relative_to(settings.data_dir)


def test_a_wrong_value_is_named_with_its_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TTS_PROVIDER", "choir")
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert caught.value.message == "TTS_PROVIDER: 'choir' will not do: Input should be 'local', 'openai' or 'gtts'."


@pytest.mark.parametrize("name", ["DATA_DIR", "LOCAL_STORAGE_PATH"])
def test_a_file_is_no_folder(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv(name, str(file))
    with pytest.raises(InvalidInput, match=f"{name}: .*will not do: it is a file") as refused:
        load_settings()
    assert refused.value.code == "invalid_setting"


@pytest.mark.parametrize("contact", ["me@example.org", "https://example.org/about?who=me"])
def test_outside_servers_are_told_whom_to_reach(contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert re.fullmatch(r"BookBytes/\S+ \(https://[^ ]+\)", load_settings().agent)
    monkeypatch.setenv("CONTACT", contact)
    assert load_settings().agent.endswith(f" ({contact})")


@pytest.mark.parametrize("contact", ["me", "me@", "me@example.org) Mozilla", "https://", "m\u00e9@example.org"])
def test_a_contact_must_be_an_address(contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTACT", contact)
    with pytest.raises(InvalidInput, match="CONTACT"):
        load_settings()


@pytest.mark.parametrize("origins", ["https://app.example", "http://localhost:3000, https://[::1]:8443", "*"])
def test_origins_that_may_call_are_named(origins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().allowed_origins == ()
    monkeypatch.setenv("CORS_ORIGINS", origins)
    assert load_settings().allowed_origins == tuple(origins.split(", "))


@pytest.mark.parametrize(
    "origins", ["app.example", "https://app.example/", "https://*.example", "*, https://a", "null"]
)
def test_what_is_no_origin_is_refused(origins: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORS_ORIGINS", origins)
    with pytest.raises(InvalidInput, match=r"CORS_ORIGINS: .* must be origins"):
        load_settings()


def test_a_wrong_secret_is_named_but_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("API_KEY", "tooshort")
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert "API_KEY" in caught.value.message
    assert "tooshort" not in caught.value.message


@pytest.mark.parametrize(
    ("given", "used", "shown"),
    [
        ("sqlite:////data/b.db", "sqlite+aiosqlite:////data/b.db", "sqlite:////data/b.db"),
        (
            "postgresql://me:secret@db:5433/b?x=1",
            "postgresql+psycopg://me:secret@db:5433/b?x=1",
            "postgresql://db:5433/b",
        ),
        ("postgresql+psycopg://me:secret@db/b", "postgresql+psycopg://me:secret@db/b", "postgresql://db/b"),
    ],
)
def test_databases(given: str, used: str, shown: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    settings = load_settings()
    assert (settings.database, settings.database_shown) == (used, shown)


@pytest.mark.parametrize("wrong", ["mysql://me:secret@db/b", "postgres", "sqlite://b.db", "postgresql:/secret"])
def test_another_database_is_refused_and_not_shown(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", wrong)
    with pytest.raises(InvalidInput, match="DATABASE_URL: must start with sqlite:///") as caught:
        load_settings()
    assert "secret" not in caught.value.message


def test_a_dotenv_file_gives_way_to_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("WORKER_MAX_JOBS=3\nLOG_LEVEL=DEBUG\n", encoding="utf-8")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    settings = load_settings()
    assert (settings.worker_max_jobs, settings.log_level) == (3, "ERROR")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"AUTH_MODE": "jwt"}, "JWT_SECRET_KEY: must have 32 bytes or more"),
        ({"AUTH_MODE": "jwt", "JWT_SECRET_KEY": "k" * 31}, "JWT_SECRET_KEY: must have 32 bytes or more"),
        ({"JWT_SECRET_KEY": "k" * 31}, "JWT_SECRET_KEY: must have 32 bytes or more"),
        ({"AUTH_MODE": "none"}, "AUTH_MODE: 'none' will not do"),
        ({"LOGIN_ATTEMPTS_PER_MINUTE": "0"}, "LOGIN_ATTEMPTS_PER_MINUTE: '0' will not do"),
        ({"TRUSTED_PROXIES": "10.0.0.1, proxy.example"}, "TRUSTED_PROXIES: "),
        ({"TRUSTED_PROXIES": "10.0.0.1/8"}, "has host bits set"),
        ({"BB_BCRYPT_COST": "4"}, "must be 12 unless APP_ENV is test"),
    ],
)
def test_a15_what_would_let_others_in_is_refused(
    given: dict[str, str], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert says in caught.value.message
    assert "kkk" not in caught.value.message


def test_accounts_need_a_key_of_32_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTH_MODE", "jwt")
    monkeypatch.setenv("JWT_SECRET_KEY", "\u00e9" * 16)
    monkeypatch.setenv("TRUSTED_PROXIES", "127.0.0.1, ::1,10.0.0.0/8")
    settings = load_settings()
    assert "\u00e9" not in repr(settings)
    assert [str(network) for network in settings.trusted_networks] == ["127.0.0.1/32", "::1/128", "10.0.0.0/8"]
    assert (settings.jwt_expire_minutes, settings.login_attempts_per_minute) == (60, 10)


def test_the_example_documents_every_variable() -> None:
    documented = set(re.findall(r"^#?([A-Z][A-Z0-9_]+)=", EXAMPLE.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == {name.upper() for name in Settings.model_fields}


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    key = local_api_key(settings)
    assert len(key) >= 40
    assert local_api_key(settings) == key
    assert (tmp_path / "data/api_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("model", "instructions", "problem"),
    [
        ("tts-1", "Slowly.", "TTS_INSTRUCTIONS: 'Slowly.' will not do: TTS_MODEL tts-1 takes none: unset them"),
        ("tts-1-hd", "Slowly.", "TTS_MODEL tts-1-hd takes none"),
        ("gpt-4o-mini-tts", "x" * 4097, "may have 4096 characters at most"),
        ("gpt-4o-mini-tts", "灯" * 1701, "leave too little room for a text"),
    ],
)
def test_instructions_that_cannot_be_obeyed_are_refused_at_the_start(
    model: str, instructions: str, problem: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TTS_MODEL", model)
    monkeypatch.setenv("TTS_INSTRUCTIONS", instructions)
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert problem in caught.value.message
    assert len(caught.value.message) < 250


def test_instructions_reach_the_settings_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TTS_INSTRUCTIONS", "x" * 4096)
    assert len(load_settings().tts_instructions) == 4096


def test_pronunciations_are_read_by_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.txt").write_text("quay = key\n", encoding="utf-8-sig")
    (tmp_path / "pt-BR.txt").write_text("# none\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("not a lexicon", encoding="utf-8")
    monkeypatch.setenv("PRONUNCIATIONS_DIR", str(tmp_path))
    assert load_settings().pronunciations == {"en": (("quay", "key"),), "pt-br": ()}


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"quay = key\nCato\n", "en.txt, line 2: the pronunciation of 'Cato' is missing"),
        (b"\xff\xfe", "en.txt is not UTF-8 text"),
        (None, "must be a folder"),
    ],
)
def test_a_fault_in_the_pronunciations_is_told_at_the_start(
    content: bytes | None, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "lexicons"
    if content is not None:
        folder.mkdir()
        (folder / "en.txt").write_bytes(content)
    monkeypatch.setenv("PRONUNCIATIONS_DIR", str(folder))
    with pytest.raises(InvalidInput) as caught:
        load_settings()
    assert problem in caught.value.message
    assert caught.value.message.startswith("PRONUNCIATIONS_DIR: ")
