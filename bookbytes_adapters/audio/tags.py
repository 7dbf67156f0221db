"""Titles, names and pictures as players read them: ID3 for MP3, iTunes' items for M4B."""

import io

from bookbytes_core.ports.audio_encoder import Tags

GENRE = "Audiobook"
_ITUNES_AUDIOBOOK = "2"


def id3(tags: Tags) -> bytes:
    """An ID3v2.3 tag, the version every player reads, without padding."""
    from mutagen import id3 as frames

    language = language_code(tags.language)
    texts: list[tuple[type[frames.TextFrame], str]] = [
        (frames.TIT2, tags.title),
        (frames.TPE1, tags.artist),
        (frames.TPE2, tags.artist),
        (frames.TALB, tags.album),
        (frames.TRCK, f"{tags.track}/{tags.tracks}"),
        (frames.TCON, GENRE),
        (frames.TLAN, language),
    ]
    tag = frames.ID3()
    for kind, text in texts:
        if text:
            tag.add(kind(encoding=frames.Encoding.UTF16, text=text))
    if tags.comment:
        tag.add(frames.COMM(encoding=frames.Encoding.UTF16, lang=language, desc="", text=tags.comment))
    if tags.cover:
        front = frames.PictureType.COVER_FRONT
        tag.add(frames.APIC(encoding=0, mime=tags.cover.media_type, type=front, desc="", data=tags.cover.data))
    file = io.BytesIO()
    tag.save(file, v1=0, v2_version=3, padding=lambda _: 0)
    return file.getvalue()


def itunes(tags: Tags) -> dict[str, str]:
    """What FFmpeg's MP4 writer turns into iTunes' items; ``media_type`` 2 puts the file among the audiobooks."""
    items = {
        "title": tags.title,
        "artist": tags.artist,
        "album_artist": tags.artist,
        "album": tags.album,
        "genre": GENRE,
        "comment": tags.comment,
        "media_type": _ITUNES_AUDIOBOOK,
    }
    return {name: text for name, text in items.items() if text}


def language_code(tag: str) -> str:
    """The three letters (ISO 639-2) for a BCP 47 tag; "und" where there are none."""
    import langcodes

    try:
        return langcodes.get(tag).to_alpha3()
    except (ValueError, LookupError):
        return "und"
