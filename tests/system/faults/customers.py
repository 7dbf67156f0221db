"""Who uses the API while things break: orders, changes of mind, and what one does about a book that is not whole."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import httpx

from tests.system.faults.answers import Answers
from tests.system.faults.world import World

T = TypeVar("T")

_INSISTS_SECONDS = 300.0
FILES_A_CHAPTER = 3
"""Sound in two forms and its marks."""
_PASSING = {429, 500, 502, 503, 504, 507}


class GaveUpError(Exception):
    """Nobody answers."""


@dataclass(slots=True)
class Customer:
    """One account. ``jobs`` are its audio books, each with the job that makes it, and ``orders`` how they are ordered;
    ``mended`` tells what it had to do something about. Each book has ``chapters`` chapters."""

    world: World
    address: str
    name: str
    answers: Answers
    chapters: int
    options: dict[str, Any]
    jobs: dict[UUID, UUID] = field(default_factory=dict)
    orders: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    mended: list[str] = field(default_factory=list)
    _whole: set[UUID] = field(default_factory=set)
    _client: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self._client = httpx.Client(base_url=f"{self.address}/api/v1", timeout=30)

    def sign_in(self) -> None:
        account = {"email": f"{self.name}@example.org", "password": f"the password of {self.name}"}
        self.insist("POST", "/auth/register", json=account)
        token = self.insist("POST", "/auth/login", json=account).json()["access_token"]
        self._client.headers["Authorization"] = f"Bearer {token}"

    def order(self, name: str, text: str) -> None:
        """Raises ``GaveUpError``, as all below do."""
        imported = self.insist("POST", "/books/import", files={"file": (name, text.encode())}).json()
        self._place({"edition_id": imported["edition_id"], "options": self.options})

    def order_again(self, book: UUID) -> None:
        self._place(self.orders[book])

    def change(self, book: UUID, voice: str) -> None:
        """Have another version made of a book that is done."""
        if self.stands(book) == "completed":
            receipt = self.insist("POST", f"/books/{book}/refresh", json={"options": {"voice": voice}})
            if receipt.status_code == httpx.codes.ACCEPTED:
                order = self.orders[book]
                self._keep(receipt.json(), {**order, "options": {**order["options"], "voice": voice}})

    def cancel(self, book: UUID) -> None:
        """And order again: what was under way may be paid for twice."""
        self._uncertain()
        if self.insist("POST", f"/jobs/{self.jobs[book]}/cancel").status_code == httpx.codes.ACCEPTED:
            self._forget(book)
            self._uncertain()
            self.order_again(book)

    def delete(self, book: UUID) -> None:
        self._uncertain()
        if self.jobs.pop(book, None) not in self._whole:
            self.world.abandoned += FILES_A_CHAPTER * self.chapters
        self.insist("DELETE", f"/books/{book}")
        self._forget(book)

    def make_good(self) -> bool:
        """Do what a person can about each book that is not whole; whether there is none."""
        for book, job in list(self.jobs.items()):
            if job in self._whole:
                continue
            stands = self.insist("GET", f"/jobs/{job}").json()
            if stands["status"] == "completed":
                self._whole.add(job)
            elif stands["status"] not in ("pending", "processing"):
                self._mend(book, job, stands)
        return self._whole >= set(self.jobs.values())

    def stands(self, book: UUID) -> str:
        answer = self.ask("GET", f"/jobs/{self.jobs[book]}")
        return str(answer.json()["status"]) if answer is not None and answer.is_success else ""

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response | None:
        """Once; None where nothing was answered."""
        began = time.monotonic()
        try:
            answer = self._client.request(method, path, **given)
        except httpx.HTTPError as error:
            self.answers.take(f"{method} {path}", began, None, repr(error))
            return None
        self.answers.take(f"{method} {path}", began, answer.status_code, answer.text if answer.is_error else "")
        return answer

    def insist(self, method: str, path: str, **given: Any) -> httpx.Response:
        """Ask until there is an answer that time will not change. Raises ``GaveUpError``."""
        until = time.monotonic() + _INSISTS_SECONDS
        while time.monotonic() < until:
            answer = self.ask(method, path, **given)
            if answer is not None and answer.status_code not in _PASSING:
                return answer
            time.sleep(1)
        self.answers.wrong.append(f"{method} {path} was never answered")
        raise GaveUpError

    def events(self, job: UUID, *, until: Callable[[], bool]) -> None:
        """Follow a job to its end or ``until``, which is looked at with each line."""
        path, began = f"/jobs/{job}/events", time.monotonic()
        try:
            with self._client.stream("GET", path) as answer:
                self.answers.take(f"GET {path}", began, answer.status_code, "")
                for line in answer.iter_lines():
                    if line == "event: end" or until():
                        break
        except httpx.HTTPError as error:
            self.answers.take(f"GET {path}", began, None, repr(error))

    def _mend(self, book: UUID, job: UUID, stands: dict[str, Any]) -> None:
        self.mended.append(f"{stands['status']}, {(stands['error'] or {}).get('code')}")
        if stands["status"] == "paused":
            self.insist("POST", f"/jobs/{job}/resume")
        elif stands["status"] == "completed_with_errors":
            again = self.insist("POST", f"/books/{book}/refresh", json={"only_failed": True}).json()
            if again["job_id"] != str(job):
                self.world.instead(job, UUID(again["job_id"]))
                self.jobs[book] = UUID(again["job_id"])
        else:
            self._forget(book)
            self.jobs.pop(book, None)  # another deed may have deleted it just now
            self.order_again(book)

    def _place(self, order: dict[str, Any]) -> None:
        self._keep(self.insist("POST", "/books/process", json=order).json(), order)

    def _keep(self, receipt: dict[str, Any], order: dict[str, Any]) -> None:
        if "job_id" not in receipt:
            self.answers.wrong.append(f"the order {order} was answered with {receipt}")
            raise GaveUpError
        book, job = UUID(receipt["audio_book_id"]), UUID(receipt["job_id"])
        if self.jobs.get(book, job) != job:
            self._forget(book)  # the job before it has failed: this one makes what it left
        self.world.expect(job, self.chapters)
        self.jobs[book] = job
        self.orders[book] = order

    def _uncertain(self) -> None:
        self.world.uncertain(self._surely(self.world.records.unanswered))

    def _forget(self, book: UUID) -> None:
        def forgotten() -> bool:
            self.world.forget(book)
            return True

        self._surely(forgotten)

    def _surely(self, look: Callable[[], T]) -> T:
        """Also while the database restarts."""
        while (seen := self.world.records.until_it_answers(look)) is None:
            time.sleep(0.5)
        return seen
