"""Books that a catalogue knows and nobody has brought: with and without a table of contents."""

from bookbytes_adapters.memory import MemoryMetadata, Rememberer
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, BookBytes, Isbn, Options, Order
from bookbytes_core.domain.edition import ContentsEntry
from bookbytes_core.ports.metadata import EditionRecord, WorkRecord
from bookbytes_core.use_cases.audio_books.request import Receipt

ISLANDS = Isbn("9783161484100")
"""Has a table of contents."""
ROAD = Isbn("9783161000201")
"""Has none."""
GERMAN_ISLANDS, OLD_ISLANDS = Isbn("9783161000300"), Isbn("9783161000102")
"""Other editions of the first, without a table of their own."""

CONTENTS = (
    ContentsEntry("The Outer Islands", label="1"),
    ContentsEntry("Arrival", 1),
    ContentsEntry("Who keeps the lamp?", 1),
    ContentsEntry("The Mainland", label="Part II"),
)

REMEMBERED = {
    "The Salt Road": {
        "The Harbour": ("The road begins at the harbour.", "Salt is loaded there before dawn."),
        "The Pass": ("Two carts are lost in the snow.",),
        "The Market": ("The price of salt has fallen by half.",),
    },
    "The Lighthouse Islands": {
        "The Outer Islands": ("Three families live on the outer islands.",),
        "Part II. The Mainland": ("The keeper's son goes ashore.",),
    },
}


def a_catalogue() -> MemoryMetadata:
    works = [
        WorkRecord(key="W1", title="The Lighthouse Islands", authors=("Maria Santos",), first_publish_year=1875),
        WorkRecord(key="W2", title="The Salt Road", authors=("Ines Duval",), first_publish_year=1998),
    ]
    islands, road = {"work_key": "W1", "title": "The Lighthouse Islands"}, {"work_key": "W2", "title": "The Salt Road"}
    editions = [
        EditionRecord(key="E1", isbns=(ISLANDS,), language="en", publish_year=2001, contents=CONTENTS, **islands),
        EditionRecord(key="E2", isbns=(OLD_ISLANDS,), language="en", publish_year=1990, **islands),
        EditionRecord(key="E3", isbns=(GERMAN_ISLANDS,), language="de", publish_year=2010, **islands),
        EditionRecord(key="E4", isbns=(ROAD,), language="en", publish_year=2015, **road),
    ]
    return MemoryMetadata(works, editions)


def a_world(*, remembers: bool = True) -> MemoryWorld:
    world = MemoryWorld(metadata=a_catalogue())
    if remembers:
        world.summariser = Rememberer(REMEMBERED)
    return world


async def ordered_by_isbn(app: BookBytes, isbn: Isbn, options: Options | None = None) -> Receipt:
    options = options or Options()
    chosen = await app.choose_source.by_isbn(str(isbn), owner=SYSTEM_USER, from_memory=options.from_memory)
    return await app.request_audio_book(Order(edition_id=chosen.edition.id, options=options), owner=SYSTEM_USER)
