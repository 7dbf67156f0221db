"""Markup and scripts in a book's titles, metadata and text (A06): what the API tells is text and nothing else."""

from uuid import UUID

import httpx

from bookbytes_adapters import build
from bookbytes_adapters.settings import Settings
from tests.support.epub_builder import EpubBuilder

MARKUP = '</script><script>alert("6")</script><img src=x onerror=alert(6)> \u2028 {{7*7}} ${jndi:x} javascript:alert(6)'
CHAPTER = """<h1>One &lt;svg onload=alert(6)&gt;</h1>
<script>stolen()</script><style>p { background: url(javascript:stolen()) }</style>
<svg xmlns="http://www.w3.org/2000/svg" onload="stolen()"><script>stolen()</script></svg>
<p>The <a href="javascript:stolen()" onclick="stolen()">harbour</a> lies on the north side of the island.</p>
<p>Every morning the boats leave before the sun is up. <iframe src="javascript:stolen()"></iframe></p>
<p>They come back at noon with herring and mackerel. <object data="data:text/html,stolen()"></object></p>"""


async def test_a06_markup_in_a_book_is_told_as_text(client: httpx.AsyncClient, settings: Settings) -> None:
    book = EpubBuilder(title=MARKUP, creators=(MARKUP,))
    book.page("1.xhtml", CHAPTER)
    book.contents(("One", "1.xhtml"))
    imported = await client.post("/api/v1/books/import", files={"file": (f"{MARKUP[:60]}.epub", book.bytes())})
    assert imported.status_code == 201, imported.text
    order = {"edition_id": imported.json()["edition_id"]}
    receipt = (await client.post("/api/v1/books/process", json=order)).json()
    async with build(settings) as worker:
        await worker.generate_audio_book(UUID(receipt["job_id"]))

    shelf = f"/api/v1/books/{receipt['audio_book_id']}"
    chapters = await client.get(f"{shelf}/chapters")
    chapter = await client.get(f"/api/v1/chapters/{chapters.json()['items'][0]['id']}")
    for answer in (imported, chapters, chapter, await client.get(shelf), await client.get("/api/v1/books/works")):
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert "stolen" not in answer.text
    assert "alert(6)" in imported.json()["title"]
    assert "harbour" in chapter.json()["summary"]
