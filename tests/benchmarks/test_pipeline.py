"""What the pipeline itself costs, beside the engines it drives; ratios of one run on one machine."""

import sys
from pathlib import Path

from tests.benchmarks.engines_alone import __name__ as engines_alone
from tests.benchmarks.generated_book import book
from tests.benchmarks.measured import MIB, Measured, measure
from tests.support.program import command, environment


def make(folder: Path, words: int, chapters: int) -> Measured:
    file = folder / "book.md"
    file.write_text(book(words, chapters), encoding="utf-8")
    arguments = command("make", file, "--out", folder / "out", "--quiet")
    return measure(arguments, environment(folder / "data"))


def test_cost_of_the_pipeline_beside_its_engines(tmp_path: Path) -> None:
    whole = make(tmp_path, 120_000, 80)
    alone = measure([sys.executable, "-m", engines_alone, str(tmp_path / "out/manifest.json")], environment(tmp_path))
    ratio, cores = whole.cpu / alone.cpu, whole.wall / whole.cpu
    print(f"\n120,000 words, 80 chapters: {whole.cpu:.1f} CPU s, {whole.wall:.1f} s, peak {whole.peak / MIB:.0f} MiB")
    print(f"engines alone: {alone.cpu:.1f} CPU s, {alone.wall:.1f} s")
    print(f"CPU whole : engines = {ratio:.2f} (at most 1.25); wall : CPU = {cores:.2f} (at most 0.60 on two cores)")
    assert ratio <= 1.25
    assert cores <= 0.60


def test_memory_of_a_book_of_565_000_words(tmp_path: Path) -> None:
    whole = make(tmp_path, 565_000, 364)
    print(f"\n565,000 words, 364 chapters: peak {whole.peak / MIB:.0f} MiB (under 400), {whole.cpu:.0f} CPU s")
    assert whole.peak < 400 * MIB
