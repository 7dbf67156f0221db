"""From words or a number to works, editions and the one to take; with a catalogue that comes and goes."""

from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import pytest

from bookbytes_adapters.memory import ManualClock, MemoryCovers, MemoryMetadata, MemoryUnitOfWork
from bookbytes_adapters.memory.application import MemoryWorld
from bookbytes_core import SYSTEM_USER, BookBytes, PageRequest
from bookbytes_core.domain.book_kind import BookKind
from bookbytes_core.domain.book_text import Cover
from bookbytes_core.domain.isbn import Isbn
from bookbytes_core.errors import BookBytesError, InvalidInput, NotFound, Refused, Unavailable
from bookbytes_core.ports.metadata import EditionRecord, WorkQuery, WorkRecord
from bookbytes_core.ports.unit_of_work import UnitOfWork
from bookbytes_core.use_cases.books.search_works import SearchResult
from tests.support.entities import NOW
from tests.use_cases.conftest import BOOK

OLD, NEW, GERMAN = Isbn("9783161000102"), Isbn("9783161000201"), Isbn("9783161000300")
COVER = "https://covers.example.org/1.jpg"
ROAD = WorkRecord(key="W1", title="The Salt Road", authors=("Ines Duval",), cover_url=COVER, edition_count=3)
SUMMARY = WorkRecord(key="W2", title="Summary of The Salt Road", authors=("Instaread",))
EDITIONS = tuple(
    EditionRecord(
        key=f"E{year}", work_key="W1", isbns=(isbn,), title="The Salt Road", publish_year=year, language=language
    )
    for year, isbn, language in ((1998, OLD, "en"), (2015, NEW, "en-GB"), (2021, GERMAN, "de"))
)
EDITIONS = (EDITIONS[0], replace(EDITIONS[1], language="en"), EDITIONS[2])
TROUBLES = [
    Unavailable("Away."),
    Unavailable("Paused.", retry_after_seconds=60),
    Refused("Refused."),
    Refused("Used up.", code="quota"),
]


@pytest.fixture
def metadata() -> MemoryMetadata:
    return MemoryMetadata([SUMMARY, ROAD], EDITIONS)


@pytest.fixture
def world(metadata: MemoryMetadata) -> MemoryWorld:
    covers = MemoryCovers({COVER: Cover(b"jpeg", "image/jpeg")})
    return MemoryWorld(metadata=metadata, covers=covers, clock=ManualClock(NOW))


@pytest.fixture
def app(world: MemoryWorld) -> BookBytes:
    return world.application()


async def found(app: BookBytes, title: str, **request: int) -> SearchResult:
    return await app.search_works(WorkQuery(title=title), PageRequest(**request))


async def work_id(app: BookBytes, title: str = "the salt road") -> UUID:
    return (await found(app, title)).page.items[0].work.id


async def test_a_book_comes_before_what_others_wrote_about_it_and_both_are_kept(app: BookBytes) -> None:
    first = await found(app, "salt road")
    assert [(hit.work.title, hit.kind) for hit in first.page.items] == [
        ("The Salt Road", BookKind.BOOK),
        ("Summary of The Salt Road", BookKind.SUMMARY_OF),
    ]
    book = first.page.items[0].work
    assert (book.edition_count, [key.external_key for key in book.provider_keys]) == (3, ["W1"])
    assert (first.page.total, first.page.total_is_minimum, first.note) == (2, False, None)
    assert await found(app, "salt road") == first  # the same works, each once, now from the library too
    assert (await app.catalogue.works(PageRequest())).total == 2


async def test_pages_of_a_search_show_each_work_once(app: BookBytes, metadata: MemoryMetadata) -> None:
    works = [WorkRecord(key=f"T{number}", title=f"Tide Tables for {number}") for number in range(230)]
    metadata._works = tuple(works)
    await found(app, "tide tables for 7")
    shown = [await found(app, "tide tables", page=page, page_size=90) for page in (1, 2, 3, 4)]
    assert [len(each.page.items) for each in shown] == [90, 90, 50, 0]
    assert len({hit.work.id for each in shown for hit in each.page.items}) == 230
    assert [each.page.total for each in shown] == [230] * 4


@pytest.mark.parametrize("trouble", TROUBLES)
async def test_v13_the_library_answers_alone_while_the_catalogue_cannot_be_asked(
    trouble: BookBytesError, app: BookBytes, metadata: MemoryMetadata
) -> None:
    before = await found(app, "salt road")
    await app.find_edition(str(OLD))
    metadata.trouble = trouble
    alone = await found(app, "salt road")
    assert [hit.work.id for hit in alone.page.items] == [hit.work.id for hit in before.page.items]
    assert alone.note is not None
    assert trouble.message in alone.note
    assert (await app.find_edition(str(OLD))).view.latest.isbn == NEW
    with pytest.raises(Unavailable) as caught:
        await found(app, "nowhere")
    assert caught.value.code == "catalogue_unavailable"
    with pytest.raises(type(trouble)):
        await app.find_edition("9780000000002")


async def test_an_older_number_leads_to_the_latest_edition_in_its_language(
    app: BookBytes, metadata: MemoryMetadata
) -> None:
    old = await app.find_edition("3-16-100010-X" if OLD.isbn_10 == "316100010X" else str(OLD))
    assert (old.view.edition.isbn, old.view.latest.isbn, old.view.isbns) == (OLD, NEW, (NEW, OLD))
    assert old.newer is not None
    assert "1998" in old.newer
    assert f"2015, ISBN {NEW}" in old.newer
    assert old.view.work.cover_url == COVER
    asked = len(metadata.requests)
    assert (await app.find_edition(str(NEW))).newer is None
    assert (await app.find_edition(str(GERMAN))).view.is_latest
    assert len(metadata.requests) == asked  # the library knows the whole work by now
    with pytest.raises(NotFound) as caught:
        await app.find_edition("9780000000002")
    assert caught.value.code == "isbn_not_found"


@pytest.mark.parametrize(
    ("language", "year"), [(None, 2015), ("en", 2015), ("en-US", 2015), ("de-AT", 2021), ("fr", 2015)]
)
async def test_the_edition_to_take_is_the_latest_in_the_users_language(
    language: str | None, year: int, app: BookBytes
) -> None:
    shown = await app.show_work(await work_id(app), language=language)
    assert [edition.publish_year for edition in shown.view.editions] == [2021, 2015, 1998]
    assert shown.view.isbns == (GERMAN, NEW, OLD)
    assert shown.suggested is not None
    assert shown.suggested.publish_year == year


async def test_editions_are_fetched_once_and_again_when_they_are_old(
    world: MemoryWorld, app: BookBytes, metadata: MemoryMetadata
) -> None:
    wanted = await work_id(app)
    for _ in range(2):
        await app.show_work(wanted)
    assert metadata.requests.count("editions") == 1
    assert isinstance(world.clock, ManualClock)
    world.clock.advance(40 * 86_400)
    metadata._editions += (replace(EDITIONS[0], key="E2024", isbns=(), publish_year=2024),)
    shown = await app.show_work(wanted)
    assert shown.view.editions[0].publish_year == 2024
    world.clock.advance(40 * 86_400)
    metadata.trouble = TROUBLES[0]
    assert (await app.show_work(wanted)).note is not None


async def test_a_users_file_is_joined_to_the_work_that_the_catalogue_knows(
    world: MemoryWorld, app: BookBytes, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput) as caught:
        await app.choose_source.by_isbn(str(OLD), owner=SYSTEM_USER)
    assert caught.value.code == "source_text_required"
    assert "“The Salt Road” by Ines Duval, 1998" in caught.value.message
    assert caught.value.details["helps"] == ["import_file"]

    file = tmp_path / "road.txt"
    file.write_text(BOOK.replace("The Small Book", "The Salt Road"), encoding="utf-8")
    brought = await app.import_book(file, name=file.name, owner=SYSTEM_USER)
    chosen = await app.choose_source.by_title("the salt road", owner=SYSTEM_USER)
    assert chosen.edition.id == brought.edition.id
    assert [hit.work.authors for hit in chosen.others] == [("Ines Duval",)]
    with pytest.raises(InvalidInput) as caught:
        await app.choose_source.by_title("the salt road", owner=UUID(int=7))
    assert "(as were “The Salt Road” by Ada Writer)" in caught.value.message
    with pytest.raises(InvalidInput) as caught:
        await app.choose_source.by_title("salt", owner=UUID(int=7))
    assert caught.value.message.startswith("“The Salt Road” by Ines Duval")


async def test_a_book_about_a_book_is_never_picked(app: BookBytes, metadata: MemoryMetadata) -> None:
    metadata._works = (SUMMARY,)
    with pytest.raises(NotFound) as caught:
        await app.choose_source.by_title("the salt road", owner=SYSTEM_USER)
    assert "Only books about" in caught.value.message


async def test_a_cover_is_fetched_once(world: MemoryWorld, app: BookBytes) -> None:
    address = await app.show_cover.address(await work_id(app))
    for _ in range(2):
        assert (await app.show_cover(address)).data == b"jpeg"
    assert isinstance(world.covers, MemoryCovers)
    assert world.covers.requests == [COVER]
    with pytest.raises(NotFound) as caught:
        await app.show_cover.address(await work_id(app, "summary"))
    assert caught.value.code == "cover_not_found"


class WithoutEditions(MemoryMetadata):
    """Knows of single editions alone."""

    async def editions(self, work_key: str) -> tuple[EditionRecord, ...]:
        raise Unavailable("Away.")


async def test_what_could_not_be_had_of_a_work_is_said_and_had_later(world: MemoryWorld) -> None:
    world.metadata = WithoutEditions([ROAD], EDITIONS)
    alone = await world.application().find_edition(str(OLD))
    assert (alone.view.is_latest, alone.note is not None) == (True, True)
    world.metadata = MemoryMetadata([ROAD], EDITIONS)
    whole = await world.application().find_edition(str(OLD))
    assert (whole.view.latest.isbn, whole.note) == (NEW, None)


class WatchedWorld(MemoryWorld):
    open_units = 0

    def new_uow(self) -> UnitOfWork:
        return WatchedUnitOfWork(self)


class WatchedUnitOfWork(MemoryUnitOfWork):
    def __init__(self, world: WatchedWorld) -> None:
        super().__init__(world.store)
        self._world = world

    async def __aenter__(self) -> Self:
        self._world.open_units += 1
        return await super().__aenter__()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._world.open_units -= 1
        await super().__aexit__(kind, error, trace)


async def test_nothing_is_asked_while_a_unit_of_work_is_open() -> None:
    world = WatchedWorld()

    class Watched(MemoryMetadata):
        def _request(self, method: str) -> None:
            assert world.open_units == 0
            super()._request(method)

    world.metadata = Watched([SUMMARY, ROAD], EDITIONS)
    app = world.application()
    await app.show_work(await work_id(app))
    await app.find_edition(str(OLD))
    with pytest.raises(InvalidInput):
        await app.choose_source.by_title("the salt road", owner=SYSTEM_USER)
