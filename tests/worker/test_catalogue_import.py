"""``bookbytes catalogue import`` as a user runs it."""

from pathlib import Path

import pytest

from tests.support.databases import a_database
from tests.support.program import run

HEADER = b"isbn,title,authors,year,publisher,language\n"
GOOD = b'9783161484100,The Salt Road,"Duval, Ines",2015,Mole Press,en\n'
BAD = b"9783161484109,A number that is none,,,,\n"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    a_database(folder)
    return folder


def test_a_table_is_imported_once_and_found(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "books.csv"
    file.write_bytes(HEADER + GOOD)
    nobody = {"OPENLIBRARY_BASE_URL": "http://127.0.0.1:9"}
    first = run("catalogue", "import", file, data_dir=data)
    assert (first.code, first.out) == (0, "2 lines: 0 works, 1 editions, 0 bad\n"), first.err
    again = run("catalogue", "import", file, "--json", data_dir=data)
    assert (again.code, again.json["editions"], again.json["bad_lines"]) == (0, 1, 0)
    found = run("search", "salt road", data_dir=data, **nobody)
    assert found.code == 0
    assert "9783161484100" in found.out


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (HEADER + GOOD + BAD, 1, "line 3"),
        (HEADER + BAD, 3, "line 2"),
        (b"name,colour\nx,y\n", 3, "no column named isbn"),
        (None, 3, "books.csv"),
    ],
)
def test_what_cannot_be_imported_is_told(
    content: bytes | None, code: int, says: str, data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "books.csv"
    if content is not None:
        file.write_bytes(content)
    ended = run("catalogue", "import", file, "--quiet", data_dir=data)
    assert ended.code == code
    assert says in ended.out + ended.err
    assert "Traceback" not in ended.err
