"""An audio book as a folder of files, rebuilt from the store."""

import asyncio
import hashlib
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path

from bookbytes_core import BookBytes, ChapterStatus
from bookbytes_core.use_cases.audio_books.describe import AudioBookDescription
from bookbytes_core.use_cases.audio_books.manifest import (
    file_name,
    manifest,
    memory_label,
    safe_name,
    summary_markdown,
)
from bookbytes_core.use_cases.calls import Tally

MANIFEST = "manifest.json"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Exported:
    """``written`` counts the files that were not there yet; ``m4b`` is None where it could not be made."""

    folder: Path
    files: tuple[str, ...]
    written: int
    m4b: str | None
    manifest: dict[str, object]


async def export(application: BookBytes, book: AudioBookDescription, out: Path, tally: Tally) -> Exported:
    """Write chapters, M4B, summary and manifest into ``out``; what is there already and equal stays untouched.

    Each file is replaced whole or not at all, the manifest last. Files that an earlier manifest names and this one does
    not are removed. Raises ``OSError`` when the folder cannot be written.
    """
    await asyncio.to_thread(out.mkdir, parents=True, exist_ok=True)
    before = await asyncio.to_thread(_read_manifest, out)
    written = 0
    files: list[str] = []
    for chapter in book.chapters:
        if chapter.status is ChapterStatus.COMPLETED:
            name = file_name(chapter, book)
            written += await _write(out / name, application.storage.read(f"{chapter.audio_key}.mp3"))
            files.append(name)
    content = manifest(book, tally)
    m4b, bound = await _bind(application, book, out, before)
    content["m4b"] = m4b
    written += bound + await _write(out / "summary.md", _one(summary_markdown(book).encode()))
    m4b_file = str(m4b["file"]) if m4b else None
    await asyncio.to_thread(_remove_stale, out, before, {*files, m4b_file})
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    await _write(out / MANIFEST, _one(text.encode()))
    return Exported(out, tuple(files), written, m4b_file, content)


async def _bind(
    application: BookBytes, book: AudioBookDescription, out: Path, before: dict[str, object]
) -> tuple[dict[str, object] | None, int]:
    keys = [chapter.audio_key for chapter in book.chapters if chapter.audio_key]
    if not keys or not application.bind_audio_book.possible:
        return None, 0
    name = f"{safe_name(book.context.title)}{memory_label(book)}.m4b"
    fingerprint = hashlib.sha256("\n".join(keys).encode()).hexdigest()
    entry: dict[str, object] = {"file": name, "fingerprint": fingerprint}
    if before.get("m4b") == entry and (out / name).is_file():
        return entry, 0
    await application.bind_audio_book(book, out / name)
    return entry, 1


async def _write(path: Path, pieces: AsyncIterator[bytes]) -> int:
    """1 when the file had to be written, 0 when it held these bytes already."""
    part = path.with_name(f".{path.name}.part")
    try:
        with await asyncio.to_thread(part.open, "wb") as file:
            async for piece in pieces:
                await asyncio.to_thread(file.write, piece)
            await asyncio.to_thread(_flush, file)
        if await asyncio.to_thread(_same, part, path):
            return 0
        await asyncio.to_thread(part.replace, path)
        return 1
    finally:
        await asyncio.to_thread(part.unlink, missing_ok=True)


def _flush(file: BufferedWriter) -> None:
    file.flush()
    os.fsync(file.fileno())


def _same(left: Path, right: Path) -> bool:
    if not right.is_file() or left.stat().st_size != right.stat().st_size:
        return False
    with left.open("rb") as one, right.open("rb") as other:
        while piece := one.read(_PIECE):
            if piece != other.read(_PIECE):
                return False
    return True


async def _one(data: bytes) -> AsyncIterator[bytes]:
    yield data


def _read_manifest(out: Path) -> dict[str, object]:
    try:
        content = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def _remove_stale(out: Path, before: dict[str, object], keep: set[str | None]) -> None:
    chapters = before.get("chapters")
    named = (
        [chapter.get("file") for chapter in chapters if isinstance(chapter, dict)] if isinstance(chapters, list) else []
    )
    m4b = before.get("m4b")
    named.append(m4b.get("file") if isinstance(m4b, dict) else None)
    for name in named:
        if isinstance(name, str) and name not in keep and Path(name).name == name:
            (out / name).unlink(missing_ok=True)
