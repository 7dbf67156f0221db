"""Settings, ``.env.example`` and the tables of the configuration page say the same."""

import runpy
from collections.abc import Callable
from pathlib import Path

from pydantic import SecretStr

from bookbytes_adapters.settings import Settings

ROOT = Path(__file__).parents[2]
TABLE = runpy.run_path(str(ROOT / "docs/settings_table.py"))
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
ENTRIES = list(TABLE["entries"](EXAMPLE))
VARIABLES = [each for entry in ENTRIES for each in entry.variables]
page: Callable[[str, str], str] = TABLE["page"]


def test_the_page_shows_what_the_settings_are() -> None:
    shown = (ROOT / "docs/configuration.md").read_text(encoding="utf-8")
    assert page(shown, EXAMPLE) == shown, "run `make docs`"


def test_every_setting_has_its_row_in_a_section_and_is_told_about() -> None:
    rows = page("<!-- settings -->\n<!-- end of settings -->", EXAMPLE)
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in rows] == []
    assert [entry.variables[0].name for entry in ENTRIES if not entry.section or len(entry.about) < 20] == []


def test_the_example_gives_the_defaults() -> None:
    given = {each.name.lower(): each.value for each in VARIABLES if not each.unset}
    read = Settings(**given)
    defaults = {name: Settings.model_fields[name].default for name in given}
    assert {name: getattr(read, name) for name in given} == defaults


def test_what_the_example_leaves_out_has_no_plain_default() -> None:
    """Or it would not be shown."""
    unset = {each.name.lower(): each.field for each in VARIABLES if each.unset and each.field}
    plain = {name for name, field in unset.items() if field.default_factory is None}
    shown = {name for name in plain if unset[name].default not in (None, "", SecretStr(""))}
    assert shown == {"contact", "bb_bcrypt_cost"}
