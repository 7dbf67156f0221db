"""A program of somebody else's: it knows the API by the client that was generated from its document, and nothing more.

Run as a script with the server's address and the file of a book; prints what it came to see as JSON.
"""

import json
import sys
from pathlib import Path
from typing import Any

from bookbytes_client import AuthenticatedClient, Client
from bookbytes_client.api.accounts import login, me, register
from bookbytes_client.api.audio_books import get_audio, get_book, list_chapters
from bookbytes_client.api.files import import_book
from bookbytes_client.api.jobs import follow_job, get_job
from bookbytes_client.api.orders import process
from bookbytes_client.models import ImportBookBody, LoginIn, OptionsIn, ProcessIn, RegisterIn
from bookbytes_client.types import File

PERSON = {"email": "ann@example.org", "password": "long enough to be one"}


def main(address: str, book: Path) -> dict[str, Any]:
    anybody = Client(base_url=address)
    registered = register.sync(client=anybody, body=RegisterIn(**PERSON))
    token = login.sync(client=anybody, body=LoginIn(**PERSON))
    ann = AuthenticatedClient(base_url=address, token=token.access_token)
    assert me.sync(client=ann) == registered
    with book.open("rb") as file:
        imported = import_book.sync(client=ann, body=ImportBookBody(file=File(file, book.name)))
    order = ProcessIn(edition_id=imported.edition_id, options=OptionsIn(words_per_chapter=30))
    receipt, again = (process.sync(client=ann, body=order, idempotency_key="mine") for _ in range(2))
    assert receipt == again
    events = follow_job.sync_detailed(client=ann, job_id=receipt.job_id).content.decode()
    chapters = list_chapters.sync(client=ann, book_id=receipt.audio_book_id)
    sounds = [get_audio.sync(client=ann, chapter_id=chapter.id).payload.read() for chapter in chapters.items]
    return {
        "email": registered.email,
        "chapters": [chapter.title for chapter in imported.chapters],
        "events": [line.partition(": ")[2] for line in events.splitlines() if line.startswith("event")],
        "job": get_job.sync(client=ann, job_id=receipt.job_id).status.value,
        "book": get_book.sync(client=ann, book_id=receipt.audio_book_id).status.value,
        "sounds": [sound[:3].decode("latin-1") for sound in sounds],
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]))))
