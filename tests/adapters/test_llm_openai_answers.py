"""What a language model answers in place of a plain summary, made fit to be spoken or turned down with its reason."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bookbytes_adapters.llm.json_object import only_object
from bookbytes_adapters.llm.openai_answer import Expected, read_summary
from bookbytes_adapters.llm.openai_reply import Reply, read_reply
from bookbytes_core.domain.cost import Usage
from bookbytes_core.domain.summary import DraftSentence
from bookbytes_core.errors import Rejected
from bookbytes_core.ports.llm import REPAIRABLE, LanguageModel
from tests.contracts.llm import request
from tests.support.fake_vendor import FakeVendor
from tests.support.openai_servers import a_server, a_summariser

KNOWN = frozenset({"a", "b", "c1-p2"})


@pytest.fixture
async def model(vendor: FakeVendor) -> AsyncIterator[LanguageModel]:
    async with a_server(vendor.base_url) as server:
        yield a_summariser(server)


@pytest.mark.parametrize(
    "fault", ["thinking", "thoughts_apart", "fenced", "in_prose", "meta_talk", "duplicates", "markdown"]
)
async def test_v09_what_surrounds_a_good_answer_is_not_spoken(
    fault: str, model: LanguageModel, vendor: FakeVendor
) -> None:
    good = await model.summarise(request(40))
    vendor.script(fault=fault)
    assert (await model.summarise(request(40))).sentences == good.sentences


@pytest.mark.parametrize("code", sorted(REPAIRABLE))
async def test_v09_a_repair_says_what_was_wrong_and_nothing_of_it(
    code: str, model: LanguageModel, vendor: FakeVendor
) -> None:
    await model.summarise(request(40))
    await model.summarise(request(40, trouble=code))
    plain, repair = (body["messages"] for body in vendor.asked())
    assert repair[0]["content"].startswith(plain[0]["content"])
    assert "Your first answer was of no use: " in repair[0]["content"]
    assert "it could not be used" not in repair[0]["content"]
    assert repair[1] == plain[1]


def test_one_that_declines_is_not_asked_again() -> None:
    assert "summary_refused" not in REPAIRABLE


def a_reply(content: object) -> Reply:
    return Reply(content if isinstance(content, str) else json.dumps(content), Usage(7, 8))


class TestReadSummary:
    def read(self, *sentences: object, target: int = 20, language: str = "en") -> list[tuple[str, tuple[str, ...]]]:
        expected = Expected("The Harbour", language, target, KNOWN)
        draft = read_summary(a_reply({"sentences": sentences}), expected)
        assert draft.usage == Usage(7, 8)
        return [(sentence.text, sentence.sources) for sentence in draft.sentences]

    def code(self, *sentences: object, **more: Any) -> str:
        with pytest.raises(Rejected) as caught:
            self.read(*sentences, **more)
        assert (caught.value.input_units, caught.value.output_units) == (7, 8)
        return caught.value.code

    def test_sources_that_were_not_shown_are_left_out(self) -> None:
        mixed = {"text": " It  rained.\n", "sources": ["a", "z", "a", " [b] "]}
        assert self.read(mixed, {"text": "Never.", "sources": ["z"]}) == [("It rained.", ("a", "b"))]
        assert self.code({"text": "Never.", "sources": ["z"]}, {"text": "No.", "sources": None}, mixed) == (
            "summary_invalid"
        )

    @pytest.mark.parametrize(
        ("text", "spoken"),
        [
            ("**It** rained, *all* _day_, `always`.", ["It rained, all day, always."]),
            ("## The harbour", []),
            ("# Rain\n- It rained\n- It blew.", ["Rain.", "It rained.", "It blew."]),
            ("It rained [a]. It blew [a, c1-p2] (b).", ["It rained.", "It blew."]),
            ("It [he says] rained in (1861).", ["It [he says] rained in (1861)."]),
            ("See [the sea](http://x.example/y) now.", ["See the sea now."]),
            ("It\x00 ra\u200bin\u202eed\u00ad.\u2028It blew.", ["It rained.", "It blew."]),
            ("<think>Hm. Rain?</think>It <b>rained</b>.<|im_end|>", ["It rained."]),
            ("In summary, it rained.", ["It rained."]),
            ("Here is the summary. It rained.", ["It rained."]),
            ("— Venez, he said.", ["— Venez, he said."]),
            ("3 * 4 * 5 is a_b_c.", ["3 * 4 * 5 is a_b_c."]),
        ],
    )
    def test_marks_for_the_eye_are_not_spoken(self, text: str, spoken: list[str]) -> None:
        found = self.read({"text": text, "sources": ["a"]}, {"text": "At last it ended.", "sources": [1, "b"]})
        assert [sentence for sentence, _ in found] == [*spoken, "At last it ended."]

    def test_a_list_loses_its_numbers_and_a_date_does_not(self) -> None:
        both = [{"text": f"{place}. Mai war es kalt.", "sources": ["a"]} for place in (1, 3)]
        assert [text for text, _ in self.read(*both, language="de")] == ["1. Mai war es kalt.", "3. Mai war es kalt."]
        listed = [
            {"text": f"{place}. {text}", "sources": ["a"]} for place, text in enumerate(["It rained.", "Yes."], 1)
        ]
        assert [text for text, _ in self.read(*listed)] == ["It rained.", "Yes."]

    def test_nothing_is_said_twice(self) -> None:
        texts = ["It rained.", "it rained", "It blew.", "It rained!", "The Harbour."]
        assert len(self.read(*[{"text": text, "sources": ["a"]} for text in texts])) == 2

    @pytest.mark.parametrize(
        "texts", [[], [""], ["  ", "***", "…"], ["Here is the summary:", "As an AI, I cannot feel."]]
    )
    def test_nothing_to_say_is_rejected(self, texts: list[str]) -> None:
        assert self.code(*[{"text": text, "sources": ["a"]} for text in texts]) == "summary_empty"

    def test_v09_far_more_than_was_asked_for_is_rejected(self) -> None:
        def text(place: int) -> dict[str, object]:
            return {"text": f"the {place} " + "word " * 38, "sources": ["a"]}

        assert len(self.read(*map(text, range(3)))) == 3
        assert self.code(*map(text, range(4))) == "summary_too_long"
        assert self.code(*[{"text": f"It is {place}.", "sources": ["a"]} for place in range(500)], target=900) == (
            "summary_too_long"
        )
        assert self.code(*[{"text": "<think>" * 600, "sources": ["a"]}] * 9) == "summary_too_long"
        assert self.code({"text": "x" * 900_000, "sources": ["a"]}) == "summary_too_long"
        assert self.code({"text": "x" * 2_000, "sources": ["a"]}) == "summary_invalid"

    def test_another_language_is_rejected(self) -> None:
        text = "Der Hafen ist auf der Insel, und die Boote sind nicht zu sehen, wie er es gesagt hat."
        german = {"text": text, "sources": ["a"]}
        assert self.code(german) == "summary_wrong_language"
        assert self.read(german, language="de-AT") == [(text, ("a",))]
        assert self.read(german, language="und")

    @pytest.mark.parametrize(
        "sentence",
        ["It rained.", {"sources": ["a"]}, {"text": None, "sources": ["a"]}, {"text": "x", "sources": [{}]}, 7],
    )
    def test_another_shape_is_rejected(self, sentence: object) -> None:
        assert self.code(sentence) == "summary_invalid"

    def test_what_is_remembered_has_no_sources_and_nothing_is_a_no(self) -> None:
        asked = Expected("The Harbour", "en", 20, None)
        draft = read_summary(a_reply({"sentences": [{"text": "It rained.", "sources": ["a"]}]}), asked)
        assert draft.sentences == (DraftSentence("It rained.", ()),)
        with pytest.raises(Rejected) as caught:
            read_summary(a_reply({"sentences": []}), asked)
        assert caught.value.code == "summary_refused"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('{"k": 1}', True),
        ('```\n{"k": 1}\n```', True),
        ('Yes {"k": 1} and {"k": 1} {"other": 2} { {', True),
        ('<think>{"k": 2}</think>{"k": 1}', True),
        ('thoughts without a beginning {"k": 2}</think>\n{"k": 1}', True),
        ('{"k": 1} <think>{"k": 2}', True),
        ('<|channel|>analysis<|message|>{"k": 2}<|channel|>final<|message|>{"k": 1}', True),
        ('Use { as in {"k": 1}.', True),
        ('{"k": 1} or {"k": 2}', False),
        ('{"other": {"k": 1}}', False),
        ('[{"k": 1}]', True),
        ('"k"', False),
        ('{"k": 1', False),
        ("{" * 100_000, False),
        ('{"a' * 9_000, False),
        ('{"a": ' * 9_000, False),
        ("[" * 100_000, False),
        ("<think>" * 20_000, False),
        ('{"k": "\\ud800"}', False),
    ],
)
def test_the_one_object_is_found(said: str, found: bool) -> None:
    assert only_object(said, "k") == ({"k": 1} if found else None)


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        ({"prompt_tokens": 3, "completion_tokens": 4}, Usage(3, 4)),
        ({"prompt_tokens": None, "completion_tokens": -4}, Usage()),
        ({"prompt_tokens": "3", "completion_tokens": 1e3, "more": {}}, Usage()),
        ({"prompt_tokens": 10**30}, Usage(2**31 - 1)),
        ([], Usage()),
        (None, Usage()),
    ],
)
def test_a_server_that_counts_badly_is_read_all_the_same(usage: object, counted: Usage) -> None:
    message = {"content": [{"type": "thinking", "thinking": []}, {"type": "text", "text": " Yes. "}]}
    body = json.dumps({"choices": [{"message": message}], "usage": usage})
    assert read_reply(body.encode()) == Reply("Yes.", counted)
