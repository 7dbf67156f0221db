"""Terms, numbers, names and denials: what the support score is made of."""

import pytest

from bookbytes_core.domain.grounding_denials import DenialReader, contradicts
from bookbytes_core.domain.grounding_names import NameReader, same_name
from bookbytes_core.domain.grounding_numbers import NumberReader
from bookbytes_core.domain.grounding_terms import TermReader, fold


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "The planners planned", "the planners were planning"),
        ("en-GB", "cities’ stories", "the city and its story"),
        ("en", "She left and wrote", "to leave and to write"),
        ("fr", "L’homme aimait les châteaux", "des hommes aiment un château"),
        ("de", "die Häuser", "des Hauses"),
        ("es", "los faros", "el faro"),
        ("ru", "домами", "домов"),
    ],
)
def test_forms_of_one_word_share_their_term(language: str, one: str, other: str) -> None:
    reader = TermReader(language)
    assert set(reader.terms(one)) == set(reader.terms(other))


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "It was not so, and they would have been there.", []),
        ("ja", "灯台のデータを見る", ["灯台", "データ", "見"]),
        ("zh", "北京大学", ["北京", "京大", "大学"]),
        ("th", "เรือประมง", ["เรื", "รือ", "ือป", "อปร", "ประ", "ระม", "ะมง"]),
        ("hi", "यह किताब", ["यह", "किताब"]),
        ("en", "Debianパッケージ v2", ["debian", "パッケージ", "v2"]),
    ],
)
def test_terms_of_other_scripts_and_of_small_words(language: str, text: str, terms: list[str]) -> None:
    assert TermReader(language).terms(text) == terms


def test_folding_takes_accents_from_latin_and_greek_only() -> None:
    assert fold("Cunégonde’s ΆΛΦΑ") == "cunegonde's αλφα"
    assert fold("й ガ") == "й ガ"


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "twenty-five men and two hundred and fifty ships", {"25", "250"}),
        ("en", "1,234 guns, 3.5 percent, in 1805", {"1234", "3.5", "1805"}),
        ("en", "a couple of hundred, both, two dozen, twice", {"200", "2", "24"}),
        ("en", "the four-and-twentieth year of Louis XIV", {"24", "14"}),
        ("en", "two or three", {"2", "3"}),
        ("en", "one of them, in no way 0", set()),
        ("de", "fünfundzwanzig Männer, zweihundert Schiffe, 1.234 Mann", {"25", "200", "1234"}),
        ("fr", "quatre-vingts volumes, vingt et un, dix mille", {"80", "20", "10000"}),
        ("es", "treinta y dos barcos, mil hombres", {"32", "1000"}),
        ("ja", "三十五人、２０人、二千三百", {"35", "20", "2300"}),
        ("zh", "一万二千人", {"12000"}),
    ],
)
def test_numbers_are_read_by_their_value(language: str, text: str, values: set[str]) -> None:
    assert NumberReader(language).values(text) == values


@pytest.mark.parametrize("number", ["9" * 10_000, "九" * 10_000, "hundred " * 3_000, "万" * 5_000])
def test_numbers_beyond_measure_do_no_harm(number: str) -> None:
    assert NumberReader("en").values(number)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("gregors", "gregor", True),
        ("florence", "florentine", True),
        ("spain", "spanish", True),
        ("rome", "roman", True),
        ("march", "margaret", False),
        ("maria", "mark", False),
        ("ann", "anton", False),
    ],
)
def test_forms_of_one_name(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
    assert same_name(other, one) is same


def names(text: str, language: str = "en", known: tuple[str, ...] = ()) -> list[str]:
    return [name.surface for name in NameReader(TermReader(language)).names(text, known)]


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "Yesterday the pilot met Maria Santos in Lisbon.", ["Maria", "Santos", "Lisbon"]),
        ("en", "Maria went home.", ["Maria"]),
        ("en", "Maria hardly slept. Fishing helps.", ["Maria"]),
        ("en", "Mr. Ames and I saw God’s house.", ["Ames", "God’s"]),
        ("en", "Developers are paid. Often they leave.", []),
        ("fr", "Candide partit pour le royaume d’Eldorado.", ["Candide", "d’Eldorado"]),
        ("de", "Gregor sah die Tür und das Haus.", ["Gregor"]),
    ],
)
def test_names_are_told_from_capitals(language: str, text: str, found: list[str]) -> None:
    assert names(text, language) == found


def test_a_first_word_met_as_a_name_elsewhere_is_one() -> None:
    assert names("Hope, the pilot, slept.") == []
    assert names("Hope, the pilot, slept.", known=("hope",)) == ["Hope"]


def test_german_nouns_behind_an_article_are_no_names() -> None:
    reader = NameReader(TermReader("de"))
    assert reader.known(["Dann sah Gregor die Tür. Die alte Tür sah Gregor an."]) == {"gregor"}


def contradiction(claim: str, source: str, language: str = "en") -> bool:
    reader = DenialReader(TermReader(language))
    return contradicts(reader.clauses(claim), reader.clauses(source))


@pytest.mark.parametrize(
    ("language", "claim", "source"),
    [
        ("en", "The pilot did not leave the harbour.", "At noon the pilot left the harbour."),
        ("en", "The pilot left the harbour.", "At noon the pilot did not leave the harbour."),
        ("en", "A servant can deceive his master.", "The servant cannot hope to deceive the master."),
        ("en", "The mill is fully repaired now.", "The mill is not fully repaired now."),
        ("en", "They knew the shore.", "What the shore was, they knew not."),
        ("fr", "Le pilote ne quitta pas le port.", "À midi le pilote quitta le port."),
        ("de", "Der Lotse verkauft das Boot nicht.", "Der Lotse verkauft am Mittag das Boot."),
        ("ja", "船は港を出発しなかった。", "船は正午に港を出発した。"),
    ],
)
def test_opposites_contradict(language: str, claim: str, source: str) -> None:
    assert contradiction(claim, source, language)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The pilot did not leave the harbour.", "The pilot never left the harbour."),
        ("The pilot did not leave the harbour.", "The pilot refused to leave the harbour."),
        ("The mill was not only old but damp.", "The mill was old and damp."),
        ("She spoke to him.", "She did not hesitate to speak to him."),
        ("He does not fear a scathing review.", "A scathing review would not, I must confess, be unwelcome."),
        ("Nobody counted the pages.", "The pages, which are many, were not counted."),
        ("They remember stories because they forgot the rules.", "They told stories and did not remember the rules."),
        ("The pilot left the harbour.", "The pilot left the harbour, but the cook did not leave it."),
    ],
)
def test_other_words_for_the_same_do_not(claim: str, source: str) -> None:
    assert not contradiction(claim, source)
