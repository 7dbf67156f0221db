"""One order in many words, with a key of its own, and at once with its opposite (C)."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID

import httpx
import pytest

from bookbytes_core import Options, Status
from tests.support.epub_builder import a_book
from tests.system.faults.bills import sold
from tests.system.faults.books import a_book as text_of
from tests.system.faults.rows import row
from tests.system.faults.telling import traces
from tests.system.faults.world import SEED, World

PROCESS = "/api/v1/books/process"


@row("C02", "one book ordered by ISBN-10, ISBN-13, with hyphens, by edition and from a twin of its file")
def test_c02_one_book_is_one_job_whatever_it_is_called(world: World) -> None:
    book = a_book(3)
    book.metadata = "<dc:identifier>urn:isbn:978-0-306-40615-7</dc:identifier>"
    file, twin = book.write(world.folder / "island.epub"), book.write(world.folder / "twin.epub")
    with world.serve().client() as client, ThreadPoolExecutor(20) as threads:
        edition, chapters = world.upload(client, file)
        assert world.upload(client, twin) == (edition, chapters)
        isbns = ("0306406152", "0-306-40615-2", "9780306406157", "978-0-306-40615-7", "ISBN 978 0306406157")
        names = [{"edition_id": edition}, *({"isbn": isbn} for isbn in isbns)]
        answers = list(threads.map(lambda name: client.post(PROCESS, json=name), names * 5))
        assert Counter(answer.status_code for answer in answers) == {202: 1, 200: len(answers) - 1}
        (job,) = {answer.json()["job_id"] for answer in answers}
    assert [str(known) for known in world.records.jobs()] == [job]
    world.expect(UUID(job), chapters)
    if not world.embedded:
        world.worker()
    world.finish()


@row("C05", "process, refresh and delete of one book at once, 20 times", within=60)
def test_c05_orders_and_their_opposites_leave_one_state(world: World) -> None:
    server = world.serve()
    if not world.embedded:
        world.workers(2)
    answers: list[httpx.Response] = []
    with server.client() as client, ThreadPoolExecutor(12) as threads:
        edition, _ = world.upload(client)
        order, other = ({"edition_id": edition, "options": {"voice": voice}} for voice in ("alloy", "nova"))
        for _ in range(20):
            book = f"/api/v1/books/{client.post(PROCESS, json=order).json()['audio_book_id']}"
            asked = [
                partial(client.post, PROCESS, json=order),
                partial(client.post, f"{book}/refresh", json={"options": {"voice": "nova"}}),
                partial(client.post, f"{book}/refresh", json={"only_failed": True}),
                partial(client.delete, book),
            ]
            world.fault()  # whoever deletes and orders again while calls are under way may pay for those twice
            answers += threads.map(lambda ask: ask(), asked * 3)
            world.fault()
        world.until(lambda: all(job.rests for job in world.records.jobs().values()), "rest", seconds=120)
        shown = {item["id"] for item in client.get("/api/v1/books?page_size=100").json()["items"]}
        ends = {str(job.audio_book_id): job.status for job in world.records.jobs().values()}
        for last in (order, other):  # finds all that was made and never finished
            world.expect(UUID(client.post(PROCESS, json=last).json()["job_id"]), 3)
        world.finish()
    assert [answer.text for answer in answers if answer.is_server_error] == []
    assert {answer.status_code for answer in answers} <= {200, 202, 204, 404, 409}
    assert set(ends.values()) <= {Status.COMPLETED, Status.CANCELLED}
    assert {ends[book] for book in shown} <= {Status.COMPLETED}, "what was deleted is gone, what is shown is whole"
    assert not traces(world)


@row("C04", "one book ordered by two users at once, by another worker each")
def test_c04_two_users_who_want_one_book_pay_for_it_once(world: World) -> None:
    world.vendor.script(delay=1.0, times=0)
    file = world.folder / "shared.md"
    file.write_text(text_of(7, seed=SEED), encoding="utf-8")
    jobs = world.order_files([file, file], Options(), chapters=3, owners=True)
    workers = [world.worker(WORKER_MAX_JOBS="1") for _ in range(2)]
    world.until(lambda: all(map(world.at_work, workers)), "work of both")
    world.finish()
    books = {world.job(job).audio_book_id for job in jobs}
    assert (len(books), sold(world)) == (2, 9)
    assert {call.audio_book_id for call in world.records.calls()} <= books, "each call is booked to one of them"


@row("C15", "a job cancelled while calls are under way, then ordered again", within=60)
def test_c15_after_a_cancel_nothing_more_is_asked(world: World) -> None:
    """Of a book that has far more to ask than it may at once."""
    world.vendor.script(delay=2.0, times=0)
    server = world.serve()
    if not world.embedded:
        world.worker()
    with server.client() as client:
        edition, chapters = world.upload(client, chapters=20)
        job = UUID(client.post(PROCESS, json={"edition_id": edition}).json()["job_id"])
        world.expect(job, chapters)
        world.until(lambda: world.vendor.under_way("tts"), "speech under way")
        world.fault()
        assert client.post(f"/api/v1/jobs/{job}/cancel").status_code == httpx.codes.ACCEPTED
        begun = world.records.entries()  # some of them may be still on their way to the vendor, or never take it
        sent = time.monotonic() + 5
        world.until(lambda: time.monotonic() > sent and not world.vendor.under_way(), "the last answer")
        assert sold(world) <= world.records.entries() == begun < 3 * chapters
        world.vendor.fake.forget_script()
        assert world.job(job).status is Status.CANCELLED
        again = UUID(client.post(PROCESS, json={"edition_id": edition}).json()["job_id"])
    assert again != job
    world.instead(job, again)
    world.finish()


@row("C03", "orders with an Idempotency-Key: again, changed, at once, after a crash")
def test_c03_an_order_with_a_key_is_placed_once(world: World) -> None:
    api = world.serve(kill_at="job.add:after:1")
    with api.client() as client:
        (edition, chapters), (other, _) = world.upload(client), world.upload(client)

        def placed(client: httpx.Client, key: str, edition: str = edition, **options: object) -> httpx.Response:
            headers = {"Idempotency-Key": key}
            return client.post(PROCESS, json={"edition_id": edition, "options": options}, headers=headers)

        with pytest.raises(httpx.TransportError):
            placed(client, "one")
    world.killed(api)
    (job,) = world.records.jobs()
    world.expect(job, chapters)
    with world.serve().client() as client, ThreadPoolExecutor(20) as threads:
        after = placed(client, "one")
        assert (after.status_code, after.json()["job_id"]) == (200, str(job))
        for changed in (placed(client, "one", other), placed(client, "one", minutes=5)):
            assert (changed.status_code, changed.json()["error"]["code"]) == (422, "idempotency_key_reused")
        at_once = list(threads.map(lambda _: placed(client, "two", other), range(100)))
        assert {(answer.status_code, answer.text) for answer in at_once} == {(202, at_once[0].text)}
        world.expect(UUID(at_once[0].json()["job_id"]), chapters)
        assert placed(client, "x" * 256).json()["error"]["code"] == "invalid_idempotency_key"
        assert len(world.records.jobs()) == 2
        if not world.embedded:
            world.worker()
        world.finish()
        assert (placed(client, "one").text, placed(client, "two", other).text) == (after.text, at_once[0].text)
