"""A library of works and editions, seeded, with words as frequent as words are, written into a database in bulk."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psycopg
from numpy.typing import NDArray

from bookbytes_core.domain.search_text import indexed

_SYLLABLES = [c + v + e for c in "bcdfghjklmnprstvwz" for v in "aeiou" for e in ("", "n", "r", "l", "s", "t")]
_COMMON = [
    "the",
    "of",
    "and",
    "in",
    "a",
    "to",
    "for",
    "history",
    "with",
    "on",
    "guide",
    "life",
    "new",
    "world",
    "love",
    "war",
]
_WORDS = 150_000
_SURNAMES = 60_000
_LANGUAGES = ("en", "de", "fr", "es", "it", "zh", "und")
_CHUNK = 20_000
_AT = "2024-01-01 00:00:00.000000"

TABLES = {
    "works": ("id", "title", "authors", "first_publish_year", "subjects", "cover_url", "created_at", "updated_at"),
    "editions": (
        "id", "work_id", "isbn", "title", "publisher", "publish_year", "language", "pages", "created_at", "updated_at",
    ),
    "provider_keys": ("provider", "external_key", "entity_type", "entity_id", "created_at", "updated_at"),
    "work_index": ("work_id", "sort_key", "edition_count", "shown", "terms"),
}  # fmt: skip

Row = tuple[object, ...]
Chunk = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Generated:
    """What a run looks for: words of every kind that are there, and how many works and editions there are."""

    works: int
    editions: int
    common: str
    rare: list[str]
    titles: list[str]


class Catalogue:
    """``works`` works and three editions for every ten more; the same numbers give the same library."""

    def __init__(self, works: int, seed: int = 4) -> None:
        self.size = works
        self._chance = np.random.default_rng(seed)
        self._vocabulary = np.array([*_COMMON, *_invented(self._chance, _WORDS - len(_COMMON))])
        self._surnames = np.array([word.capitalize() for word in _invented(self._chance, _SURNAMES)])
        self._number = 0
        self.spelt: set[str] = set()
        self.titles: list[str] = []

    @property
    def generated(self) -> Generated:
        vocabulary = [str(word) for word in self._vocabulary[50_000 : 50_000 + 400 * 20 : 20]]
        rare = [word for word in vocabulary if word in self.spelt]
        return Generated(self.size, self._number - self.size, "the", rare, self.titles)

    def chunks(self) -> Iterator[Chunk]:
        for first in range(0, self.size, _CHUNK):
            yield self._chunk(first, min(_CHUNK, self.size - first))

    def _chunk(self, first: int, size: int) -> Chunk:
        lengths = self._chance.integers(1, 8, size)
        words = iter(_often(self._chance, self._vocabulary, int(lengths.sum())).tolist())
        names = iter(_often(self._chance, self._surnames, 2 * size).tolist())
        editions = self._chance.choice([1, 1, 1, 1, 1, 1, 1, 1, 2, 3], size).tolist()
        years = self._chance.integers(1850, 2025, size).tolist()
        made: Chunk = {table: [] for table in TABLES}
        for place, length in enumerate(lengths.tolist()):
            title = " ".join(next(words) for _ in range(length)).capitalize()
            author = f"{next(names)} {next(names)}"
            self._add(made, first + place, title, author, years[place], editions[place])
        if len(self.titles) < 400:
            self.titles += [str(row[1]) for row in made["works"][:200]]
        return made

    def _add(self, made: Chunk, number: int, title: str, author: str, year: int, count: int) -> None:
        work_id = self._id()
        language, publisher = _LANGUAGES[number % 11 % 7], f"Press {number % 5000}"
        cover = f"https://covers.openlibrary.org/b/id/{number}-M.jpg" if number % 2 else None
        made["works"].append((work_id, title, json.dumps([author]), year, "[]", cover, _AT, _AT))
        made["provider_keys"].append(("openlibrary", f"OL{number:08d}W", "work", work_id, _AT, _AT))
        for each in range(count):
            edition_id, isbn = self._id(), f"978{self._number:010d}"
            values = (edition_id, work_id, isbn, title, publisher, year + each, language, 300, _AT, _AT)
            made["editions"].append(values)
            made["provider_keys"].append(("openlibrary", f"OL{self._number:08d}M", "edition", edition_id, _AT, _AT))
        document = indexed(title, [author], [(title, publisher, language)])
        self.spelt.update(document.spelt)
        shown = json.dumps([title, [author], year, cover, [["openlibrary", f"OL{number:08d}W"]]])
        made["work_index"].append((work_id, document.sort_key, count, shown, " ".join(document.terms)))

    def _id(self) -> str:
        self._number += 1
        return f"{0x0190_0000_0000 + self._number:012x}70008{self._number:015x}"


def fill_sqlite(file: Path, works: int) -> Generated:
    """Into a database at the newest revision that is empty."""
    catalogue = Catalogue(works)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("PRAGMA synchronous=OFF")
        database.execute("PRAGMA cache_size=-300000")
        later = database.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
        ).fetchall()
        database.execute("BEGIN")
        for kind, name, _ in later:
            database.execute(f"DROP {kind} {name}")
        for chunk in catalogue.chunks():
            for table, columns in TABLES.items():
                marks = ", ".join("?" * len(columns))
                insert = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
                database.executemany(insert, chunk[table])
        words = ((word, word[::-1]) for word in sorted(catalogue.spelt) if len(word) > 3)
        database.executemany("INSERT INTO search_words (word, backwards) VALUES (?, ?)", words)
        database.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
        for _, _, statement in later:
            database.execute(statement)
        database.execute("COMMIT")
        database.execute("ANALYZE")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return catalogue.generated


def fill_postgresql(url: str, works: int) -> Generated:
    """Likewise."""
    catalogue = Catalogue(works)
    with psycopg.connect(url) as database:
        later = database.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE indexname ~ '^ix_work_index_terms'"
        ).fetchall()
        for name, _ in later:
            database.execute(f"DROP INDEX {name}")
        for chunk in catalogue.chunks():
            for table, columns in TABLES.items():
                with database.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                    for row in chunk[table]:
                        copy.write_row(row)
        with database.cursor().copy("COPY search_words (word, backwards) FROM STDIN") as copy:
            for word in sorted(catalogue.spelt):
                if len(word) > 3:
                    copy.write_row((word, word[::-1]))
        for _, statement in later:
            database.execute(statement)
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("VACUUM ANALYZE")
    return catalogue.generated


def _often(chance: np.random.Generator, words: NDArray[np.str_], size: int) -> NDArray[np.str_]:
    """Words as Zipf found them: the n-th most frequent comes up as often as 1 : n."""
    weights = 1 / (np.arange(len(words)) + 2.7)
    places = np.searchsorted(np.cumsum(weights) / weights.sum(), chance.random(size))
    return words[places]


def _invented(chance: np.random.Generator, size: int) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < size:
        for parts in chance.integers(0, len(_SYLLABLES), (size, 4)).tolist():
            found["".join(_SYLLABLES[part] for part in parts[: 2 + parts[0] % 3])] = None
    return list(found)[:size]
