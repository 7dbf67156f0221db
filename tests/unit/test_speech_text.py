"""Text for a voice: what is said for signs, abbreviations, numerals and capitals, and what is left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbytes_core.domain.roman import from_roman, to_roman
from bookbytes_core.domain.speech_text import speakable, spoken_heading

ENGLISH = {
    # abbreviations
    "He came by train, e.g. the 3.15, i.e. late.": "He came by train, for example, the 3.15, that is, late.",
    "Mr. and Mrs. Hill vs. Dr. No.": "Mister and Missus Hill versus Doctor No.",
    "See No. 5, pp. 3-5, and vol. II.": "See Number 5, pages 3 to 5, and volume 2.",
    "No. I will not.": "No. I will not.",
    "St. Anne lived in Mill St. until May.": "Saint Anne lived in Mill Street until May.",
    "Nuts, figs, etc.": "Nuts, figs, et cetera.",
    "Hill et al. (1999), cf. p. 12": "Hill and others, 1999, compare page 12.",
    "from 10 a.m. to 5 pm": "from 10 A M to 5 P M.",
    "A. B. Hill of the U.S. army": "A B Hill of the U S army.",
    "George W. Hill": "George W Hill.",
    # notes' marks and emphasis
    "A word[12] and another[a] and one[3, 4].": "A word and another and one.",
    "A man* said so.† Then he left.²": "A man said so. Then he left.",
    "[The king] came [sic] home.": "The king came sic home.",
    "*very* good and _this_ too": "very good and this too.",
    "5 km² of land": "5 km² of land.",
    # quotes, brackets, dashes, dots
    "“Don’t,” he said, ‘never’.": "Don't, he said, never.",
    "'Tis the dogs' bowl": "Tis the dogs bowl.",
    "(Aside) The king (a boy) came.": "Aside, The king, a boy, came.",
    "the word(s) meant": "the words meant.",
    "He—no, wait... what?": "He, no, wait, what?",
    "Wait… He came.": "Wait. He came.",
    "— Who? — he said": "Who? he said.",
    "well-known – and good": "well-known, and good.",
    "He ran -- fast --": "He ran, fast.",
    "What?! No!!": "What? No!",
    "Noooooo!": "Nooo!",
    # numbers' signs
    "in 1914-18, 1990–91 and 10–20": "in 1914 to 18, 1990 to 91 and 10 to 20.",
    "20%–30% and $5–$10": "20% to 30% and $5 to $10.",
    "It ended 3-0; call 555-1234.": "It ended 3-0; call 555-1234.",
    "§ 5, #7, x = 5 + 3, 4 × 4": "section 5, number 7, x equals 5 plus 3, 4 times 4.",
    "Hill & Co. and AT&T": "Hill and Company and AT and T.",
    "and/or": "and or.",
    # addresses
    "see https://www.example.com/a/b?c=1.": "see example dot com.",
    "write to bob@my-house.example!": "write to bob at my house dot example!",
    # numerals
    "Henry VIII, Louis XIV and Charles I of Spain": "Henry the 8th, Louis the 14th and Charles the 1st of Spain.",
    "In chapter XIV of Book I, as World War II began": "In chapter 14 of Book 1, as World War 2 began.",
    "In the book I read, the letter V and vitamin C": "In the book I read, the letter V and vitamin C.",
    "See page xiv, Apollo XI and Malcolm X": "See page 14, Apollo 11 and Malcolm X.",
    # capitals
    "IT was the best of times": "It was the best of times.",
    "THE KING AND US were here": "the king and us were here.",
    "the US FBI agent": "the US FBI agent.",
    "She IS here, and I AM GLAD": "She is here, and I am glad.",
    # characters
    "a\x00b\x07c\u200b\ufeff": "abc.",
    "one\ntwo\u2028three\u00a0four": "one two three four.",
    "🎧 hi ™": "hi.",
    "ﬁn\u00adish": "finish.",
}
OTHERS = [
    ("de", "Das ist z. B. gut, d. h. von 1914–18.", "Das ist zum Beispiel gut, das heißt von 1914 bis 18."),
    ("de", "im 19. Jh. usw.", "im 19. Jahrhundert und so weiter."),
    ("de", "Heinrich VIII. lebte dort", "Heinrich der Achte lebte dort."),
    ("fr", "M. Dupont, p. ex., au n° 5, l’homme", "Monsieur Dupont, par exemple, au numéro 5, l'homme."),
    ("fr", "au XIXe siècle, sous Louis XIV", "au 19e siècle, sous Louis 14."),
    ("fr", "François Ier", "François premier."),
    ("es", "El Sr. López, p. ej., en el siglo XIX", "El Señor López, por ejemplo, en el siglo 19."),
    ("es", "Isabel II", "Isabel segunda."),
    ("es", "¿Qué? ¡Hola!", "¿Qué? ¡Hola!"),
    ("it", "Il Sig. Rossi, ecc., nel XIX secolo", "Il Signor Rossi, eccetera, nel 19º secolo."),
    ("zh", "他说：“你好”——然后（笑）走了。", "他说：你好，然后，笑，走了。"),
    ("ja", "「はい」と言った……。", "はいと言った。"),
    ("ru", "«Привет» — сказал он.", "Привет, сказал он."),
    ("und", "Mr. Hill", "Mister Hill."),
    ("en-GB", "Mr. Hill", "Mister Hill."),
    ("xx", "Mr. Hill & Co", "Mr. Hill & Co."),
]
HEADINGS = {
    "CHAPTER XIV. The Queen": "Chapter 14. The Queen",
    "XIV": "14",
    "xiv": "14",
    "XIV.": "14",
    "I": "1",
    "I. Loomings": "1. Loomings",
    "III — The Long Road": "3 — The Long Road",
    "IV The Lovers": "4. The Lovers",
    "Part II": "Part 2",
    "Part I": "Part 1",
    "BOOK I THE COMING": "Book 1 The Coming",
    "ACT III. SCENE IV.": "Act 3. Scene 4.",
    "Volume I, Chapter IIII": "Volume 1, Chapter 4",
    "Books I–III": "Books 1–3",
    "Henry VIII": "Henry the 8th",
    "CHARLES I AND CHARLES II": "Charles the 1st And Charles the 2nd",
    "Louis XIV's Court": "Louis the 14th's Court",
    "World War I": "World War 1",
    "THE KING'S PARDON": "The King's Pardon",
    "THE FBI AND THE BBC": "The FBI And The BBC",
    "MOBY-DICK; OR, THE WHALE": "Moby-Dick; Or, The Whale",
    "MIX": "Mix",
    "DIM": "Dim",
    "  Two\n lines ": "Two lines",
}
LEFT_ALONE = [
    *("I Am a Cat", "I, Robot", "Mix", "mi", "Civil", "Dim", "Did", "C", "L", "1984", "Chapter the First", ""),
    *("The Book I Love", "The Part I Played", "V. S. Naipaul", "I. M. Pei", "Malcolm X", "Appendix C", "Vitamin C"),
    "我是猫",
]
FOREIGN_HEADINGS = [
    ("de", "KAPITEL IV. Der Brief", "Kapitel 4. Der Brief"),
    ("de", "IV. Kapitel", "4. Kapitel"),
    ("de", "Katharina II.", "Katharina die Zweite."),
    ("fr", "Chapitre XIV", "Chapitre 14"),
    ("fr", "LOUIS XIV", "Louis 14"),
    ("es", "Capítulo XIV", "Capítulo 14"),
    ("it", "Luigi XIV", "Luigi quattordicesimo"),
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert speakable(text, "en") == ENGLISH[text]


@pytest.mark.parametrize(("language", "text", "said"), OTHERS)
def test_other_languages(language: str, text: str, said: str) -> None:
    assert speakable(text, language) == said


@pytest.mark.parametrize("text", ["", " ", "***", "...", "?!?!", "—", "“”", "🎧", "\x00\x07", "†", "(*)"])
def test_nothing_to_say(text: str) -> None:
    assert speakable(text, "en") == ""


@pytest.mark.parametrize("title", HEADINGS)
def test_headings(title: str) -> None:
    assert spoken_heading(title, "en") == HEADINGS[title]


@pytest.mark.parametrize("title", LEFT_ALONE)
def test_headings_left_alone(title: str) -> None:
    assert spoken_heading(title, "en") == title


@pytest.mark.parametrize(("language", "title", "said"), FOREIGN_HEADINGS)
def test_headings_of_other_languages(language: str, title: str, said: str) -> None:
    assert spoken_heading(title, language) == said


def test_roman_numerals_there_and_back() -> None:
    assert all(from_roman(to_roman(number)) == number for number in range(1, 4000))
    assert [from_roman(letters) for letters in ("", "IC", "DIM", "CIVIL", "VV", "MMMM", "xiv", "A")] == [None] * 8
    assert [from_roman(letters) for letters in ("IIII", "VIIII", "XIIII")] == [4, 9, 14]


@given(st.text(max_size=200), st.sampled_from(["en", "de", "fr", "es", "it", "zh", "ru", "und", ""]))
def test_any_text_can_be_prepared(text: str, language: str) -> None:
    said = speakable(text, language)
    assert said == speakable(text, language)
    assert not [character for character in said if unicodedata.category(character) in ("Cc", "Cs", "Co", "Zl", "Zp")]
    assert said == "" or any(character.isalnum() for character in said)
    spoken_heading(text, language)


HOSTILE = [
    "*",
    "a*",
    "(",
    "A.",
    "I ",
    ". ",
    "A B",
    " ",
    "[1",
    "http://",
    "a@",
    "1-",
    "-",
    "*a _b ",
    "'",
    "XI",
    "“",
    "e.g",
    "No.",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_takes_no_long_time(hostile: str) -> None:
    """Far below the suite's patience, where a rule that goes over the text again for each sign would take minutes."""
    text = (hostile * 40_000)[:40_000]
    speakable(text, "en")
    spoken_heading(text, "en")
