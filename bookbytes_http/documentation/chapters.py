"""Chapters and voices: text and sound."""

from bookbytes_http.documentation.parts import CHAPTER_ID, IF_NONE_MATCH, LANGUAGE, LANGUAGE_ERRORS, NOT_MODIFIED
from bookbytes_http.operation import Answer, Description, Parameter
from bookbytes_http.schemas import audio_books as models

_TAGGED = {"ETag": "Names these bytes for good."}
_RANGE = Parameter(
    name="Range", text="One range of bytes; several are answered with the whole.", schema={"type": "string"}
)
_PART = {**_TAGGED, "Content-Range": "Which bytes of how many.", "Accept-Ranges": "`bytes`"}

GET_CHAPTER = Description(
    tag="audio books",
    summary="Show a chapter with its sentences",
    path={"chapter_id": CHAPTER_ID},
    answers={200: Answer(text="The chapter.", model=models.ChapterInFull)},
    errors=("chapter_not_found",),
)
GET_AUDIO = Description(
    tag="audio books",
    summary="A chapter's sound",
    details="This address never expires. Where an object store holds the sound, it redirects to a signed address.",
    path={"chapter_id": CHAPTER_ID},
    headers=(_RANGE, IF_NONE_MATCH),
    answers={
        200: Answer(text="The whole.", media_types=("audio/mpeg",), headers={**_TAGGED, "Accept-Ranges": "`bytes`"}),
        206: Answer(text="The part that was asked for.", media_types=("audio/mpeg",), headers=_PART),
        304: NOT_MODIFIED,
        307: Answer(text="It is there, for a while.", headers={"Location": "A signed address."}),
    },
    errors=(
        "chapter_not_found",
        "audio_not_ready",
        "audio_missing",
        "audio_damaged",
        "object_not_found",
        "range_not_satisfiable",
        "storage_unavailable",
    ),
)
LIST_VOICES = Description(
    tag="voices",
    summary="List the voices",
    details="Those of the configured provider; with `language` only those that speak it.",
    query=(LANGUAGE,),
    answers={200: Answer(text="The voices.", model=models.Voices)},
    errors=LANGUAGE_ERRORS,
)
GET_SAMPLE = Description(
    tag="voices",
    summary="Hear a voice",
    details="A voice that costs money is never asked for a sample: it has one once somebody has ordered by `minutes`.",
    path={"voice_id": Parameter(name="voice_id", text="The voice.", schema={"type": "string"}, example="en-GB")},
    query=(LANGUAGE,),
    headers=(IF_NONE_MATCH,),
    answers={
        200: Answer(text="Some sentences.", media_types=("audio/mpeg",), headers=_TAGGED),
        304: NOT_MODIFIED,
    },
    errors=(*LANGUAGE_ERRORS, "voice_not_found", "sample_not_made", "voice_failed", "storage_unavailable"),
)
