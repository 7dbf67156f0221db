"""Records in the shapes that OpenLibrary's have: those of the contract's catalogue, and some dozens beside them.

Keys of works end in W, of editions in M, of authors in A. The first ones are spelled out with all the oddities that
real records have; the rest is drawn with a seed.
"""

import random
from collections.abc import Iterable, Mapping
from typing import Any

from tests.contracts.metadata import DELETED_WORK, TIDE_TABLES

Record = dict[str, Any]

_FAMILIES = "Sandberg Winter Aalto Brandt Costa Duval Eriksen Fontaine Grieg Holm Ivanova Jansen Keller Lindqvist"
_GIVEN = "Maria Jonas Ines Karl Lucia Marcel Nora Olav Petra Quentin Rosa Sven Tilda Ugo"
_NOUNS = "Harbour River Winter Orchard Bridge Market Ferry Garden Mountain Library Garrison Weather"
_FORMS = ("The {} Keeper", "A History of the {}", "{} Songs", "The Last {}", "Beyond the {}", "Letters from the {}")
_LANGUAGES = ["eng", "eng", "eng", "ger", "fre", "spa", "rus", "chi"]
_DATES = ("{}", "March {}", "c{}", "[{}?]", "June 4, {}", "{}-05", "1st ed. {}")


def work(number: int, title: str, authors: Iterable[int], **more: Any) -> Record:
    role = {"key": "/type/author_role"}
    named = [{"type": role, "author": {"key": f"/authors/OL{author}A"}} for author in authors]
    return _record(f"/works/OL{number}W", "work", title=title, authors=named, **more)


def edition(number: int, title: str, works: Iterable[int], **more: Any) -> Record:
    return _record(
        f"/books/OL{number}M", "edition", title=title, works=[{"key": f"/works/OL{n}W"} for n in works], **more
    )


def author(number: int, name: str, **more: Any) -> Record:
    return _record(f"/authors/OL{number}A", "author", name=name, **more)


def redirect(key: str, target: str) -> Record:
    return _record(key, "redirect", location=target)


def _record(key: str, kind: str, **fields: Any) -> Record:
    return {"key": key, "type": {"key": f"/type/{kind}"}, **fields, "latest_revision": 2, "revision": 2}


def _spelled_out() -> list[Record]:
    contents = "* | The Island |\n** 1 | Arrival | 7\n** 2 | The Lamp | 31\n* | The Mainland | 150"
    return [
        author(1, "Santos, Maria", personal_name="Santos, Maria"),
        author(2, "Jonas Weld", bio={"type": "/type/text", "value": "Keeps a light."}),
        redirect("/authors/OL3A", "/authors/OL2A"),
        author(4, "Harbour Office"),
        work(
            101,
            "The Lighthouse Keepers",
            (1, 3),
            first_publish_date="March 1987",
            subjects=["Lighthouses", "Islands", "Lighthouses"],
            covers=[-1, 501],
            description={
                "type": "/type/text",
                "value": "Three families keep one light.\r\n\r\nNone of them can leave.",
            },
            location="/works/OL100W",
        ),
        redirect("/works/OL102W", "/works/OL101W"),
        work(103, "Songs of the Harbour", ()),
        _record(f"/works/{DELETED_WORK}", "delete"),
        edition(
            201,
            "Lighthouse Keepers",
            (101,),
            title_prefix="The ",
            authors=[{"key": "/authors/OL1A"}, {"key": "/authors/OL2A"}],
            isbn_10=["0306406152", "0306406153"],
            isbn_13=["978-0-306-40615-7"],
            publishers=["North Pier Press", "Somebody else"],
            publish_date="c1987",
            languages=[{"key": "/languages/eng"}],
            number_of_pages=312,
            edition_name="1st ed.",
            covers=[-1, 501, 502],
            table_of_contents=[contents],
        ),
        edition(
            202,
            "Die Leuchtturmwärter",
            (101,),
            isbn_13=["9783161484100", "9783161000003"],
            publishers=["Verlag am Kai"],
            publish_date="[1994?]",
            languages=[{"key": "/languages/ger"}],
        ),
        edition(203, "The Lighthouse Keepers", (101,)),
        redirect("/books/OL209M", "/books/OL202M"),
    ]


CONTENTS_ISBN = "9780306406157"
"""Of an edition whose table of contents is known."""

OLD_ISBN, NEW_ISBN = "9783161000102", "9783161000201"
"""Of one work in English: of 1998, and of 2015, its latest in that language."""


def _about_a_book() -> list[Record]:
    """A book in several editions, and what others wrote about it."""
    numbers = {"en-1998": OLD_ISBN, "en-2015": NEW_ISBN, "de-2021": "9783161000300"}
    codes = {"en": "eng", "de": "ger"}
    return [
        author(10, "Ines Duval"),
        author(11, "Instaread"),
        author(12, "Kay Brandt"),
        work(110, "The Salt Road", (10,), first_publish_date="1998", covers=[510]),
        work(111, "Summary of The Salt Road by Ines Duval", (11,), covers=[511]),
        work(112, "A Study Guide for Ines Duval's The Salt Road", (12,)),
        *(
            edition(
                210 + place,
                "Die Salzstraße" if name.startswith("de") else "The Salt Road",
                (110,),
                isbn_13=[number],
                publishers=["Mole Press"],
                publish_date=name[-4:],
                languages=[{"key": f"/languages/{codes[name[:2]]}"}],
            )
            for place, (name, number) in enumerate(numbers.items())
        ),
    ]


def _drawn(count: int = 40) -> list[Record]:
    chance = random.Random(4)
    names = list(zip(_GIVEN.split(), _FAMILIES.split(), strict=True))
    records = [author(50 + place, " ".join(name)) for place, name in enumerate(names)]
    for number in range(300, 300 + count):
        title = chance.choice(_FORMS).format(chance.choice(_NOUNS.split()))
        writers = chance.sample(range(50, 50 + len(names)), chance.choice((1, 1, 1, 2)))
        year, subject = chance.randrange(1890, 2024), chance.choice(_NOUNS.split()).lower()
        records.append(work(number, title, writers, subjects=[subject], covers=[5000 + number]))
        records += [_drawn_edition(chance, number, place, title, year) for place in range(chance.randrange(1, 6))]
    return records


def _drawn_edition(chance: random.Random, work: int, place: int, title: str, year: int) -> Record:
    return edition(
        work * 10 + place,
        title,
        (work,),
        isbn_13=[isbn_13(work * 10 + place)],
        publishers=[f"{chance.choice(_NOUNS.split())} Press"],
        publish_date=chance.choice(_DATES).format(min(year + 3 * place, 2025)),
        languages=[{"key": f"/languages/{chance.choice(_LANGUAGES)}"}],
        number_of_pages=chance.randrange(90, 700),
    )


def isbn_13(number: int) -> str:
    """A valid number, the same for the same ``number`` and different for others below a thousand million."""
    stem = f"979{8_000_000_00 + number:09d}"
    total = sum((1, 3)[place % 2] * int(digit) for place, digit in enumerate(stem))
    return stem + str(-total % 10)


def all_records() -> Mapping[str, Record]:
    """By key."""
    tables = [work(int(each.key[2:-1]), each.title, (4,)) for each in TIDE_TABLES]
    return {record["key"]: record for record in (*_spelled_out(), *_about_a_book(), *_drawn(), *tables)}
