"""What OpenLibrary's addresses answer, made of records. Shapes after its recorded answers."""

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bookbytes_adapters.metadata.years import year_in
from tests.support.fake_vendor_http import Reply
from tests.support.openlibrary_records import Record, all_records

NOT_FOUND_PAGE = b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body>Not found</body></html>"
FORBIDDEN_PAGE = (
    b"<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center></body></html>"
)

MORE_ISBNS = {"9783161000003": "/books/OL209M", "9780198534532": "/books/OL203M"}
"""Numbers that lead to a record that was merged into another, and to one that does not have it."""

_DEFAULT_FIELDS = "key,title,subtitle,author_name,author_key,edition_count,first_publish_year,cover_i,language"
_SEARCHED = {"title": "title", "author": "author_name", "publisher": "publisher", "q": "text", "language": "language"}


class Answers:
    """The catalogue behind the server. Answers do not change, so each is made once."""

    def __init__(self) -> None:
        self.editions_a_page = 1000
        self._records = all_records()
        self._isbns = {number: key for key, record in self._records.items() for number in _numbers(record)} | MORE_ISBNS
        self._found = [self._searchable(record) for record in self._of_type("work")]
        self.to = lru_cache(maxsize=20_000)(self._to)

    def _to(self, target: str) -> Reply:
        address = urlsplit(target)
        parameters = {name: values[0] for name, values in parse_qs(address.query).items()}
        path = address.path.removesuffix(".json")
        if path == "/search":
            return as_json(self._search(parameters))
        if path.startswith("/isbn/"):
            return self._by_isbn(path.removeprefix("/isbn/"))
        if path.endswith("/editions"):
            return self._editions(path.removesuffix("/editions"), parameters)
        if path.startswith("/b/id/"):
            return Reply(200, _cover(), "image/jpeg")
        if path in self._records:
            return as_json(self._records[path])
        return as_json({"error": "notfound", "key": path}, 404)

    def _by_isbn(self, number: str) -> Reply:
        key = self._isbns.get(number)
        if key is None:
            return Reply(404, NOT_FOUND_PAGE, "text/html; charset=utf-8")
        return Reply(302, b"", "text/html", headers={"location": f"{key}.json"})

    def _editions(self, key: str, parameters: Mapping[str, str]) -> Reply:
        if key not in self._records:
            return as_json({"error": "notfound", "key": key}, 404)
        limit, offset = min(int(parameters.get("limit", 50)), self.editions_a_page), int(parameters.get("offset", 0))
        listed = self._editions_of(key)
        links = {"self": f"{key}/editions.json?limit={limit}&offset={offset}", "work": key}
        if offset + limit < len(listed):
            links["next"] = f"{key}/editions.json?limit={limit}&offset={offset + limit}"
        return as_json({"links": links, "size": len(listed), "entries": listed[offset : offset + limit]})

    def _search(self, parameters: Mapping[str, str]) -> dict[str, Any]:
        wanted = {_SEARCHED[name]: words for name, words in parameters.items() if name in _SEARCHED}
        found = [each for each in self._found if wanted and _fits(each, wanted)]
        limit = int(parameters.get("limit", 100))
        start = int(parameters.get("offset", (int(parameters.get("page", 1)) - 1) * limit))
        fields = parameters.get("fields", _DEFAULT_FIELDS).split(",")
        docs = [{name: each[name] for name in fields if each.get(name)} for each in found[start : start + limit]]
        total = len(found)
        return {"numFound": total, "start": start, "numFoundExact": True, "num_found": total, "docs": docs}

    def _searchable(self, work: Record) -> Record:
        editions = self._editions_of(work["key"])
        authors = [self._live(each["author"]["key"]) for each in work["authors"]]
        years = [year for each in (work, *editions) if (year := _year(each))]
        codes = [language["key"][-3:] for each in editions for language in each.get("languages", ())]
        found = {
            "key": work["key"],
            "title": work["title"],
            "author_name": [_natural(each) for each in authors],
            "author_key": [each["key"].rpartition("/")[2] for each in authors],
            "first_publish_year": min(years, default=None),
            "cover_i": next((cover for cover in work.get("covers", ()) if cover > 0), None),
            "edition_count": len(editions),
            "language": list(dict.fromkeys(codes)),
            "subject": work.get("subjects"),
            "publisher": [name for each in editions for name in each.get("publishers", ())],
            "isbn": [number for each in editions for number in _numbers(each)],
        }
        return found | {"text": [found["title"], *found["author_name"]]}

    def _editions_of(self, key: str) -> list[Record]:
        return [each for each in self._of_type("edition") if {"key": key} in each["works"]]

    def _of_type(self, kind: str) -> Iterable[Record]:
        return [each for each in self._records.values() if each["type"]["key"] == f"/type/{kind}"]

    def _live(self, key: str) -> Record:
        return self._records[self._records[key].get("location", key)]


def as_json(value: object, status: int = 200) -> Reply:
    return Reply(status, json.dumps(value).encode())


def _numbers(record: Record) -> list[str]:
    return [number.replace("-", "") for field in ("isbn_13", "isbn_10") for number in record.get(field, ())]


def _natural(author: Record) -> str:
    """Searches tell names as they are spoken."""
    return " ".join(reversed(str(author["name"]).split(", ")))


def _year(record: Record) -> int | None:
    return year_in(record.get("publish_date") or record.get("first_publish_date") or "")


def _fits(found: Record, wanted: Mapping[str, str]) -> bool:
    for field, words in wanted.items():
        texts = found[field] if isinstance(found[field], list) else [found[field]]
        if not any(all(word in text.casefold() for word in words.casefold().split()) for text in texts):
            return False
    return True


@lru_cache(maxsize=1)
def _cover() -> bytes:
    from PIL import Image

    written = BytesIO()
    Image.new("RGB", (180, 270), (70, 90, 120)).save(written, "JPEG")
    return written.getvalue()
