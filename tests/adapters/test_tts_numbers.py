"""Numbers in words, in the languages that have tables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookbytes_adapters.tts.prepare import preparation, spoken

ENGLISH = {
    "In 1815 he had 1,000,000 men.": "In eighteen fifteen he had one million men.",
    "1 000 horses": "one thousand horses.",
    "1066, 1907, 1900": "one thousand and sixty-six, nineteen oh-seven, nineteen hundred.",
    "2000, 2009, 2024": "two thousand, two thousand and nine, twenty twenty-four.",
    "They came in 1066.": "They came in ten sixty-six.",
    "1914-18": "nineteen fourteen to eighteen.",
    "the 1920s, '90s and 1800s": "the nineteen twenties, nineties and eighteen hundreds.",
    "the 2nd and 21st of May": "the second and twenty-first of May.",
    "Henry VIII, chapter XIV": "Henry the eighth, chapter fourteen.",
    "12,345.67": "twelve thousand three hundred and forty-five point six seven.",
    "0.5": "zero point five.",
    "$5 million and US$3.2 million": "five million dollars and three point two million dollars.",
    "£3.50, $3.05 and €20": "three pounds and fifty pence, three dollars and five cents and twenty euros.",
    "$0.50, $0.01, $1.00 and $1": "fifty cents, one cent, one dollar and one dollar.",
    "$5bn, £5m and $1,500": "five billion dollars, five million pounds and one thousand five hundred dollars.",
    "20% or 3.14%": "twenty percent or three point one four percent.",
    "at 3:30, 3:05 and 3:00": "at three thirty, three oh five and three o'clock.",
    "10:00 p.m.": "ten P M.",
    "½ a mile, 3½ miles": "a half a mile, three and a half miles.",
    "3/4 and 9/11": "three quarters and nine eleven.",
    "5 km, 1 km, a 5-km run": "five kilometres, one kilometre, a five kilometre run.",
    "5 ft. tall, at 60 mph": "five feet tall, at sixty miles an hour.",
    "5 km² at 20 °C": "five square kilometres at twenty degrees Celsius.",
    "−5°C and -3": "minus five degrees Celsius and minus three.",
    "ISBN 978-0-14-143951-8": "ISBN nine seven eight, zero, one four, one four three nine five one, eight.",
    "call 555-1234": "call five five five, one two three four.",
    "agent 007, 1234567": "agent zero zero seven, one two three four five six seven.",
    "5000000": "five million.",
    "2024-01-15": "twenty twenty-four, one, fifteen.",
    "section 3.2.1": "section three point two point one.",
    "MP3, B2B, H2O, 4x4": "MP3, B2B, H2O, 4x4.",
    "it ended 3-0": "it ended three-zero.",
}
OTHERS = [
    ("de", "Im 19. Jahrhundert", "Im neunzehnten Jahrhundert."),
    ("de", "das 3. Kapitel, am 3. Mai 1815", "das dritte Kapitel, am dritten Mai achtzehnhundertfünfzehn."),
    ("de", "1.000.000, 3,14 und 2½", "eine Million, drei Komma eins vier und zwei einhalb."),
    ("de", "5 €, 3,50 €, 5 Millionen Euro", "fünf Euro, drei Euro fünfzig, fünf Millionen Euro."),
    ("de", "20 %, 1 km, 15:30 Uhr", "zwanzig Prozent, ein Kilometer, fünfzehn Uhr dreißig."),
    ("fr", "Au XIXe siècle, le 1er mai", "Au dix-neuvième siècle, le premier mai."),
    ("fr", "71, 3,14 et 1 000 000", "soixante et onze, trois virgule quatorze et un million."),
    ("fr", "3,50 €, 15h30, 5 millions €", "trois euros cinquante, quinze heures trente, cinq millions d'euros."),
    ("es", "siglo XIX, 1.º y 2ª", "siglo diecinueve, primero y segunda."),
    ("es", "21 km, $5 millones", "veintiún kilómetros, cinco millones de dólares."),
    ("it", "XIX secolo, 1º e 2ª", "diciannovesimo secolo, primo e seconda."),
    ("it", "3,50 €, 20 %", "tre euro e cinquanta, venti per cento."),
    ("ru", "В 1815 году", "В 1815 году."),
    ("zh", "1815年。", "1815年。"),
    ("und", "1815", "eighteen fifteen."),
]


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert spoken(text, "en") == ENGLISH[text]


@pytest.mark.parametrize(("language", "text", "said"), OTHERS)
def test_other_languages(language: str, text: str, said: str) -> None:
    assert spoken(text, language) == said


@given(st.text("0123456789.,:-/%$£€½º°'ek stm", max_size=40), st.sampled_from(["en", "de", "fr", "es", "it", "pt"]))
def test_any_number_can_be_said(text: str, language: str) -> None:
    assert spoken(text, language) == spoken(text, language)


@pytest.mark.parametrize("digits", ["9" * 5000, "9," * 2000, "1 000" * 1000, "12:34" * 500, "1-" * 2000])
def test_endless_numbers_can_be_said(digits: str) -> None:
    assert spoken(digits, "en")


def test_the_preparation_has_a_name() -> None:
    assert preparation().startswith("text")
