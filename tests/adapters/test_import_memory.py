"""An import holds one batch at a time, however long its file is."""

import gc
import json
import tracemalloc
from functools import partial
from pathlib import Path

from bookbytes_adapters.memory.clock import SystemClock
from bookbytes_adapters.metadata.dumps import CatalogueFile
from bookbytes_adapters.sql.engine import make_engine
from bookbytes_adapters.sql.ids import UuidV7Factory
from bookbytes_adapters.sql.unit_of_work import SqlUnitOfWork
from bookbytes_core.ports.catalogue_source import CatalogueImport
from bookbytes_core.use_cases.books.import_catalogue import ImportCatalogue
from bookbytes_core.use_cases.books.keep_records import KeepRecords
from tests.support.databases import a_database

AT_ONCE = 20
WARM, LAST = 6, 18
"""Batches: after so many all that is kept for good has been met, and after so many it is compared."""

LONG = 1_000
BATCH_BYTES = AT_ONCE * LONG


def line(number: int) -> str:
    """A work or an edition of the work before."""
    long = [f"{number} ".ljust(LONG, "x")]
    record: dict[str, object] = {"key": f"/works/OL{number}W", "subjects": long}
    if number % 2:
        record = {"key": f"/books/OL{number}M", "works": [{"key": f"/works/OL{number - 1}W"}], "publishers": long}
    kind = "edition" if number % 2 else "work"
    return json.dumps({**record, "type": {"key": f"/type/{kind}"}, "title": f"Book {number}"}) + "\n"


async def held(file: Path) -> list[int]:
    """Bytes that Python holds after each batch, where they are compared without what is only waiting to be freed."""
    engine = make_engine(a_database(file.parent))
    new_uow, clock, after = partial(SqlUnitOfWork, engine), SystemClock(), list[int]()
    keep = KeepRecords(new_uow=new_uow, clock=clock, new_id=UuidV7Factory())

    def shown(_: CatalogueImport) -> None:
        if len(after) + 1 in (WARM, LAST):
            gc.collect()
        after.append(tracemalloc.get_traced_memory()[0])

    tracemalloc.start()
    try:
        importing = ImportCatalogue(new_uow=new_uow, clock=clock, keep_records=keep)
        await importing(CatalogueFile(file, lines_at_once=AT_ONCE), shown=shown)
    finally:
        tracemalloc.stop()
        await engine.dispose()
    return after


async def test_memory_does_not_grow_with_the_lines(tmp_path: Path) -> None:
    file = tmp_path / "dump.jsonl"
    file.write_text("".join(map(line, range(AT_ONCE * LAST))), encoding="utf-8")
    after = await held(file)
    assert after[LAST - 1] - after[WARM - 1] < 3 * BATCH_BYTES, f"{LAST - WARM} batches more"
