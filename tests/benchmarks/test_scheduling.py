"""How close a run comes to the shortest time its vendors' limits allow, and what it costs beside their client."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path

import pytest
from pydantic import SecretStr

from bookbytes_adapters.settings import Settings
from tests.benchmarks.measured import ROOT
from tests.benchmarks.scheduled_run import SEGMENTS, Ran, run
from tests.support.postgres import Databases
from tests.support.redis_server import a_redis

LLM_SECONDS, TTS_SECONDS = 1.0, 0.3
CASES = [(12, 4, 8, 1.15), (50, 8, 16, 1.05)]
"""Chapters, summaries at once, speech at once, and the most that the makespan may be over its lower bound."""


def lower_bound(chapters: int, llm: int, tts: int) -> float:
    """The longest of: all summaries then one chapter's speech, one summary then all speech, one chapter alone."""
    one = ceil(SEGMENTS / tts) * TTS_SECONDS
    return max(
        LLM_SECONDS + one,
        ceil(chapters / llm) * LLM_SECONDS + one,
        LLM_SECONDS + ceil(chapters * SEGMENTS / tts) * TTS_SECONDS,
    )


@contextmanager
def vendor() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.support.fake_vendor"]
    command += ["--llm-seconds", str(LLM_SECONDS), "--tts-seconds", str(TTS_SECONDS)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield f"{process.stdout.readline().strip()}/v1"
    finally:
        process.kill()
        process.wait()


def settings_for(folder: Path, address: str, llm: int, tts: int, **servers: str) -> Settings:
    return Settings(
        data_dir=folder,
        app_env="test",
        llm_provider="openai",
        tts_provider="openai",
        openai_base_url=address,
        openai_api_key=SecretStr("sk-bench"),
        llm_max_concurrent=llm,
        tts_max_concurrent=tts,
        **servers,  # type: ignore[arg-type]  # addresses
    )


@pytest.mark.parametrize("world", ["SQLite", "PostgreSQL + Redis"])
async def test_the_shortest_time_is_nearly_reached(world: str, tmp_path: Path, postgres: Databases) -> None:
    ran: list[Ran] = []
    late: list[str] = []
    for chapters, llm, tts, most in CASES:
        folder = tmp_path / str(chapters)
        folder.mkdir()
        with vendor() as address:
            if world == "SQLite":
                made = await run(settings_for(folder, address, llm, tts), folder, chapters)
            else:
                with postgres.migrated() as database, a_redis() as redis:
                    servers = {"database_url": database, "redis_url": redis.url}
                    made = await run(settings_for(folder, address, llm, tts, **servers), folder, chapters)
        ran.append(made)
        bound, first = lower_bound(chapters, llm, tts), made.first / (LLM_SECONDS + TTS_SECONDS)
        own = (made.cpu - made.alone) / chapters * 1000
        ratio = made.makespan / bound
        print(
            f"\n{world}, {chapters} chapters, {llm} summaries and {tts} speeches at once: {made.makespan:.2f} s, "
            f"over its bound {ratio:.3f} (at most {most}); first chapter {first:.3f} (at most 1.10); "
            f"CPU a chapter {own:.1f} ms beside the client (at most 15)"
        )
        late += [f"{chapters}: {ratio:.3f}"] * (ratio > most) + [f"first {first:.3f}"] * (first > 1.10)
        late += [f"CPU {own:.1f} ms"] * (own > 15)
    (few, *_), (many, *_) = CASES
    statements = (ran[1].statements - ran[0].statements) / (many - few)
    print(f"{world}: SQL statements a chapter {statements:.1f} (at most {4 + 2 * SEGMENTS})")
    assert statements <= 4 + 2 * SEGMENTS
    assert not late
