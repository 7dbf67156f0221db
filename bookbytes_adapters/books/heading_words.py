"""The words that headings are made of, in the languages most books are in."""

from bookbytes_core.domain.named_parts import NAMED_PARTS, fold

__all__ = [
    "CHAPTER_LABELS",
    "ENGLISH_LABELS",
    "NAMED_PARTS",
    "NUMBER_WORDS",
    "PART_LABELS",
    "SECTION_LABELS",
    "fold",
]

_PART = """book part volume vol epoch tome partie livre teil buch band parte libro tomo deel boek del bok bog osa kirja
    część księga tom díl kniha том книга часть частина kitap kısım rész könyv kötet μέρος βιβλίο"""
_CHAPTER = """chapter chap letter canto act stave adventure lecture lesson tale story fable epistle chapitre lettre acte
    conte leçon kapitel kap brief akt gesang aufzug capítulo capitulo cap carta acto capitolo lettera atto hoofdstuk
    bedrijf kapittel luku rozdział kapitola fejezet bölüm глава письмо розділ лист действие κεφάλαιο capitol capitolul
    poglavlje capítol näytös"""
_SECTION = "scene section szene scène escena scena abschnitt auftritt scen"
PART_LABELS, CHAPTER_LABELS, SECTION_LABELS = (frozenset(words.split()) for words in (_PART, _CHAPTER, _SECTION))

_ENGLISH = """book part volume vol epoch chapter chap letter canto act stave adventure lecture lesson tale story fable
    epistle scene section"""
ENGLISH_LABELS = frozenset(_ENGLISH.split())

_CARDINALS = """one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
    fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"""
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_IN_OTHER_LANGUAGES = (
    "eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "erstes zweites drittes viertes fünftes sechstes siebentes achtes neuntes zehntes elftes zwölftes",
    "erster zweiter dritter vierter fünfter sechster siebenter achter neunter zehnter elfter zwölfter",
    "erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte elfte zwölfte",
    "premier deuxième troisième quatrième cinquième sixième septième huitième neuvième dixième onzième douzième",
    "première seconde",
    "primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo undécimo duodécimo",
    "primera segunda tercera cuarta quinta sexta séptima octava novena décima undécima duodécima",
    "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo undicesimo dodicesimo",
    "prima seconda terza quarta quinta sesta settima ottava nona decima undicesima dodicesima",
    "primeiro segundo terceiro quarto quinto sexto sétimo oitavo nono décimo",
    "primeira segunda terceira quarta quinta sexta sétima oitava nona décima",
    "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
    "первая вторая третья четвёртая пятая шестая седьмая восьмая девятая десятая",
    "первый второй третий четвёртый пятый шестой седьмой восьмой девятый десятый",
)
NUMBER_WORDS: dict[str, int] = {
    **{word: value for words in _IN_OTHER_LANGUAGES for value, word in enumerate(words.split(), start=1)},
    **{word: value for words in (_CARDINALS, _ORDINALS) for value, word in enumerate(words.split(), start=1)},
    **_TENS,
    **{
        f"{ten}-{unit}": value + digit
        for ten, value in _TENS.items()
        for words in (_CARDINALS, _ORDINALS)
        for digit, unit in enumerate(words.split()[:9], start=1)
    },
}
