"""What signing in tells by its time, and what guessing costs once it is throttled: A17 and A18."""

import itertools
import os
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.support.program import environment, forked

SAMPLES = 200
GUESSES = 1000
EMAIL, PASSWORD = "ann@example.org", "correct horse battery"

_APART = 0.05
_CORE_SECONDS = 1.0
_SLACK = 3
"""Times other programs on the machine, for what is asserted; what was measured is printed."""

pytestmark = pytest.mark.timeout(600)


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[tuple[int, httpx.Client]]:
    """Its process and a client."""
    variables = environment(folder / "data", AUTH_MODE="jwt", JWT_SECRET_KEY="k" * 32, **settings)
    with (folder / "log").open("w") as log:
        process = forked("serve", "--port", "0", environment=variables, cwd=folder, stderr=log.fileno())
    assert process.stdout
    try:
        with httpx.Client(base_url=process.stdout.readline().strip(), timeout=60) as client:
            yield process.pid, client
    finally:
        process.kill()
        process.wait()


def sign_in(client: httpx.Client, email: str, password: str, **headers: str) -> int:
    body = {"email": email, "password": password}
    return client.post("/api/v1/auth/login", json=body, headers=headers).status_code


def core_seconds(pid: int) -> float:
    """What all threads of a process have used."""
    user, system = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def test_a17_unknown_and_wrong_take_the_same_time(tmp_path: Path) -> None:
    seconds: dict[str, list[float]] = {"unknown": [], "wrong": []}
    with served(tmp_path, LOGIN_ATTEMPTS_PER_MINUTE="1000000") as (_, client):
        body = {"email": EMAIL, "password": PASSWORD}
        assert client.post("/api/v1/auth/register", json=body).status_code == 201
        assert sign_in(client, EMAIL, PASSWORD) == 200
        for number in range(SAMPLES):  # in turns, so that both meet the same machine
            for what, email in (("unknown", f"nobody-{number}@example.org"), ("wrong", EMAIL)):
                began = time.perf_counter()
                assert sign_in(client, email, "a guess") == 401
                seconds[what].append(time.perf_counter() - began)
    medians = {what: statistics.median(times) for what, times in seconds.items()}
    apart = abs(medians["unknown"] - medians["wrong"]) / medians["wrong"]
    told = ", ".join(f"{what} {median * 1000:.1f} ms" for what, median in medians.items())
    print(f"\nsigning in, medians of {SAMPLES}: {told}; {apart:.1%} apart")
    assert apart < _APART * _SLACK


@pytest.mark.parametrize("rotating", ["forwarded addresses and accounts", "accounts", "nothing"])
def test_a18_a_thousand_guesses_cost_less_than_a_core_second(rotating: str, tmp_path: Path) -> None:
    with served(tmp_path) as (pid, client):
        numbers = itertools.count()

        def guess() -> int:
            number = next(numbers)
            email = EMAIL if rotating == "nothing" else f"user-{number}@example.org"
            forwarded = {"X-Forwarded-For": f"198.51.{number // 250}.{number % 250}"} if "forwarded" in rotating else {}
            return sign_in(client, email, "a guess", **forwarded)

        while guess() != 429:
            pass
        before, began = core_seconds(pid), time.perf_counter()
        answers = [guess() for _ in range(GUESSES)]
        cost, lasted = core_seconds(pid) - before, time.perf_counter() - began
    let_through = answers.count(401)
    told = f"{cost:.2f} core-seconds in {lasted:.1f} s, {let_through} let through"
    print(f"\n{GUESSES} guesses, rotating {rotating}: {told}")
    assert set(answers) <= {401, 429}
    assert let_through <= 10 * (1 + lasted // 60)
    assert cost < _CORE_SECONDS * _SLACK
