"""Titles that tell the level of what they head: "Part One", "Chapter 3", "Act I", "Scene 2", in many languages."""

import re
import unicodedata

from bookbytes_adapters.books.epub.semantics import Unit


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PART_WORDS = _words("""
    part book volume vol division teil buch band partie livre tome parte libro tomo volumen livro volume deel boek
    часть книга частина część księga díl kniha חלק ספר الجزء القسم phần
""")
_CHAPTER_WORDS = _words("""
    chapter chap letter act canto story tale stave episode sermon lecture adventure kapitel brief akt aufzug gesang
    chapitre lettre acte chant capítulo capitulo carta acto capitolo lettera atto cap ato hoofdstuk bedrijf глава письмо
    действие акт песнь розділ rozdział kapitola luku fejezet capitolul κεφάλαιο bölüm פרק מכתב الفصل الباب chương
""")
_SECTION_WORDS = _words("""
    scene section szene auftritt abschnitt scène escena sección scena cena seção сцена явление раздел
""")
_UNIT_OF = {
    **dict.fromkeys(_SECTION_WORDS, Unit.SECTION),
    **dict.fromkeys(_CHAPTER_WORDS, Unit.CHAPTER),
    **dict.fromkeys(_PART_WORDS, Unit.PART),
}
_ORDINALS = _words("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth last final
    erster erste erstes zweiter zweite zweites dritter dritte drittes vierter vierte viertes fünfter fünfte fünftes
    sechster sechste letzter letzte premier première deuxième second seconde troisième quatrième cinquième sixième
    dernier dernière primera primer segunda segundo tercera tercer tercero cuarta cuarto quinta quinto sexta prima primo
    seconda secondo terza terzo quarta quarto ultima primeira primeiro terceira terceiro eerste tweede derde vierde
    первая вторая третья четвертая пятая первый второй третий
""")
_CARDINALS = _words("""
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty eins zwei drei vier fünf sechs sieben acht neun zehn un deux trois quatre cinq six sept huit neuf
    dix uno dos tres cuatro cinco seis siete ocho nueve diez due tre quattro cinque sei sette otto nove dieci um dois
    três quatro sete oito dez een twee drie vijf zes zeven negen tien the
""")
_ORDINAL = re.compile(r"\d{1,2}(?:st|nd|rd|th|e|er|ère|a|o|ª|º)?")
_ROMAN = r"(?=[ivxlcd])(?:cd|d?c{0,4})(?:xc|xl|l?x{0,4})(?:ix|iv|v?i{0,4})"
_BARE_NUMBER = re.compile(
    rf"[\[(]?(?:§ ?)?(?:\d{{1,3}}|{_ROMAN}|[〇一二三四五六七八九十百]{{1,5}})[.)\]:]*", re.IGNORECASE
)
_LEADING = re.compile(r"(\d{1,3})((?:\.\d{1,3})*)\.?(?=\s|$|:)")
_COUNT = r"[〇零一二三四五六七八九十百千两兩上中下\d]+"
_COUNTED = re.compile(
    f"[第제] ?{_COUNT} ?(?P<named>[章回話话幕節节場场巻卷部篇編编集冊册장화부권편])"
    f"|{_COUNT}(?P<bare>[章回話话幕巻卷部篇編编])$"
)
_COUNTED_UNITS = {
    **dict.fromkeys("章回話话幕장화", Unit.CHAPTER),
    **dict.fromkeys("巻卷部篇編编集冊册부권편", Unit.PART),
    **dict.fromkeys("節节場场", Unit.SECTION),
}


def unit_of_title(title: str) -> Unit | None:
    """The level that the first words of ``title`` name, or ``None``."""
    text = unicodedata.normalize("NFKC", title).casefold()
    counted = _COUNTED.match(text)
    if counted:
        return _COUNTED_UNITS[counted["named"] or counted["bare"]]
    words = re.findall(r"[^\W_]+", text.removeprefix("the "))[:2]
    if len(words) > 1 and (words[0] in _ORDINALS or _ORDINAL.fullmatch(words[0])):
        words.reverse()
    unit = _UNIT_OF.get(words[0]) if words else None
    if unit is Unit.PART and words[1:] and words[0].isascii() and not _counts(words[1]):
        return None  # "Book of the Dead", "Band of Brothers"
    return unit


def is_bare_unit(title: str) -> bool:
    """Whether ``title`` only counts: "Chapter IV", "第三章", "Act the First"."""
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", title).casefold())
    return unit_of_title(title) is not None and len(words) <= 2 + ("the" in words)


def is_bare_number(title: str) -> bool:
    """Whether ``title`` is nothing but a number: "7", "IV.", "十二"."""
    return bool(_BARE_NUMBER.fullmatch(title.strip()))


def leading_numbers(title: str) -> tuple[int, ...]:
    """The numbers ``title`` starts with: (2, 1) for "2.1 Motivation", () for none."""
    found = _LEADING.match(title.strip())
    return tuple(int(number) for number in found.group().rstrip(".").split(".")) if found else ()


def _counts(word: str) -> bool:
    return word in _ORDINALS or word in _CARDINALS or bool(_BARE_NUMBER.fullmatch(word)) or len(word) == 1
