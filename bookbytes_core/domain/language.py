"""The language of a text that does not say it, by its script and by its commonest words.

Function words make up a third to a half of any running text (Zipf), so a list of the commonest dozen tells languages
apart within a page. Where two come close, or there is too little text, the answer is "und": wrong would be worse.
"""

import re
from collections import Counter
from collections.abc import Iterable

UNKNOWN = "und"

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
"""As much of RFC 5646, section 2.1, as languages of books need."""

_COMMON_WORDS = {
    "en": "the and of to in that was he it his is with as for had you not be her she on at by which",
    "de": "und die der das ist nicht ich er sie zu den in mit sich es von ein war dem auf so als auch wie",
    "fr": "le la les de et des un une que qui dans est il pas vous ne en du je elle pour au avec plus était",
    "es": "el la los las de que y en un una por con no se su es lo al del para como más era le pero",
    "it": "il la di che e un una non per in del si con della le è era i da al come più gli nel mi",
    "pt": "o a os as de que e em um uma não para com do da se por mais era ao ele como no na foi",
    "nl": "de het een en van ik is dat niet in te hij zijn op met voor die was aan er maar ze om ook",
    "sv": "och att det som en på är av för han med inte den till jag hon var de om ett sig men så hade",
    "da": "og at det som en på er af for han med ikke den til jeg hun var de om et sig men så havde",
    "nb": "og at det som en på er av for han med ikke den til jeg hun var de om et seg men så hadde",
    "fi": "ja on ei että hän oli se en niin kuin mutta minä sen hänen joka olen nyt vain kun ovat siitä mitä",
    "pl": "i w nie się na że z do to jest jak co o tak po ale był za od go już czy tylko jego była",
    "cs": "a se v na je že to s z do jsem ale jak za by jako si byl tak po jeho ve když už jsou",
    "hu": "a az és hogy nem is egy de volt meg mint csak ez el már azt még ha ki én olyan mert aki van",
    "tr": "bir ve bu da de için o ne ile gibi ben çok daha var sen değil ama kadar olarak sonra her şey",
    "la": "et in est non ad ut cum quod qui sed si quae ex per esse nec enim ab quam hoc atque sunt aut",
    "ca": "el la els les de que i en un una per amb no es al del com més era va ser seva aquesta",
    "ru": "и в не на что он с как а то все она так его но по это из ее был же мне бы к у за меня только еще",
    "uk": "і в не на що він з як а то все вона так його але по це із її був же мені би до у за мене та й ще",
    "bg": "и в не на че той с като а то все тя така но по това от я беше ми да се към за мен само още са си",
    "sr": "и у не на да он са као а то све она тако његов али по ово из је био ми би се к за мене само још су",
    "el": "και το η να του της ο την με τον δεν στο για που από είναι τα οι θα ήταν σε αυτό μου μας τους ένα στη",
    "ro": "și de în a la că nu cu pe o se din un este ce care mai era lui pentru am fi au sa",
}
_SCRIPTS = {
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af",
    "zh": "\u4e00-\u9fff",
    "th": "\u0e00-\u0e7f",
    "he": "\u0590-\u05ff",
    "hi": "\u0900-\u097f",
    "ka": "\u10a0-\u10ff",
    "hy": "\u0530-\u058f",
}
_WRITTEN_IN = {
    "ar fa ur ps ug ckb sd": "\u0600-\u06ff",
    "bn as": "\u0980-\u09ff",
    "he yi": _SCRIPTS["he"],
    "hi mr ne sa": _SCRIPTS["hi"],
    "hy": _SCRIPTS["hy"],
    "ja": _SCRIPTS["ja"],
    "ka": _SCRIPTS["ka"],
    "ko": _SCRIPTS["ko"],
    "ta": "\u0b80-\u0bff",
    "te": "\u0c00-\u0c7f",
    "th": _SCRIPTS["th"],
    "zh yue wuu": _SCRIPTS["zh"],
}
"""Languages that can be told from most others by their letters alone."""
_SAME = {"no": "nb", "nn": "nb", "bs": "sr", "hr": "sr", "sh": "sr"}
_TWO_SCRIPTS = {"sr"}
"""Written in Latin letters too, for which there is no list."""

_MIN_WORDS = 50
_MIN_SHARE = 0.15
_CLEARLY = 1.25
_FEW_WORDS, _FEW_HITS, _FEW_LETTERS = 8, 4, 12
_MOSTLY = 0.5
_OTHER_FROM_FEW, _OTHER_FROM_MANY = 2.0, 1.5
_SAMPLE_WORDS = 20_000
_MIN_SCRIPT_SHARE = 0.3
_KANA_SHARE = 0.1
_WORD = re.compile(r"[^\W\d_]+")


def is_language_tag(text: str) -> bool:
    """Whether it is made like a BCP 47 tag; that there is such a language is not looked up."""
    return _TAG.fullmatch(text) is not None


def guess_language(texts: Iterable[str]) -> str:
    """BCP 47 code of the language of ``texts`` (running prose), or ``"und"`` where it is not clear."""
    words: list[str] = []
    for text in texts:
        words += _WORD.findall(text.lower())
        if len(words) >= _SAMPLE_WORDS:
            break
    return _by_script("".join(words)) or _by_words(words)


def is_other_language(texts: Iterable[str], language: str) -> bool:
    """Whether ``texts`` (prose; two sentences can be enough) are clearly not in ``language`` (BCP 47).

    Languages that are too close to each other, and one that is not known here, are never called another.
    """
    asked = language.replace("_", "-").partition("-")[0].lower()
    asked = _SAME.get(asked, asked)
    words = [word for text in texts for word in _WORD.findall(text.lower())][:_SAMPLE_WORDS]
    letters = "".join(words)
    if len(letters) < _FEW_LETTERS:
        return False
    own = next((span for languages, span in _WRITTEN_IN.items() if asked in languages.split()), None)
    if own is not None:
        kana = _share(letters, _SCRIPTS["ja"])
        enough = _KANA_SHARE if asked == "ja" else _MIN_SCRIPT_SHARE
        return _share(letters, own) < enough or (own == _SCRIPTS["zh"] and kana > _KANA_SHARE)
    if asked not in _COMMON_WORDS:
        return False
    return any(_share(letters, span) > _MOSTLY for span in _WRITTEN_IN.values()) or _other_words(words, asked)


def _other_words(words: list[str], asked: str) -> bool:
    if len(words) < _FEW_WORDS or asked in _TWO_SCRIPTS:
        return False
    score = _scores(words)
    best = max(score.values())
    clearly = _OTHER_FROM_MANY if len(words) >= _MIN_WORDS else _OTHER_FROM_FEW
    return best >= max(_FEW_HITS, _MIN_SHARE * len(words)) and best >= clearly * score[asked]


def _share(letters: str, span: str) -> float:
    return len(re.findall(f"[{span}]", letters)) / len(letters)


def _scores(words: list[str]) -> dict[str, int]:
    count = Counter(words)
    return {language: sum(count[word] for word in common.split()) for language, common in _COMMON_WORDS.items()}


def _by_script(letters: str) -> str:
    if not letters:
        return ""
    share = {language: _share(letters, span) for language, span in _SCRIPTS.items()}
    if share["ja"] > _KANA_SHARE:
        return "ja"
    language = max(share, key=lambda each: share[each])
    return language if share[language] > _MIN_SCRIPT_SHARE and len(letters) >= _MIN_WORDS else ""


def _by_words(words: list[str]) -> str:
    if len(words) < _MIN_WORDS:
        return UNKNOWN
    sample = words[:_SAMPLE_WORDS]
    score = _scores(sample)
    best, second = sorted(score, key=lambda each: score[each], reverse=True)[:2]
    clear = score[best] >= _MIN_SHARE * len(sample) and score[best] >= _CLEARLY * score[second]
    return best if clear else UNKNOWN
