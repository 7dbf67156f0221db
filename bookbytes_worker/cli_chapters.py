"""``bookbytes chapters``."""

import asyncio
import json
from pathlib import Path

from bookbytes_adapters import inspector
from bookbytes_core import BookText
from bookbytes_worker.counted import counted


def run_chapters(file: Path, *, all_matter: bool, as_json: bool) -> None:
    text = asyncio.run(inspector()(file, name=file.name, all_matter=all_matter))
    print(json.dumps(listing(text), ensure_ascii=False, indent=2) if as_json else _table(text))


def listing(text: BookText) -> dict[str, object]:
    """What ``chapters --json`` prints."""
    return {
        "title": text.info.title,
        "authors": list(text.info.authors),
        "language": text.info.language,
        "word_count": text.word_count,
        "chapters": [
            {"number": chapter.number, "title": chapter.title, "word_count": chapter.word_count}
            for chapter in text.chapters
        ],
        "skipped": [
            {"title": part.title, "reason": part.reason.value, "paragraphs": len(part.paragraphs)}
            for part in text.skipped
        ],
        "coverage": {
            "paragraphs": text.coverage.paragraphs,
            "in_chapters": text.coverage.in_chapters,
            "skipped": text.coverage.skipped,
        },
    }


def _table(text: BookText) -> str:
    by = f" by {', '.join(text.info.authors)}" if text.info.authors else ""
    lines = [f"{text.info.title}{by} ({text.info.language}, {text.word_count:,} words)", ""]
    lines += [f"{c.number:4d}  {c.word_count:8,d} words  {c.title}" for c in text.chapters]
    if text.skipped:
        lines += ["", "Skipped:"]
        lines += [
            f"      {len(p.paragraphs):8,d} paragraphs  {p.title or '-'} ({p.reason.value})" for p in text.skipped
        ]
    coverage = text.coverage
    paragraphs = counted(coverage.paragraphs, "paragraph")
    lines += ["", f"{paragraphs}: {coverage.in_chapters:,} in chapters, {coverage.skipped:,} skipped."]
    return "\n".join(lines)
