"""Words turned into their opposites: "refused" where the text says "agreed", "disapproves" where it says "approved".

A claim that says one side of a pair is opposed by a source that says the other side in the place most like the claim. A
denial turns a word to the other side: "did not accept" is a refusal.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from bookbytes_core.domain.grounding_denials import Clause
from bookbytes_core.domain.grounding_terms import TermReader, stem

_PAIRS: Mapping[str, str] = {
    "en": """
accept agree consent allow permit grant approve welcome comply assent - refuse reject decline forbid prohibit
disapprove object oppose dissuade spurn repudiate veto;
love like enjoy admire fond delight attract draw cherish adore - hate detest abhor averse aversion dislike loathe
disgust repugnant repugnance abhorrent abhorrence;
succeed success successful - fail failure unsuccessful;
win victory victorious - lose defeat beaten;
survive survivor - perish;
open opened unlocked outlet free - =closed =shut =shuts =closing locked;
increase augment - decrease diminish lessen;
rich wealthy wealth affluent opulent - poor poverty indigent needy;
strong powerful mighty robust - weak feeble infirm weakness;
glad joy joyful happy happiness pleased rejoice - sad sorrow grief miserable;
safe safety secure safely - dangerous unsafe;
easy easily - difficult difficulty arduous;
remember recollect - forget forgot forgotten;
brave courage fearless bold - coward cowardly timid;
calm tranquil placid - agitated furious angry;
bought buy purchase - sell sold;
quick quickly fast swift swiftly speedy rapid hurry haste hasten promptly - slow slowly linger leisurely tarry;
conceal secretly hidden hide - openly publicly;
trust - distrust mistrust suspect;
obey obedient - disobey;
praise commend applaud - condemn criticise reproach censure;
help assist aid encourage - hinder obstruct discourage;
innocent - guilty;
willing gladly eager readily willingly - unwilling reluctant reluctantly grudging loath;
better superior best - worse inferior worst;
liberal generous generously lavish liberally - stingy miser miserly sparing sparingly meanness parsimonious;
merciful mercy clement - cruel cruelty merciless;
useful - useless;
sufficient enough ample - insufficient scarce;
wise prudent - foolish unwise;
beautiful lovely handsome - ugly hideous deformed;
always constantly - never seldom rarely;
awake woke - asleep;
resolute resolved firm determined unshaken - waver hesitate vacillate irresolute;
healthy - ill sick ailing;
bright - dark darkness;
usual frequent common - rare unusual uncommon;
united unite - disunited divided;
respect esteem - contempt contemptible""",
    "fr": """
accepter consentir accorder permettre permet permit permis autoriser approuver agreer convenir acquiescer - refuser
rejeter interdire desapprouver refus;
aimer adorer cherir - hair detester mepriser abhorrer;
reussir succes - echouer echec;
vaincre victoire vainqueur - defaite vaincu;
ouvrir ouvert - fermer ferme clos;
augmenter - diminuer reduire;
riche richesse - pauvre pauvrete;
content joie bonheur heureux ravi joyeux - triste chagrin desespoir afflige;
facile aisement - difficile;
souvenir - oublier;
brave hardi - lache;
acheter - vendre;
vite rapidement promptement aussitot - lentement tarder;
confiance - mefier soupconner;
obeir - desobeir;
louer eloge vanter - blamer critiquer;
secourir - empecher nuire;
innocent - coupable;
volontiers - contrecoeur;
meilleur mieux - pire pis;
gratuit gratis - payer;
genereux - avare;
toujours - jamais;
beau belle - laid horrible""",
    "de": """
annehmen einwilligen zustimmen erlauben gestatten bewilligen - weigern ablehnen verweigern verbieten ausschlagen;
mogen gern zuneigung lieben - hassen verabscheuen abscheu ekel widerwille;
gelingen erfolg - misslingen scheitern vergeblich vergebens;
siegen sieg - niederlage;
offnen aufmachen aufschliessen - zusperren versperren absperren;
zunehmen - abnehmen schwinden;
reich - arm armut;
froh freude glucklich erfreut - enttauscht ungluck kummer betrubt traurig;
gesichert sicher - gefahrdet unsicher;
muhelos leicht - muhsam schwierig;
erinnern - vergessen;
mutig tapfer - feig;
kaufen - verkaufen;
schnell rasch eilig - langsam;
vertrauen - misstrauen;
gehorchen - widersetzen;
loben - tadeln;
gut gunstig besser gute - schlechter schlecht ungunstig;
sauber rein - schmutzig dreckig;
immer - nie niemals;
laut - leise""",
    "es": """
aceptar acceder consentir permitir aprobar conceder concedio - rechazar negar niega nego prohibir rehusar
desaprobar impedir;
amar adorar - odiar detestar aborrecer despreciar;
lograr conseguir exito - fracasar fracaso;
ganar vencer victoria - perder derrota;
abrir abierto - cerrar cerrado;
aumentar - disminuir reducir;
rico riqueza - pobre pobreza;
feliz alegre contento alegria - triste tristeza infeliz;
facil - dificil;
recordar - olvidar;
valiente - cobarde;
tranquilo calma sereno - nervioso furioso enfadado;
comprar - vender;
rapido deprisa - lento despacio;
confiar - desconfiar;
obedecer - desobedecer;
inocente - culpable;
mejor - peor;
lleno - vacio;
limpio - sucio;
siempre - nunca;
despierto - dormido""",
}
"""Pairs parted by semicolons, the two sides by a dash; folded base forms. With "=" only that form
is meant."""

_ABOUT = 2
"""Words in common that make a place of the source speak of the same thing."""
_BESIDE = 2


@lru_cache(maxsize=len(_PAIRS))
def _sides(language: str) -> Mapping[str, frozenset[tuple[int, bool]]]:
    """For each stem the pairs it belongs to, and on which side."""
    found: dict[str, set[tuple[int, bool]]] = {}
    for number, pair in enumerate(_PAIRS.get(language, "").split(";")):
        one, _, other = pair.partition(" - ")
        for side, words in ((True, one), (False, other)):
            for word in words.split():
                found.setdefault(word if word[0] == "=" else stem(word, language), set()).add((number, side))
    return {word: frozenset(places) for word, places in found.items()}


class OppositeReader:
    """Compares claims and sources of one language."""

    def __init__(self, terms: TermReader, groups: Mapping[str, frozenset[int]]) -> None:
        self._terms = terms
        self._groups = groups
        self._of = _sides(terms.language)

    def opposes(self, claim: Sequence[Clause], source: Sequence[Clause]) -> bool:
        """Whether the opposite of a word of ``claim`` stands in the place of ``source`` that is most like it."""
        said = {place: term for clause in claim for term, place in self._said(clause)}
        said = {(pair, side): term for (pair, side), term in said.items() if (pair, not side) not in said}
        everything = frozenset().union(*(clause.terms for clause in claim))
        return any(self._is_denied(pair, side, everything - {term}, source) for (pair, side), term in said.items())

    def _is_denied(self, pair: int, side: bool, about: frozenset[str], source: Sequence[Clause]) -> bool:
        places = [(i, {found for _, found in self._said(clause)}) for i, clause in enumerate(source)]
        here = {i: self._likeness(about, source, i) for i, found in places if (pair, side) in found}
        there = {i: self._likeness(about, source, i) for i, found in places if (pair, not side) in found}
        most = max(there.values(), default=0)
        return most >= _ABOUT and most > max(here.values(), default=0)

    def _likeness(self, about: frozenset[str], source: Sequence[Clause], place: int) -> int:
        """How many of the terms ``about`` the clause at ``place`` and those beside it in its sentence hold."""
        around = source[max(0, place - _BESIDE) : place + _BESIDE + 1]
        near = frozenset().union(*(c.terms for c in around if c.sentence == source[place].sentence))
        families = frozenset().union(*(self._groups.get(term, frozenset()) for term in near))
        return sum(term in near or not families.isdisjoint(self._groups.get(term, ())) for term in about)

    def _said(self, clause: Clause) -> Iterator[tuple[str, tuple[int, bool]]]:
        for word in clause.words:
            term = self._terms.term(word)
            for pair, side in (*self._of.get(term, ()), *self._of.get(f"={word}", ())):
                yield term, (pair, side != (term in clause.reach))
