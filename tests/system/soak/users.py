"""The users of a long run: each a thread that orders, reads, listens, follows, deletes and changes its mind."""

import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tests.system.faults.books import a_book
from tests.system.faults.customers import Customer, GaveUpError

_FOLLOWS_SECONDS = 20.0
_SHELF = 25
"""So many books a user keeps before it deletes one for each that it orders."""
_LISTS = ("/books", "/jobs", "/books?page_size=100", "/jobs?status=completed", "/voices")


@dataclass(slots=True)
class User:
    """``pause_seconds`` lie between two actions, more or less; ``next_book`` numbers books over all users."""

    customer: Customer
    rng: random.Random
    next_book: Callable[[], int]
    pause_seconds: float
    ends: threading.Event

    def run(self) -> None:
        actions: dict[Callable[[], None], int] = {
            self.order: 4, self.browse: 4, self.search: 2, self.read: 4, self.listen: 4, self.follow: 2,
            self.change: 1, self.cancel: 1,
        }  # fmt: skip
        while not self.ends.is_set():
            (action,) = self.rng.choices(list(actions), weights=list(actions.values()))
            with suppress(GaveUpError):
                action()
            self.ends.wait(self.pause_seconds * self.rng.uniform(0.5, 1.5))

    def order(self) -> None:
        number = self.next_book()
        text = a_book(number, chapters=self.customer.chapters, words=150, seed=self.rng.randrange(10**9))
        self.customer.order(f"book-{number}.md", text)
        while len(self.customer.jobs) > _SHELF:
            self.customer.delete(next(iter(self.customer.jobs)))

    def browse(self) -> None:
        self.customer.ask("GET", self.rng.choice(_LISTS))

    def search(self) -> None:
        self.customer.ask("POST", "/books/search", json={"title": f"Island {self.rng.randrange(50)}"})

    def read(self) -> None:
        for item in self._chapters():
            self.customer.ask("GET", f"/chapters/{item['id']}")

    def listen(self) -> None:
        """A piece from somewhere, as a player does when somebody skips."""
        for item in self._chapters():
            if item["status"] == "completed":
                self._listen(item["id"], self.rng.randrange(2000))

    def follow(self) -> None:
        book, until = self._a_book(), time.monotonic() + _FOLLOWS_SECONDS
        if book:
            job = self.customer.jobs[book]
            self.customer.events(job, until=lambda: self.ends.is_set() or time.monotonic() > until)

    def change(self) -> None:
        book = self._a_book()
        if book:
            self.customer.change(book, self.rng.choice(["nova", "onyx", "echo"]))

    def cancel(self) -> None:
        book = self._a_book()
        if book:
            self.customer.cancel(book)

    def _listen(self, chapter: str, first: int) -> None:
        ranged = {"Range": f"bytes={first}-{first + 999}"}
        heard = self.customer.ask("GET", f"/chapters/{chapter}/audio", headers=ranged)
        if heard is not None and heard.is_success and (heard.status_code, len(heard.content)) != (206, 1000):
            told = f"audio of {chapter}: {heard.status_code}, {len(heard.content)} bytes"
            self.customer.answers.wrong.append(told)

    def _a_book(self) -> UUID | None:
        return self.rng.choice(list(self.customer.jobs)) if self.customer.jobs else None

    def _chapters(self) -> list[dict[str, Any]]:
        book = self._a_book()
        answer = self.customer.ask("GET", f"/books/{book}/chapters") if book else None
        return list(answer.json()["items"]) if answer is not None and answer.is_success else []
