"""Words with which a sentence leans on the one before it, by language: pronouns and connectives.

Closed classes of each language, folded as ``grounding_terms.fold`` folds. Languages without spaces are told by how the
sentence starts, the others by their first word or two.
"""

from collections.abc import Mapping

from bookbytes_core.domain.grounding_terms import WORD, fold, primary_language


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


def _phrases(phrases: str) -> tuple[str, ...]:
    return tuple(phrases.split("|"))


_PRONOUNS: Mapping[str, frozenset[str]] = {
    "en": _set(
        """he she it they him her them his its their hers theirs this that these those such another others both neither
        either which who whom whose here there same former latter ours yours so"""
    ),
    "de": _set(
        """er sie es ihm ihn ihr ihre ihrem ihren ihrer ihres ihnen sein seine seinem seinen seiner seines dies diese
        diesem diesen dieser dieses jener jene jenes jenen das der die den dem dessen deren solche beide beides man"""
    ),
    "fr": _set(
        """il elle ils elles ce c cela ceci ca cet cette ces celui celle ceux celles son sa ses leur leurs lui y en
        on tous toutes chacun aucun autres"""
    ),
    "es": _set(
        """el ella ellos ellas ello lo le les esto este esta estos estas eso ese esa esos esas aquel aquella su sus"""
    ),
    "it": _set(
        """egli ella esso essa essi lui lei loro cio questo questa questi queste quello quella quelli suo sua suoi"""
    ),
    "pt": _set(
        """ele ela eles elas isso isto este esta estes estas esse essa esses essas aquele aquela seu sua seus suas"""
    ),
    "nl": _set("hij zij ze het hem haar hun deze dit die dat zijn beide"),
    "ru": _set("он она оно они его ее их ему ей им это этот эта эти тот та те его"),
}

_ARTICLES = {"de": _set("der die das den dem"), "es": _set("el la los las lo"), "nl": _set("het")}
"""Forms that are articles before a noun far more often than pronouns."""

_CONNECTIVES: Mapping[str, frozenset[str]] = {
    "en": _set(
        """and but or nor so yet for then thus hence therefore however moreover furthermore besides also again still
        because consequently accordingly nevertheless nonetheless otherwise instead likewise similarly meanwhile
        afterwards thereupon whereupon indeed too only rather finally firstly secondly thirdly fourthly fifthly further
        though although now well yes no oh ah aye nay"""
    ),
    "de": _set(
        """und aber oder doch denn also daher darum deshalb deswegen dann da so dabei dadurch dafur dagegen damit danach
        daran darauf daraus darin daruber dazu dennoch trotzdem jedoch allerdings ausserdem ubrigens zudem ebenso auch
        hier dort nun schliesslich freilich inzwischen indessen sondern folglich nur ja nein"""
    ),
    "fr": _set(
        """et mais ou donc or ni car alors ainsi puis ensuite enfin cependant pourtant toutefois aussi neanmoins
        d'ailleurs ailleurs parce la-dessus aussitot voila voici oui non eh oh ah"""
    ),
    "es": _set(
        """y e o u pero mas sino asi entonces luego despues ademas tambien tampoco pues porque aunque finalmente
        aun incluso si no ahora"""
    ),
    "it": _set("e ed o ma pero dunque quindi poi allora inoltre anche infatti cosi perche ne onde percio tuttavia"),
    "pt": _set("e ou mas porem pois portanto entao assim depois tambem alem porque contudo todavia logo"),
    "nl": _set("en maar of dus want dan toen daarom ook echter toch verder bovendien zo nu"),
    "ru": _set("и а но или да же потом затем поэтому так также однако тоже потому итак тогда"),
}

_PHRASES: Mapping[str, tuple[str, ...]] = {
    "en": _phrases(
        "in this|in that|in these|in such|in other words|in the same|in addition|for this|for that|for these|"
        "for example|for instance|at this|at that|to this|to these|to that|of this|of these|on this|on the other|"
        "on the contrary|by this|by these|with this|with that|from this|from these|as a result|as to this|"
        "after this|after that|upon this|among these|the other|the latter|the former|the same|the first of|"
        "the second|not only|even so|like this|all this|all these|as for"
    ),
    "de": _phrases("in diesem|in dieser|zu diesem|aus diesem|aus diesen|auf diese|zum beispiel|mit diesem"),
    "fr": _phrases(
        "de plus|par exemple|en effet|en outre|de la|a ces|a cette|a ce|dans ce|dans cette|c'est|par consequent|"
        "au contraire|d'un autre"
    ),
    "es": _phrases("sin embargo|por ejemplo|por eso|por ello|por lo|de este|en este|en esta|en efecto"),
    "it": _phrases("per esempio|in questo|in questa|di questo|di qui|da questo"),
}

_STARTS: Mapping[str, tuple[str, ...]] = {
    "ja": _phrases(
        "しかし|また|そして|それ|これ|その|この|あの|あれ|だから|したがって|従って|ただし|なお|さらに|更に|例えば|たとえば|彼|つまり|そこ|ここ|すると|そう|こう|同様|一方|でも|だが|ところが|"
        "以下|上記|もし|さて"
    ),
    "zh": _phrases(
        "但|然而|因此|所以|而|并|这|那|此|他|她|它|于是|例如|其|不过|另外|同样|可是|或者|如果|這|並|於是|因為|因为"
    ),
}


class Openers:
    """Tells, for one language, whether a sentence can stand without the one before it."""

    def __init__(self, language: str) -> None:
        code = primary_language(language)
        self._starts = _STARTS.get(code, ())
        known = code if code in _PRONOUNS else "en"
        self._pronouns = _PRONOUNS[known] - _ARTICLES.get(known, frozenset())
        self._words = self._pronouns | _CONNECTIVES[known]
        self._phrases = _PHRASES.get(known, ())

    def leans(self, sentence: str) -> bool:
        """Whether it opens with a pronoun or a connective."""
        folded = fold(sentence[:60])
        if self._starts:
            return folded.lstrip("「『“\"'（(").startswith(self._starts)
        words = [match[0] for match in WORD.finditer(folded)][:3]
        if not words:
            return False
        bare = words[0].partition("'")[0]
        return bool(self._words & {words[0], bare}) or " ".join(words).startswith(self._phrases)

    def names_nobody(self, sentence: str) -> bool:
        """Whether a pronoun comes within the first words and no name before it: "When he arrived, …"."""
        if self._starts:
            return False
        for place, match in enumerate(WORD.finditer(sentence)):
            if place > 0 and match[0][0].isupper() and len(match[0]) > 1:
                return False
            if place > _FAR or fold(match[0]) in self._pronouns:
                return place <= _FAR
        return False


_FAR = 6
"""Words into a sentence up to which a pronoun still points back rather than at the sentence itself."""
