"""Times, opposites, thesaurus and names: what tells a retelling from a falsehood beside the words as they are."""

import pytest

from bookbytes_core.domain.book_text import Paragraph
from bookbytes_core.domain.grounding import Judge, ground, judge
from bookbytes_core.domain.grounding_denials import DenialReader
from bookbytes_core.domain.grounding_names import NameReader, same_name
from bookbytes_core.domain.grounding_opposites import OppositeReader
from bookbytes_core.domain.grounding_terms import TermReader
from bookbytes_core.domain.grounding_thesaurus import groups
from bookbytes_core.domain.grounding_times import TimeReader
from bookbytes_core.domain.summary import DraftSentence, Verdict


@pytest.mark.parametrize(
    ("language", "claim", "source", "unknown"),
    [
        ("en", "At sunrise they sailed.", "they sailed at dawn", []),
        ("en", "At noon they sailed.", "they sailed at dawn", ["noon"]),
        ("en", "On 3 May she may march for two years.", "on the third of june, for two months", ["May", "years"]),
        ("fr", "Deux ans plus tard, à minuit.", "deux mois plus tard a midi", ["ans", "minuit"]),
        ("de", "Nach zwei Wochen kam der Sommer.", "nach zwei monaten kam der sommer", ["Wochen"]),
        ("es", "El martes de marzo", "el lunes de marzo", []),
        ("ja", "四月", "三月", []),
    ],
)
def test_times_are_compared_by_what_they_are(language: str, claim: str, source: str, unknown: list[str]) -> None:
    assert TimeReader(language).unknown(claim, frozenset(source.split())) == unknown


def opposes(claim: str, source: str, language: str = "en") -> bool:
    terms = TermReader(language)
    clauses = DenialReader(terms).clauses
    return OppositeReader(terms, groups(language)).opposes(clauses(claim), clauses(source))


@pytest.mark.parametrize(
    ("language", "claim", "source"),
    [
        ("en", "The captain accepted the terms of the pilot.", "The captain rejected every one of the pilot's terms."),
        ("en", "The captain did not refuse the pilot's terms.", "The captain rejected the terms of the pilot."),
        ("fr", "Le capitaine accepte le prix du marchand.", "Le capitaine refusa le prix du marchand."),
        ("de", "Die Mutter empfindet Abscheu vor dem Hund.", "Die Mutter hatte den Hund gern."),
        ("es", "El capitán acepta el precio del puerto.", "El capitán rechazó el precio del puerto."),
    ],
)
def test_a_word_turned_into_its_opposite_is_seen(language: str, claim: str, source: str) -> None:
    assert opposes(claim, source, language)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The captain did not accept the pilot's terms.", "The captain rejected the terms of the pilot."),
        ("The captain accepted the terms of the pilot.", "The cook rejected the soup."),
        ("The captain, glad and sad, met the pilot.", "The captain was sad to meet the pilot."),
    ],
)
def test_the_same_in_other_words_is_no_opposite(claim: str, source: str) -> None:
    assert not opposes(claim, source)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("en", "vessel", "ship"), ("fr", "navire", "bateau"), ("de", "antwortete", "erwidern"), ("es", "barco", "buque")],
)
def test_words_of_one_group_stand_for_one_another(language: str, one: str, other: str) -> None:
    term, known = TermReader(language).term, groups(language)
    assert known[term(one)] & known[term(other)]


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "stirbt", "gestorben"),
        ("fr", "prit", "prendre"),
        ("es", "encuentra", "encontrar"),
        ("es", "dijo", "decir"),
    ],
)
def test_strong_forms_share_their_term(language: str, one: str, other: str) -> None:
    assert TermReader(language).term(one) == TermReader(language).term(other)


def test_a_story_in_other_words_is_kept_and_one_with_an_invented_tail_is_not() -> None:
    chapter = (
        "The captain commanded the mariners to abandon the vessel, for the tempest had broken both masts.",
        "At daybreak they reached the shore, weary and starving, and a shepherd gave them bread.",
    )
    told = Judge(chapter, "en")
    true = told.support(
        "The skipper ordered his sailors to leave the ship because the storm had snapped the masts.", chapter
    )
    tail = told.support(
        "The captain abandoned the vessel and later wrote operas about tigers for a Danish theatre.", chapter
    )
    assert judge(true.score) is Verdict.KEPT
    assert judge(tail.score) is None


def test_a_name_the_summary_gives_the_teller_is_kept_and_one_said_once_is_not() -> None:
    text = Paragraph("p-1", "I hired a ship in the harbour, and my crew were brave. I wrote to my sister every week.")
    told = ["Walton hired a ship.", "Walton wrote to his sister every week.", "Walton had a brave crew."]
    drafts = [DraftSentence(sentence, ("p-1",)) for sentence in told]
    assert ground(drafts, [text], "en").dropped == ()
    assert ground(drafts[:1], [text], "en").dropped == (drafts[0],)


@pytest.mark.parametrize(
    ("language", "text", "small", "found"),
    [
        ("en", "Hope has left the pilots.", (), []),
        ("en", "Grindstones was sold. Bramble has left.", ("bramble",), ["Grindstones"]),
        ("es", "Encuentra una carta de Elena.", (), ["Elena"]),
        ("de", "Der Bote brachte Herrn Meyer und seiner Tochter Ilka ein Glas Wasser.", (), ["Meyer", "Ilka"]),
    ],
)
def test_first_words_and_german_nouns_are_names_by_what_stands_beside_them(
    language: str, text: str, small: tuple[str, ...], found: list[str]
) -> None:
    reader = NameReader(TermReader(language), frozenset(groups(language)))
    assert [name.surface for name in reader.names(text, (), small)] == found


@pytest.mark.parametrize(("one", "other"), [("french", "france"), ("spaniards", "spain"), ("scotsman", "scotland")])
def test_a_people_is_a_form_of_its_country(one: str, other: str) -> None:
    assert same_name(one, other)
