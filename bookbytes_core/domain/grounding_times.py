"""Times that a text speaks of (months, weekdays, seasons, times of day, units of spans of time), halves and quarters.

A wrong date often keeps its number and changes what the number counts ("two years" for "two months"), or has no number
at all ("at midnight", "the next day"). Words of one time are one concept: "dawn" and "sunrise", "noon" and "midday".
"""

import re
from collections.abc import Mapping

from bookbytes_core.domain.grounding_terms import WORD, fold, primary_language

_CONCEPTS: Mapping[str, str] = {
    "en": """
monday mondays; tuesday tuesdays; wednesday wednesdays; thursday thursdays; friday fridays; saturday saturdays;
sunday sundays sabbath; january; february; april; june; july; august; september; october; november; december; #march;
#may; spring springtime vernal / april may; summer midsummer summers / june july august;
autumn autumnal / harvest september october november; winter wintry winters / december january february;
morning mornings dawn daybreak sunrise morn / day-break sun-rise breakfast aurora daylight forenoon early sun;
noon midday noontide noonday / mid-day twelve meridian; midnight / twelve; afternoon afternoons / dinner evening;
evening evenings dusk sunset nightfall twilight tonight / eve night supper sun-set dark sun;
night nights midnight overnight nightly / tonight evening dark darkness nocturnal nightfall sleep moon;
minute minutes / moment; hour hours hourly / o'clock clock; week weeks weekly / fortnight days sennight seven;
month months monthly / moon january february march april june july august september october november december weeks;
year years yearly annual annually / twelvemonth age aged old; century centuries / hundred; decade decades / ten;
fortnight / two-week fourteen weeks; tomorrow / to-morrow morrow next; yesterday / previous; christmas; easter;
half halves / half-way halfway middle moiety midst fifty;
quarter / fourth four neighbourhood neighborhood part district""",
    "fr": """
lundi; mardi; mercredi; jeudi; vendredi; samedi; dimanche; janvier; fevrier; #mars; avril; mai; juin; juillet; aout;
septembre; octobre; novembre; decembre; printemps / avril mai; automne / automnal septembre octobre;
hiver / decembre janvier fevrier; matin matinee matins aube aurore / levant jour; midi; minuit;
soir soiree soirs / souper souperent crepuscule soupe soupa nuit; nuit nuits / nocturne minuit; minute minutes;
heure heures; semaine semaines / jours; mois; an ans annee annees / annuel annuelle; siecle siecles;
lendemain demain; hier / veille; noel; paques; moitie / demi demie milieu""",
    "de": """
montag montags; dienstag dienstags; mittwoch; donnerstag; freitag freitags; samstag sonnabend; sonntag sonntags;
januar janner; februar feber; marz; april; mai; juni; juli; august; september; oktober; november; dezember;
fruhling fruhjahr; sommer sommers; herbst herbstes; winter winters;
morgens vormittag vormittags morgengrauen tagesanbruch / morgen fruh fruhe fruhmorgens morgenstunde
morgendammerung morgenstunden; mittag mittags / mittagessen; mitternacht / zwolf; nachmittag nachmittags;
abend abends abende / abendessen nachtmahl nachtmahls abendbrot; nacht nachts nachte nachten / abends nachtlich;
minute minuten; stunde stunden / stundenlang viertelstunde uhr; woche wochen / wochenlang;
monat monate monaten monats / monatelang; jahr jahre jahren jahres / jahrelang jahrig; jahrhundert jahrhunderte;
gestern; weihnachten / weihnachtsabend; ostern; halfte / halb halbe halben mitte""",
    "es": """
lunes; #martes; miercoles; jueves; viernes; sabado sabados; domingo domingos; enero; febrero; #marzo; abril; mayo;
junio; julio; agosto; septiembre setiembre; octubre; noviembre; diciembre; primavera; verano estio; otono; invierno;
amanecer alba madrugada aurora / amanecio mananita manana; mediodia; medianoche;
noche noches anochecer / nocturno nocturna medianoche cena cenar tarde; minuto minutos / momento; hora horas;
semana semanas / semanal dias; mes meses / mensual; ano anos / anual; siglo siglos; ayer / vispera; navidad;
mitad / medio media""",
    "it": """
lunedi; martedi; mercoledi; giovedi; venerdi; sabato; domenica; gennaio; febbraio; #marzo; aprile; maggio; giugno;
luglio; agosto; settembre; ottobre; novembre; dicembre; primavera; autunno; inverno; mezzogiorno; mezzanotte;
mattina mattino alba; sera serata / notte; notte notti / sera; settimana settimane; mese mesi; anno anni;
secolo secoli; ieri; natale; pasqua""",
}
"""Concepts parted by semicolons: words that ask for one, and behind "/" others by which a source may tell of it. A word
with "#" is another one in small letters: it is a date with a capital or beside a number."""
_DAYS: Mapping[str, str] = {
    "en": "day days daily; today to-day",
    "fr": "jour jours journee; aujourd'hui",
    "de": "tag tage tagen tages; heute",
    "es": "dia dias; hoy",
    "it": "giorno giorni; oggi",
}
"""Concepts that any text speaks of somewhere, so that no source is asked for them."""


class TimeReader:
    """Finds in texts of one language the times they speak of."""

    def __init__(self, language: str) -> None:
        text = _CONCEPTS.get(primary_language(language), "")
        self._asks: dict[str, str] = {}
        self._concepts: dict[str, str] = {}
        self._tells: dict[str, set[str]] = {}
        self._guarded = frozenset(word[1:] for word in text.replace(";", " ").split() if word[0] == "#")
        for concept in text.replace("#", "").split(";"):
            asking, _, telling = concept.partition("/")
            for word in asking.split():
                self._asks[word] = asking.split()[0]
            for word in (*asking.split(), *telling.split()):
                self._tells.setdefault(word, set()).add(asking.split()[0])
        for concept in (*text.replace("#", "").split(";"), *_DAYS.get(primary_language(language), "").split(";")):
            named = concept.partition("/")[0].split()
            self._concepts |= {word: named[0] for word in named if word not in self._concepts}

    def concept(self, word: str) -> str | None:
        """The time that a folded word names, as one word for all that name it; ``None`` for a word of another kind."""
        return self._concepts.get(word)

    def unknown(self, claim: str, held: frozenset[str]) -> list[str]:
        """The words of ``claim`` that name a time of which ``held``, the source's folded words, says nothing."""
        told = frozenset().union(*(self._tells.get(word, ()) for word in held))
        return [
            match[0]
            for match in WORD.finditer(claim)
            if (asked := self._asks.get(fold(match[0]))) and asked not in told and self._is_time(match, claim)
        ]

    def _is_time(self, match: re.Match[str], claim: str) -> bool:
        return fold(match[0]) not in self._guarded or _is_date(match, claim)


def _is_date(match: re.Match[str], claim: str) -> bool:
    behind, ahead = claim[: match.start()].rstrip(), claim[match.end() :].lstrip()
    if behind[-1:].isdigit() or ahead[:1].isdigit():
        return True
    return match[0][0].isupper() and bool(behind) and behind[-1] not in ".!?:"
