"""The words that headings are made of, in the languages most books are in."""

import unicodedata

from bookbytes_core.domain.book_text import SkipReason


def fold(text: str) -> str:
    """``text`` for comparing titles: without case, accents, punctuation and white space."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(filter(str.isalnum, plain.casefold()))


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

_SPOKEN = """prologue epilogue introduction conclusion interlude postscript afterword prolog epilog einleitung
    einführung schluss nachwort épilogue introducción prólogo epílogo introduzione introdução conclusión conclusão
    conclusione inleiding nawoord proloog epiloog inledning введение пролог эпилог заключение wstęp zakończenie úvod
    závěr 序章 終章 尾声 引子 楔子"""
_FRONT = """cover title title-page half-title half-title-page copyright copyright-page imprint dedication epigraph
    preface foreword prefatory-note etymology extracts acknowledgments acknowledgements dramatis-personæ to-the-reader
    translator's-note author's-note publisher's-note editor's-note transcriber's-note transcriber's-notes
    transcribers-note transcription-notes illustrations list-of-illustrations frontispiece widmung vorwort vorrede
    geleitwort impressum dédicace avant-propos préface avertissement dedicatoria prefacio prefazione dedica voorwoord
    förord forord предисловие przedmowa předmluva 序 序言 前言 まえがき"""
_BACK = """colophon uncopyright about-the-author about-the-authors bibliography glossary references further-reading
    colofon bibliographie literaturverzeichnis literatur glossar glossaire bibliografía advertisements
    by-the-same-author errata the-end あとがき 后记"""
_NOTES = "notes footnotes endnotes anmerkungen fußnoten notas note noten voetnoten remarques примечания przypisy"
_CONTENTS = """contents table-of-contents list-of-contents inhalt inhaltsverzeichnis table-des-matières
    table-des-chapitres sommaire índice índice-general contenido sommario indice inhoud inhoudsopgave innehåll indhold
    innhold sisällys содержание оглавление spis-treści obsah tartalom içindekiler 目录 目次 目錄"""
_INDEX = "index register sachregister personenregister alphabetical-index index-of-names"

NAMED_PARTS: dict[str, SkipReason | None] = {
    fold(name): skip
    for names, skip in (
        (_SPOKEN, None),
        (_FRONT, SkipReason.FRONT_MATTER),
        (_BACK, SkipReason.BACK_MATTER),
        (_NOTES, SkipReason.NOTES),
        (_CONTENTS, SkipReason.CONTENTS),
        (_INDEX, SkipReason.INDEX),
    )
    for name in names.split()
}
"""A part's folded name, and why it is not spoken; ``None`` for what the author wrote to be read."""
