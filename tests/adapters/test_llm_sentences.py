"""Where sentences end, in the forms real books have them; how long ones are cut; what is somebody's speech."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbytes_adapters.llm.clauses import speakable
from bookbytes_adapters.llm.openers import Openers
from bookbytes_adapters.llm.quotations import quotations, quoted_share
from bookbytes_adapters.llm.sentences import ends_sentence, is_spoken, primary, split_sentences
from bookbytes_core.domain.words import measure_words


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Mr. Ames went to St. Kitts.", "He stayed."]),
        ("en-GB", ["Dr. H. P. Lund wrote it.", "It sold well."]),
        ("en", ["It was John F. Ames’s idea.", "So did I.", "He left."]),
        ("en", ["See No. 5 in vol. 2, p. 33, e.g. the map, i.e. the old one.", "Then go."]),
        ("en", ["They printed 6 vols. only.", "Capt. Ames bought one at 5 p.m. and left."]),
        ("en", ["It cost 3.14 dollars.", "Version 2.0.1 is out.", "Use example.com for it."]),
        ("en", ['"Stop!" he said.', "She ran."]),
        ("en", ["“Who are you?” asked the Cat.", "“Nobody.”", "He sighed."]),
        ("en", ["“Open quotes never closed.", "The next one."]),
        ("en", ["“No.", "I will not.”"]),
        ("en", ["Then … nothing.", "Wait...", "What?!"]),
        ("en", ["(He was late.)", "(She too.)", "They left."]),
        ("en", ["Keep your strength.12", "Move on."]),
        ("en", ["1. Definitions are here.", "2. More here."]),
        ("en", ["Alas! all fish sleep alike.", "So be it."]),
        ("fr", ["M. Dupré est venu.", "Le chap. XXII est bon.", "J.-J. Leroux naquit."]),
        ("fr", ["« Arrêtez ! » dit-il.", "Il partit."]),
        ("de", ["Am 19. Oktober kam Dr. Müller.", "Das war z. B. gut.", "»Halt!« rief er."]),
        ("es", ["¿Qué hora es?", "El Sr. Vega llegó a las 5.", "¡Vaya!"]),
        ("ru", ["Он приехал в 1905 г. в город.", "А. С. Иванов писал."]),
        ("ja", ["これは本です。", "「止まれ！」と彼は言った。", "debianは良い。", "そうですか？"]),
        ("zh", ["他说：“你好。”", "然后他走了！", "真的吗？"]),
        ("he", ["שלום עולם.", "מה שלומך?"]),
        ("ar", ["مرحبا بالعالم.", "كيف حالك؟"]),
        ("hi", ["यह किताब है।", "वह गया।"]),
    ],
)
def test_sentences_end_where_they_end(language: str, sentences: list[str]) -> None:
    joint = "" if language in ("ja", "zh") else " "
    assert list(split_sentences(joint.join(sentences), language)) == sentences


def test_an_unknown_language_is_read_as_english() -> None:
    assert primary("und") == primary("") == "en"
    assert primary("zh-Hant") == "zh"
    assert split_sentences("Mr. Ames left. He slept.", "und") == ("Mr. Ames left.", "He slept.")


@given(st.text(alphabet="aB1 .!?…。「」“”‘’\"'()\n,;—\u0e01", max_size=200), st.sampled_from(["en", "de", "ja", "xx"]))
def test_nothing_but_white_space_is_lost(text: str, language: str) -> None:
    parts = split_sentences(text, language)
    assert "".join("".join(parts).split()) == "".join(text.split())
    place = 0
    for part in parts:
        place = text.index(part, place) + len(part)


@given(st.text(alphabet="ab ,;:.—“”\u30a2\u0e01\u0e34", max_size=400), st.integers(1, 12))
def test_clauses_are_exact_parts_in_order(text: str, most: int) -> None:
    place = 0
    parts = speakable(text, most)
    for part in parts:
        place = text.index(part, place) + len(part)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_sentence_without_an_end_is_cut_into_speakable_parts() -> None:
    verse = "the wave and the wind and the wide grey water " * 60
    assert all(measure_words(part) <= 50 for part in speakable(verse, 50))
    unspaced = "海と風と広い灰色の水の上を船は進む" * 40
    assert all(measure_words(part) <= 50 for part in speakable(unspaced, 50))
    assert "".join(speakable(unspaced, 50)) == unspaced


def test_a_long_sentence_is_cut_at_its_best_joints() -> None:
    first, second = "a " * 30 + "end;", "and " + "b " * 30 + "end."
    assert speakable(f"{first} {second}", 40) == (first, second)
    assert speakable("Short, and whole; so be it.", 40) == ("Short, and whole; so be it.",)


@pytest.mark.parametrize(
    ("text", "spoken", "ends"),
    [("He left.”", True, True), ("Chapter one", True, False), ("* * *", False, False), ("終わり。", True, True)],
)
def test_fragments_and_ornaments_are_known(text: str, spoken: bool, ends: bool) -> None:
    assert is_spoken(text) is spoken
    assert ends_sentence(text) is ends


@pytest.mark.parametrize(
    ("paragraph", "share"),
    [
        ("The boat came in.", 0.0),
        ("“The boat came in.”", 1.0),
        ("“A speech that goes on in the next paragraph.", 1.0),
        ("‘I do,’", 1.0),
        ("The boys’ boat and Ann’s oar.", 0.0),
        ("— Viens ici, dit-il.", 1.0),
        ("「行こう」", 1.0),
        ("and so it ends.” Then", 0.7),
    ],
)
def test_speech_is_told_from_telling(paragraph: str, share: float) -> None:
    assert quoted_share(0, len(paragraph), quotations(paragraph)) == pytest.approx(share, abs=0.1)


@pytest.mark.parametrize(
    ("language", "sentence", "leans"),
    [
        ("en", "He sent it away.", True),
        ("en", "Thus it ended.", True),
        ("en", "In this way it ended.", True),
        ("en", "The clerk sent it away.", False),
        ("de", "Er schickte es fort.", True),
        ("de", "Der Bote schickte es fort.", False),
        ("fr", "C’est lui qui l’a fait.", True),
        ("es", "Sin embargo, se fue.", True),
        ("ja", "しかし船は来なかった。", True),
        ("ja", "船は来なかった。", False),
        ("zh", "但是船没有来。", True),
        ("en", "…", False),
    ],
)
def test_sentences_that_lean_on_the_one_before(language: str, sentence: str, leans: bool) -> None:
    assert Openers(language).leans(sentence) is leans


def test_a_pronoun_before_any_name_points_back() -> None:
    openers = Openers("en")
    assert openers.names_nobody("When he arrived, the boat had gone.")
    assert not openers.names_nobody("When Ann arrived, she found the boat gone.")
    assert not openers.names_nobody("The boat had gone.")
    assert not Openers("ja").names_nobody("彼が着いた時、船はもういなかった。")
