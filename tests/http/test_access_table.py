"""Every operation as everybody: who gets what, made from the table of operations (A12).

Printed with ``-s``. An operation with a parameter this file does not know, or without a policy, fails here.
"""

import re
import sys
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import SecretStr

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from bookbytes_http.auth import Policy
from bookbytes_http.routes import OPERATIONS, Operation
from tests.http.accounts.people import PASSWORD, SECRET, a_person
from tests.http.conftest import KEY, speaking_to
from tests.http.test_books import imported
from tests.support.asgi import WithState

BOOK = "# Harbour\n\nThe harbour lies on the north side of the island. Every morning the boats leave early.\n"
CALLERS = ("nobody", "bad token", "other", "system key", "owner")
OWNED = {"book_id", "chapter_id", "job_id"}
SHARED = {"work_id": None, "isbn": "9780306406157", "voice_id": "nobody"}

OWNERS = {
    "POST /auth/register": 201,
    "POST /auth/session": 204,
    "DELETE /auth/session": 204,
    "POST /books/import": 201,
    "GET /voices/{voice_id:path}/sample": 404,
    "GET /books/works/{work_id}/cover": 404,
    "POST /books/{book_id}/refresh": 200,
    "POST /books/process": 200,
    "DELETE /books/{book_id}": 204,
    "POST /jobs/{job_id}/cancel": 202,
    "POST /jobs/{job_id}/resume": 409,
}
"""What the owner gets where it is not 200: the book is made and has no cover, its next one waits, no voice is asked."""
OTHERS = {"POST /books/process": 409, "POST /books/estimate": 409}
"""What anybody else gets where it is neither that nor, for what is owned, 404: whose text it is not cannot order it."""


@dataclass
class Shelf:
    """What the owner has. ``secrets`` is what no answer to anybody else may hold."""

    ids: dict[str, str] = field(default_factory=dict)
    edition: str = ""
    finished_job: str = ""
    secrets: set[str] = field(default_factory=set)


async def the_owners(client: httpx.AsyncClient, settings: Settings) -> Shelf:
    """A book that was made, and one that waits."""
    shelf = Shelf()
    found = (await imported(client, text=BOOK)).json()
    shelf.edition, shelf.ids["work_id"] = found["edition_id"], found["work_id"]
    made = (await client.post("/api/v1/books/process", json={"edition_id": shelf.edition})).json()
    async with build(settings) as worker:
        await worker.generate_audio_book(UUID(made["job_id"]))
    waiting = (await imported(client, text=BOOK.replace("Harbour", "School"))).json()["edition_id"]
    next_one = (await client.post("/api/v1/books/process", json={"edition_id": waiting})).json()
    chapters = (await client.get(f"/api/v1/books/{made['audio_book_id']}/chapters")).json()["items"]
    shelf.finished_job = made["job_id"]
    shelf.ids |= {"book_id": made["audio_book_id"], "job_id": next_one["job_id"], "chapter_id": chapters[0]["id"]}
    shelf.secrets = {*shelf.ids.values(), made["job_id"], next_one["audio_book_id"], *(each["id"] for each in chapters)}
    shelf.secrets -= {shelf.ids["work_id"]}
    return shelf


def expected(operation: Operation, caller: str) -> int:
    name, names = f"{operation.method} {operation.path}", set(re.findall(r"{(\w+)", operation.path))
    assert names <= OWNED | SHARED.keys(), f"{name}: say whose its parameter is"
    own = OWNERS.get(name, 200)
    if caller == "owner" or operation.policy is Policy.PUBLIC:
        return own
    if caller in ("nobody", "bad token", "system key"):
        return 401
    if names & OWNED:
        return 404
    return OTHERS.get(name, own)


async def ask(client: httpx.AsyncClient, operation: Operation, shelf: Shelf, headers: dict[str, str]) -> httpx.Response:
    values = {name: value or "" for name, value in SHARED.items()} | shelf.ids
    if operation.path.endswith("/events"):
        values["job_id"] = shelf.finished_job  # or the answer would not end
    path = re.sub(r"{(\w+)[^}]*}", lambda match: values[match[1]], operation.path)
    bodies = {"/books/search": {"title": "harbour"}, "/books/process": {"edition_id": shelf.edition}}
    bodies["/books/estimate"] = bodies["/books/process"]
    bodies["/auth/login"] = {"email": "owner@example.org", "password": PASSWORD}
    bodies["/auth/register"] = {"email": f"{uuid4()}@example.org", "password": PASSWORD}
    more = {"files": {"file": ("new.md", uuid4().hex.encode())}} if path == "/books/import" else {}
    client.cookies.clear()
    if path in bodies:
        more = {"json": bodies[path]}
    return await client.request(operation.method, f"/api/v1{path}", headers=headers, **more)  # type: ignore[arg-type]


def _last(operation: Operation) -> bool:
    """What ends what others are to be tried on."""
    return operation.method == "DELETE" or operation.path.endswith("/cancel")


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """People have accounts; the key is set all the same, and opens nothing."""
    more = {"auth_mode": "jwt", "jwt_secret_key": SecretStr(SECRET), "login_attempts_per_minute": 1000}
    return settings.model_copy(update={**more, "bb_bcrypt_cost": 4})


async def test_a12_every_operation_as_everybody(app: WithState, settings: Settings) -> None:
    wrong, leaks, lines = [], [], []
    async with speaking_to(app, {}) as client:
        own = (await a_person(client, "owner@example.org")).bearer
        headers_of: dict[str, dict[str, str]] = {
            "nobody": {},
            "bad token": {"Authorization": "Bearer x.y.z"},
            "other": (await a_person(client, "other@example.org")).bearer,
            "system key": {"X-API-Key": KEY},
            "owner": own,
        }
        paths = (await client.get("/openapi.json")).json()["paths"]
        async with speaking_to(app, own) as owner:
            shelf = await the_owners(owner, settings)
        for operation in sorted(OPERATIONS, key=_last):
            seen = []
            for caller in CALLERS:
                answer = await ask(client, operation, shelf, headers_of[caller])
                want = expected(operation, caller)
                seen.append(f"{answer.status_code}{'' if answer.status_code == want else f' (not {want})'}")
                wrong += [(operation.method, operation.path, caller, seen[-1])] * (answer.status_code != want)
                found = [secret for secret in shelf.secrets if secret in answer.text + str(answer.headers)]
                leaks += [(operation.method, operation.path, caller, found)] * bool(found and caller != "owner")
            lines.append(f"{operation.method:7}{operation.path:34}" + "".join(f"{each:>12}" for each in seen))
    head = f"\n{'':41}" + "".join(f"{caller:>12}" for caller in CALLERS)
    sys.stdout.write("\n".join([head, *lines, f"{len(lines) * len(CALLERS)} cells, {len(leaks)} leaks\n"]))
    assert wrong == []
    assert leaks == []
    told = {(method.upper(), path) for path, methods in paths.items() for method in methods if path.startswith("/api/")}
    assert told == {(each.method, f"/api/v1{each.path.replace(':path', '')}") for each in OPERATIONS}


def test_a12_an_operation_without_a_policy_cannot_be_made() -> None:
    operation = OPERATIONS[0]
    with pytest.raises(TypeError, match="policy"):
        Operation(operation.method, "/new", operation.endpoint)  # type: ignore[call-arg]
