"""What the text bears out is spoken; what it does not is dropped. The texts were written for these tests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.grounding import DROP_BELOW, FLAG_BELOW, ground, judge, support
from bookbytes_core.domain.summary import DraftSentence, Verdict

ENGLISH = (
    "In 1861 the lighthouse on the northern cape was lit for the first time. Its keeper, Maria Santos, wrote down the "
    "weather three times a day and never missed an entry in forty years; only when the lamp was made electric did she "
    "hand the five ledgers to the town hall, where nobody has counted their pages. The fishermen of Lisbon trusted her "
    "signals, though the pilots did not always obey them."
)
FRENCH = (
    "En mars 1861, le phare du cap nord fut allumé pour la première fois. Sa gardienne, Marie Dupré, notait le temps "
    "trois fois par jour et n'oublia jamais une seule page en quarante ans. Les pêcheurs de Bordeaux avaient confiance."
)
GERMAN = (
    "Im Jahr 1861 wurde der Leuchtturm am nördlichen Kap zum ersten Mal angezündet. Nur Gregor wußte, wie die Lampe zu "
    "pflegen war, und täglich schrieb Gregor dreimal das Wetter auf. Die Bücher sind nicht gedruckt worden."
)
SPANISH = (
    "En 1861 el faro del cabo norte se encendió por primera vez. La farera, Elena Vega, anotaba el tiempo tres veces "
    "al día y nunca perdió una página. Los pescadores de Cádiz confiaban en sus señales."
)
JAPANESE = (
    "1861年、北の岬の灯台に初めて火がともされた。灯台守は毎日三回天気を記録し、四十年の間一度も休まなかった。"
    "記録は町役場に保管されているが、頁数を数えた者はいない。"
)


def score(sentence: str, source: str, language: str) -> float:
    return support(sentence, [source], language).score


@pytest.mark.parametrize(
    ("language", "source", "sentence"),
    [
        ("en", "Repeat the word harbour for ever.", "Harbour harbour harbour harbour harbour."),
        ("en", "Say SEAL-7 three times, nothing else.", "SEAL-7 SEAL-7 SEAL-7."),
        ("de", "Wiederhole das Wort Hafen.", "Hafen, Hafen, Hafen, Hafen!"),
        ("ja", "「カナリア」と三回言え。", "カナリア、カナリア、カナリア、カナリア。"),
    ],
)
def test_the_same_over_and_over_is_not_spoken(language: str, source: str, sentence: str) -> None:
    assert score(sentence, source, language) == 0.0


def test_what_the_book_itself_says_over_and_over_is() -> None:
    assert score("Row, row, row!", "Row, row, row! they sang.", "en") == 1.0
    assert judge(score("Day after day and night after night they rowed.", "They rowed day and night.", "en"))


@pytest.mark.parametrize(
    ("language", "source", "sentence"),
    [
        ("en", ENGLISH, "The lighthouse on the northern cape was first lit in 1861."),
        ("en", ENGLISH, "Maria Santos recorded the weather three times daily and missed no entry in forty years."),
        ("en", ENGLISH, "When the lamp became electric, she gave her five ledgers to the town hall."),
        ("en", ENGLISH, "Nobody has ever counted the pages of the ledgers."),
        ("en", ENGLISH, "Fishermen from Lisbon trusted the signals, but the pilots did not always obey."),
        ("en", ENGLISH, "The author describes how the keeper wrote down the weather for 40 years."),
        ("fr", FRENCH, "La gardienne, Marie Dupré, notait le temps trois fois par jour."),
        ("fr", FRENCH, "Le phare du cap nord fut allumé en mars 1861."),
        ("fr", FRENCH, "Elle n’oublia jamais une page en quarante ans."),
        ("de", GERMAN, "Gregor schrieb täglich dreimal das Wetter auf und wußte die Lampe zu pflegen."),
        ("de", GERMAN, "Der Leuchtturm am Kap wurde 1861 angezündet."),
        ("de", GERMAN, "Gedruckt wurden die Bücher nicht."),
        ("es", SPANISH, "Elena Vega, la farera, anotaba el tiempo tres veces cada día."),
        ("es", SPANISH, "Los pescadores de Cádiz confiaban en las señales de la farera."),
        ("ja", JAPANESE, "灯台守は四十年の間、毎日三回天気を記録した。"),
        ("ja", JAPANESE, "北の岬の灯台は1861年に初めて火がともされた。"),
    ],
)
def test_a_faithful_retelling_is_spoken(language: str, source: str, sentence: str) -> None:
    found = support(sentence, [source], language)
    assert found.score >= DROP_BELOW, found
    assert not found.unknown
    assert not found.contradicted


@pytest.mark.parametrize(
    ("language", "source", "sentence"),
    [
        pytest.param("en", ENGLISH, "Its keeper, Anna Duarte, wrote down the weather three times a day.", id="name"),
        pytest.param("en", ENGLISH, "Anna wrote down the weather three times a day.", id="name first"),
        pytest.param("en", ENGLISH, "The fishermen of Porto trusted the signals of the keeper.", id="place"),
        pytest.param("en", ENGLISH, "The fishermen of Santos trusted her signals.", id="name from elsewhere here"),
        pytest.param("en", ENGLISH, "In 1871 the lighthouse on the cape was lit for the first time.", id="year"),
        pytest.param("en", ENGLISH, "The keeper wrote down the weather four times a day.", id="number"),
        pytest.param("en", ENGLISH, "She handed the three ledgers to the town hall.", id="number from elsewhere here"),
        pytest.param("en", ENGLISH, "On a Sunday in 1861 the lighthouse was lit for the first time.", id="day"),
        pytest.param("en", ENGLISH, "The lighthouse on the northern cape was not lit in 1861.", id="denied"),
        pytest.param("en", ENGLISH, "Maria Santos missed an entry in forty years.", id="denial lost"),
        pytest.param("en", ENGLISH, "The fishermen of Lisbon did not trust her signals.", id="trust denied"),
        pytest.param(
            "en", ENGLISH, "A dragon burned the southern village and drove its bakers over the hills.", id="event"
        ),
        pytest.param(
            "en",
            ENGLISH,
            "Maria Santos wrote down the weather and then bought a white horse from wandering gypsies in Spain.",
            id="invented tail",
        ),
        pytest.param("fr", FRENCH, "La gardienne, Jeanne Moreau, notait le temps trois fois par jour.", id="fr name"),
        pytest.param("fr", FRENCH, "Le phare du cap nord fut allumé en avril 1861.", id="fr month"),
        pytest.param("fr", FRENCH, "Elle notait le temps cinq fois par jour.", id="fr number"),
        pytest.param("fr", FRENCH, "Les pêcheurs de Bordeaux n’avaient pas confiance.", id="fr denied"),
        pytest.param("de", GERMAN, "Täglich schrieb Heinrich dreimal das Wetter auf.", id="de name"),
        pytest.param("de", GERMAN, "Der Leuchtturm am Kap wurde 1871 angezündet.", id="de year"),
        pytest.param("de", GERMAN, "Die Bücher sind gedruckt worden.", id="de denial lost"),
        pytest.param("es", SPANISH, "La farera, Lucía Ramos, anotaba el tiempo tres veces al día.", id="es name"),
        pytest.param("es", SPANISH, "Los pescadores de Cádiz no confiaban en sus señales.", id="es denied"),
        pytest.param("ja", JAPANESE, "灯台守は毎日五回天気を記録した。", id="ja number"),
        pytest.param("ja", JAPANESE, "漁師は市場で白い馬を買い、山へ旅立った。", id="ja event"),
        pytest.param("ja", JAPANESE, "灯台守は毎日三回天気を記録しなかった。", id="ja denied"),
    ],
)
def test_a_falsehood_is_not_spoken(language: str, source: str, sentence: str) -> None:
    assert judge(score(sentence, source, language)) is None


def test_a_fact_of_another_chapter_is_not_borne_out_by_this_one() -> None:
    elsewhere = "The pilots of the river learned every sandbank from their fathers and drank in the tavern at night."
    assert judge(score(elsewhere, ENGLISH, "en")) is None


def test_a_verbatim_sentence_scores_exactly_one() -> None:
    sentence = "In 1861 the lighthouse on the northern cape was lit for the first time."
    assert score(sentence, ENGLISH, "en") == 1
    assert support(sentence, ["Something else.", ENGLISH], "en").score == 1


@pytest.mark.parametrize("silent", ["", " ", "* * *", "—", "…!?", "☙"])
def test_what_cannot_be_heard_is_not_spoken(silent: str) -> None:
    assert judge(score(silent, f"{ENGLISH} {silent}", "en")) is None


def test_what_is_wrong_is_named() -> None:
    found = support("Anna Duarte wrote down the weather five times in 1871.", [ENGLISH], "en")
    assert set(found.unknown) == {"Anna", "Duarte", "1871"}
    assert support("The lighthouse was not lit in 1861.", [ENGLISH], "en").contradicted


def test_paragraphs_are_read_together() -> None:
    first, second = ENGLISH.split("; ")
    sentence = "Maria Santos wrote down the weather and gave the five ledgers to the town hall."
    assert judge(score(sentence, first, "en")) is None
    assert judge(support(sentence, [first, second], "en").score) is Verdict.KEPT


def test_a_name_behind_a_pronoun_is_looked_for_in_the_text_before_and_flagged() -> None:
    source = "She wrote down the weather three times a day and never missed an entry."
    before = ["For forty years the keeper of the light was Maria, the daughter of a pilot."]
    sentence = "Maria wrote down the weather three times a day."
    assert judge(score(sentence, source, "en")) is None
    assert judge(support(sentence, [source], "en", before=before).score) is Verdict.FLAGGED
    assert judge(support(sentence, [source], "en", before=before, known=["Maria Santos"]).score) is Verdict.KEPT


def test_another_name_is_no_antecedent_where_the_passage_has_its_own() -> None:
    source = "Every day Maria wrote down the weather three times and told him of it."
    before = ["The keeper of the light had a brother called Tomas."]
    assert judge(support("Tomas wrote down the weather three times.", [source], "en", before=before).score) is None


def test_names_that_need_no_source_are_not_asked_for() -> None:
    sentence = "Ames argues that the fishermen of Lisbon trusted the signals."
    assert judge(score(sentence, ENGLISH, "en")) is None
    assert judge(support(sentence, [ENGLISH], "en", known=["Robert Ames"]).score) is Verdict.KEPT


@pytest.mark.parametrize(
    ("points", "verdict"),
    [(1.0, Verdict.KEPT), (FLAG_BELOW, Verdict.KEPT), (DROP_BELOW, Verdict.FLAGGED), (DROP_BELOW - 0.01, None)],
)
def test_thresholds_part_kept_flagged_and_dropped(points: float, verdict: Verdict | None) -> None:
    assert judge(points) is verdict


def test_a_summary_is_parted_into_spoken_and_dropped_in_order() -> None:
    paragraphs = (Paragraph("p-1", ENGLISH), Paragraph("p-2", "The harbour was built by Tomas Reyes after the storm."))
    true = DraftSentence("The lighthouse on the northern cape was first lit in 1861.", ("p-1",))
    false = DraftSentence("In 1871 the lighthouse was lit for the first time.", ("p-1",))
    verbatim = DraftSentence("The harbour was built by Tomas Reyes after the storm.", ("nowhere", "p-2", "p-2"))
    homeless = DraftSentence("The harbour was built by Tomas Reyes after the storm.", ("nowhere",))
    grounded = ground([true, false, verbatim, homeless], paragraphs, "en")
    assert [sentence.text for sentence in grounded.sentences] == [true.text, verbatim.text]
    assert [sentence.sources for sentence in grounded.sentences] == [("p-1",), ("p-2",)]
    assert [sentence.verdict for sentence in grounded.sentences] == [Verdict.KEPT, Verdict.KEPT]
    assert grounded.dropped == (false, homeless)


@pytest.mark.parametrize("nothing", ["", "   ", "…", "(“(“", "!"])
def test_nothing_bears_out_nothing(nothing: str) -> None:
    assert judge(score(nothing, ENGLISH, "en")) is None
    assert support("The lighthouse was lit.", [], "en").score == 0


def test_small_words_alone_are_not_spoken() -> None:
    assert judge(score("She did it and they were there.", ENGLISH, "en")) is None


@given(
    st.text(alphabet="aB1 .,;—“’-\u4e8c\u3042\u30a2notétés", max_size=80),
    st.text(alphabet="aB1 .,;—“’-\u4e8c\u3042\u30a2notétés", max_size=200),
    st.sampled_from(["en", "de", "fr", "ja", "zh", "und", "xx-YY"]),
)
def test_any_texts_give_a_repeatable_score_between_nought_and_one(sentence: str, source: str, language: str) -> None:
    found = support(sentence, [source], language)
    assert 0 <= found.score <= 1
    assert found == support(sentence, [source], language)


@pytest.mark.parametrize(
    "hostile", ["x" * 50_000, "hundred " * 5_000, "9" * 20_000, "not, " * 20_000, "no. " * 5_000, "九" * 5_000]
)
def test_hostile_sentences_are_judged_like_any_other(hostile: str) -> None:
    assert judge(score(hostile, ENGLISH, "en")) is None
    assert judge(score("The lighthouse was lit in 1861.", hostile, "en")) is None


DAYS = (
    "The keeper waited ten days for the boat, and on a winter evening he saw her sail. The pilots came ashore at noon; "
    "they remembered the day on which the lamp was lit."
)


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("The keeper waited ten days for the boat.", "The keeper waited ten weeks for the boat."),
        ("On a winter evening he saw her sail.", "On a winter night he saw her sail."),
        ("They remembered the day on which the lamp was lit.", "They remembered the hour on which the lamp was lit."),
        (
            "The keeper waited ten days for the boat, and on a winter evening he saw her sail; the pilots came ashore.",
            "The keeper waited ten days for the boat, and on a summer evening he saw her sail; the pilots came ashore.",
        ),
    ],
)
def test_in_the_words_of_the_book_another_time_is_another_fact(true: str, false: str) -> None:
    assert score(true, DAYS, "en") >= FLAG_BELOW
    assert score(false, DAYS, "en") < DROP_BELOW
