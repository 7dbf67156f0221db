"""What ``speech_text`` knows of single languages: how their abbreviations, symbols and numbered names are said.

Abbreviations are regular expressions, tried in order; ``(?=...)`` limits those that are words as well to where they are
followed by what they abbreviate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_NUMBER = r"(?=\s?(?:\d|[IVXLC]{2,}\b))"
_NAME = r"(?=\s?[^\W\d_a-zß-öø-ÿ])"
_NEXT = r"(?![\w])"

Rules = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Language:
    """How one language says what is written in signs. ``regnal`` holds the words after a ruler's name, from the first
    on; ``regnal_else`` formats what goes beyond them."""

    and_: str
    to: str
    equals: str
    plus: str
    times: str
    section: str
    dot: str
    at: str
    number: str
    regnal: tuple[str, ...]
    regnal_else: str
    abbreviations: Rules


_EN = (
    (r"e\.\s?g\.,?", "for example,"),
    (r"i\.\s?e\.,?", "that is,"),
    (r"Mrs\.", "Missus"),
    (r"Mr\.", "Mister"),
    (r"Ms\.", "Miz"),
    (r"Messrs\.", "Messieurs"),
    (rf"Dr\.{_NAME}", "Doctor"),
    (rf"Prof\.{_NAME}", "Professor"),
    (rf"Rev\.{_NAME}", "Reverend"),
    (rf"Hon\.{_NAME}", "Honourable"),
    (rf"Capt\.{_NAME}", "Captain"),
    (rf"Col\.{_NAME}", "Colonel"),
    (rf"Gen\.{_NAME}", "General"),
    (rf"Maj\.{_NAME}", "Major"),
    (rf"Lieut\.{_NAME}|Lt\.{_NAME}", "Lieutenant"),
    (rf"Sgt\.{_NAME}", "Sergeant"),
    (rf"Gov\.{_NAME}", "Governor"),
    (rf"Sen\.{_NAME}", "Senator"),
    (rf"Pres\.{_NAME}", "President"),
    (r"(?<=[A-Z][a-z] )St\.(?!\s?[A-Z])|(?<=[a-z]{3} )St\.(?!\s?[A-Z])", "Street"),
    (rf"St\.{_NAME}", "Saint"),
    (rf"Mt\.{_NAME}", "Mount"),
    (rf"Ft\.{_NAME}", "Fort"),
    (r"Jr\.", "Junior"),
    (r"(?<=[a-z] )Sr\.|(?<=[a-z], )Sr\.", "Senior"),
    (r"vs\.?(?=\s)", "versus"),
    (r"(?<=\w )v\.(?=\s[A-Z])", "versus"),
    (r"etc\.", "et cetera"),
    (r"&c\.", "et cetera"),
    (r"et al\.", "and others"),
    (r"cf\.", "compare"),
    (r"viz\.", "namely"),
    (r"[Ii]bid\.", "ibidem"),
    (r"approx\.", "approximately"),
    (rf"(?:ca?|circ)\.{_NUMBER}", "around"),
    (rf"Nos\.{_NUMBER}", "Numbers"),
    (rf"nos\.{_NUMBER}", "numbers"),
    (rf"No\.{_NUMBER}|№{_NUMBER}", "Number"),
    (rf"no\.{_NUMBER}", "number"),
    (rf"pp\.{_NUMBER}", "pages"),
    (rf"p\.{_NUMBER}", "page"),
    (rf"[Vv]ols\.{_NUMBER}", "volumes"),
    (rf"[Vv]ol\.{_NUMBER}", "volume"),
    (rf"[Cc]h(?:ap)?s?\.{_NUMBER}", "chapter"),
    (rf"[Ff]igs\.{_NUMBER}", "figures"),
    (rf"[Ff]ig\.{_NUMBER}", "figure"),
    (rf"[Ss]ec\.{_NUMBER}", "section"),
    (rf"[Aa]rt\.{_NUMBER}", "article"),
    (rf"ll\.{_NUMBER}", "lines"),
    (r"Inc\.", "Incorporated"),
    (r"Ltd\.", "Limited"),
    (r"Corp\.", "Corporation"),
    (r"Bros\.", "Brothers"),
    (r"(?<=[a-z&,] )Co\.", "Company"),
    (r"Ave\.", "Avenue"),
    (r"Blvd\.", "Boulevard"),
    (r"Jan\.(?=\s\d)", "January"),
    (r"Feb\.(?=\s\d)", "February"),
    (r"Aug\.(?=\s\d)", "August"),
    (r"Sept?\.(?=\s\d)", "September"),
    (r"Oct\.(?=\s\d)", "October"),
    (r"Nov\.(?=\s\d)", "November"),
    (r"Dec\.(?=\s\d)", "December"),
    (r"a\.\s?m\.|(?<=\d )am(?=\W|$)", "A M"),
    (r"p\.\s?m\.|(?<=\d )pm(?=\W|$)", "P M"),
)

_DE = (
    (r"z\.\s?B\.", "zum Beispiel"),
    (r"[dD]\.\s?h\.", "das heißt"),
    (r"u\.\s?a\.", "unter anderem"),
    (r"u\.\s?U\.", "unter Umständen"),
    (r"i\.\s?d\.\s?R\.", "in der Regel"),
    (r"s\.\s?o\.", "siehe oben"),
    (r"s\.\s?u\.", "siehe unten"),
    (r"o\.\s?Ä\.", "oder Ähnliches"),
    (r"u\.\s?s\.\s?w\.|usw\.", "und so weiter"),
    (r"v\.\s?Chr\.", "vor Christus"),
    (r"n\.\s?Chr\.", "nach Christus"),
    (r"bzw\.", "beziehungsweise"),
    (r"vgl\.", "vergleiche"),
    (r"Vgl\.", "Vergleiche"),
    (r"ca\.", "circa"),
    (r"evtl\.", "eventuell"),
    (r"ggf\.", "gegebenenfalls"),
    (r"sog\.", "sogenannt"),
    (r"geb\.", "geboren"),
    (r"gest\.", "gestorben"),
    (r"inkl\.", "inklusive"),
    (r"etc\.", "et cetera"),
    (rf"Nr\.{_NUMBER}", "Nummer"),
    (rf"S\.{_NUMBER}", "Seite"),
    (rf"Bd\.{_NUMBER}", "Band"),
    (rf"Kap\.{_NUMBER}", "Kapitel"),
    (rf"Abb\.{_NUMBER}", "Abbildung"),
    (rf"Abs\.{_NUMBER}", "Absatz"),
    (rf"Art\.{_NUMBER}", "Artikel"),
    (rf"Hr\.{_NAME}", "Herr"),
    (rf"Fr\.{_NAME}", "Frau"),
    (rf"Dr\.{_NAME}", "Doktor"),
    (rf"Prof\.{_NAME}", "Professor"),
    (rf"St\.{_NAME}", "Sankt"),
    (r"Jhd?t?s?\.", "Jahrhundert"),
    (r"Mio\.", "Millionen"),
    (r"Mrd\.", "Milliarden"),
)

_FR = (
    (r"p\.\s?ex\.", "par exemple"),
    (r"c\.?-à-d\.", "c'est-à-dire"),
    (r"av\.\s?J\.?-C\.", "avant Jésus-Christ"),
    (r"apr?\.\s?J\.?-C\.", "après Jésus-Christ"),
    (r"J\.-C\.", "Jésus-Christ"),
    (rf"MM\.{_NAME}", "Messieurs"),
    (rf"M\.{_NAME}", "Monsieur"),
    (rf"Mmes{_NEXT}\.?", "Mesdames"),
    (rf"Mme{_NEXT}\.?", "Madame"),
    (rf"Mlles{_NEXT}\.?", "Mesdemoiselles"),
    (rf"Mlle{_NEXT}\.?", "Mademoiselle"),
    (rf"Mgr{_NEXT}\.?", "Monseigneur"),
    (rf"D\s?r\.?{_NAME}", "Docteur"),
    (rf"St\.?(?:-|\s){_NAME}", "Saint "),
    (rf"Ste\.?(?:-|\s){_NAME}", "Sainte "),
    (r"etc\.", "et cetera"),
    (r"cf\.", "voir"),
    (r"env\.", "environ"),
    (rf"[Nn][°º]{_NUMBER}", "numéro"),
    (rf"pp?\.{_NUMBER}", "page"),
    (rf"[Vv]ol\.{_NUMBER}", "volume"),
    (rf"[Cc]hap\.{_NUMBER}", "chapitre"),
    (rf"[Ff]ig\.{_NUMBER}", "figure"),
    (rf"[Aa]rt\.{_NUMBER}", "article"),
)

_ES = (
    (r"p\.\s?ej\.", "por ejemplo"),
    (r"EE\.\s?UU\.", "Estados Unidos"),
    (r"a\.\s?(?:de\s)?[Cc]\.", "antes de Cristo"),
    (r"d\.\s?(?:de\s)?C\.", "después de Cristo"),
    (r"Sres\.", "Señores"),
    (r"Sra\.", "Señora"),
    (r"Srta\.", "Señorita"),
    (r"Sr\.", "Señor"),
    (rf"Dra\.{_NAME}", "Doctora"),
    (rf"Dr\.{_NAME}", "Doctor"),
    (rf"Dña\.{_NAME}", "Doña"),
    (rf"D\.{_NAME}", "Don"),
    (rf"Sta\.{_NAME}", "Santa"),
    (rf"Sto\.{_NAME}", "Santo"),
    (r"Uds\.", "ustedes"),
    (r"Ud\.", "usted"),
    (r"etc\.", "etcétera"),
    (r"aprox\.", "aproximadamente"),
    (rf"c\.{_NUMBER}", "hacia"),
    (rf"págs\.{_NUMBER}|pp\.{_NUMBER}", "páginas"),
    (rf"pág\.{_NUMBER}|p\.{_NUMBER}", "página"),
    (rf"[Cc]ap\.{_NUMBER}", "capítulo"),
    (rf"[Vv]ol\.{_NUMBER}", "volumen"),
    (rf"[Ff]ig\.{_NUMBER}", "figura"),
    (rf"[Nn]úm\.{_NUMBER}|[Nn]\.?[°º]{_NUMBER}", "número"),
    (rf"[Aa]rt\.{_NUMBER}", "artículo"),
)

_IT = (
    (r"p\.\s?es\.|per es\.|ad es\.", "per esempio"),
    (r"a\.\s?C\.", "avanti Cristo"),
    (r"d\.\s?C\.", "dopo Cristo"),
    (r"Sig\.ra", "Signora"),
    (r"Sig\.na", "Signorina"),
    (r"Sigg\.", "Signori"),
    (r"[Ss]ig\.", "Signor"),
    (r"[Dd]ott\.ssa", "Dottoressa"),
    (r"[Dd]ott\.", "Dottor"),
    (r"[Pp]rof\.ssa", "Professoressa"),
    (r"[Pp]rof\.", "Professor"),
    (rf"[Aa]vv\.{_NAME}", "Avvocato"),
    (rf"[Ii]ng\.{_NAME}", "Ingegner"),
    (rf"S\.{_NAME}", "San"),
    (r"ecc\.|etc\.", "eccetera"),
    (r"cfr\.", "confronta"),
    (rf"ca?\.{_NUMBER}", "circa"),
    (rf"pagg\.{_NUMBER}|pp\.{_NUMBER}", "pagine"),
    (rf"pag\.{_NUMBER}|p\.{_NUMBER}", "pagina"),
    (rf"[Cc]ap\.{_NUMBER}", "capitolo"),
    (rf"[Vv]ol\.{_NUMBER}", "volume"),
    (rf"[Ff]ig\.{_NUMBER}", "figura"),
    (rf"[Nn]\.{_NUMBER}", "numero"),
    (rf"[Aa]rt\.{_NUMBER}", "articolo"),
)


def _words(text: str, form: str = "{}") -> tuple[str, ...]:
    return tuple(form.format(word) for word in text.split())


RULERS = frozenset(
    _words(
        "Henry Edward George William Richard Charles James Mary Elizabeth Anne John Stephen Robert David Alexander "
        "Louis Philip Francis Napoleon Peter Catherine Ivan Nicholas Paul Frederick Wilhelm Friedrich Ludwig Karl "
        "Heinrich Otto Leopold Joseph Josef Franz Ferdinand Maximilian Rudolf Konrad Albrecht Georg Johann Katharina "
        "Elisabeth Henri François Philippe Élisabeth Léopold Pie Jean Grégoire Clément Alexandre Guillaume Frédéric "
        "Nicolas Felipe Carlos Alfonso Fernando Isabel Isabella Enrique Pedro Juan Sancho Jaime Pío Benedicto "
        "Inocencio Gregorio Luigi Carlo Filippo Enrico Vittorio Emanuele Umberto Pio Elisabetta Giovanni Paolo "
        "Benedetto Innocenzo Bonifacio Sisto Leone Pius Benedict Leo Innocent Gregory Clement Urban Sixtus Julius "
        "Boniface Adrian Celestine Martin Eugene Ramses Rameses Ramesses Thutmose Amenhotep Seti Ptolemy Darius "
        "Xerxes Artaxerxes Cyrus Antiochus Cleopatra Constantine Justinian Theodosius Valentinian Basil Michael Murad "
        "Mehmed Selim Gustav Gustavus Christian Magnus Haakon Olaf Olav Eric Erik Harald Kamehameha Rama Rudolph "
        "Afonso Manuel Sebastian Victor Emmanuel"
    )
)
"""Names that a Roman numeral may follow, as they are written in the languages below."""


LANGUAGES: Mapping[str, Language] = {
    "en": Language(
        *("and", "to", "equals", "plus", "times", "section", "dot", "at", "number"),
        regnal=(),
        regnal_else="the {ordinal}",
        abbreviations=_EN,
    ),
    "de": Language(
        *("und", "bis", "gleich", "plus", "mal", "Paragraf", "Punkt", "ät", "Nummer"),
        regnal=_words(
            "Erste Zweite Dritte Vierte Fünfte Sechste Siebte Achte Neunte Zehnte Elfte Zwölfte Dreizehnte Vierzehnte "
            "Fünfzehnte Sechzehnte Siebzehnte Achtzehnte",
            "der {}",
        ),
        regnal_else="{number}",
        abbreviations=_DE,
    ),
    "fr": Language(
        *("et", "à", "égale", "plus", "fois", "paragraphe", "point", "arobase", "numéro"),
        regnal=("premier",),
        regnal_else="{number}",
        abbreviations=_FR,
    ),
    "es": Language(
        *("y", "a", "igual a", "más", "por", "sección", "punto", "arroba", "número"),
        regnal=_words("primero segundo tercero cuarto quinto sexto séptimo octavo noveno décimo"),
        regnal_else="{number}",
        abbreviations=_ES,
    ),
    "it": Language(
        *("e", "a", "uguale a", "più", "per", "paragrafo", "punto", "chiocciola", "numero"),
        regnal=_words(
            "primo secondo terzo quarto quinto sesto settimo ottavo nono decimo undicesimo dodicesimo tredicesimo "
            "quattordicesimo quindicesimo sedicesimo diciassettesimo diciottesimo"
        ),
        regnal_else="{number}",
        abbreviations=_IT,
    ),
}
"""By primary language subtag. Other languages get only the rules that need no words."""
