"""The forms in which titles say that they are not the book itself: patterns for folded titles (lower case, straight
quotes, single spaces), by what they are about and by language. The first that is found counts.
"""

_END = r"\s*[)\]]?[.!]?\s*$"
"""Where a title or a bracket in it ends."""

_PART = r"(?:^|[:|({\[,/] ?|\s-\s)"
_LATER_PART = r"(?:[:|({\[,/] ?|\s-\s)"
"""Where a title, or a part of it that is not the first, begins."""

_BRIEF = (
    r"(?:(?:an?|the|my|your|quick|brief|short|concise|complete|comprehensive|detailed|extended|expert|ultimate|full|"
    r"unofficial|independent|in-depth|chapter[- ]by[- ]chapter|\d+[- ]minute|book|novel|smart)[ -]+)*"
)
_SOLD_AS = r"(?:(?:extended|expert|complete|detailed|quick|ultimate|unofficial) )?"
_OTHER_FORM = r"(?:analysis|review|takeaways|insights|study guide|discussion|quotes|commentary|critique|key \w+)"
_AND = r" ?(?:,|and|&|\+|/) ?"
_KEY = r"(?:key|main|big|important|critical|top)"

SERIES = (
    r"\bconversation starters\b",
    r"\btrivia[- ]on[- ]books?\b",
    r"\bdiscussion prompts\b",
)

SUMMARIES = (
    rf"\b{_KEY} take-?aways\b.*\b(?:from|of|by|analysis|review|summary)\b|\b{_KEY} insights from\b",
    rf"\b(?:by|from|summary|analysis|review)\b.*\b{_KEY} take-?aways\b",
    rf"\b(?:book )?summar(?:y|ies){_AND}(?:\w+[ ,&]+){{0,2}}?{_OTHER_FORM}",
    rf"\banalysis{_AND}(?:\w+[ ,&]+){{0,2}}?(?:summary|review)\b",
    r"\b(?:book|novel|chapter[- ]by[- ]chapter|\d+[- ]minute) summary\b",
    rf"^{_SOLD_AS}summary(?: of)? ?[:|-] ",
    rf"^{_SOLD_AS}summary of (?!the law\b)",
    rf"{_PART}{_BRIEF}(?:executive )?summary (?:of|for) .*\bby\b",
    rf"{_PART}{_BRIEF}summary of (?:the|this) (?:book|novel|bestseller|key ideas)\b",
    rf"{_LATER_PART}(?!executive ){_BRIEF}(?:summary|summari[sz]ed){_END}",
    r"\b(?:in|within) (?:\d+|ten|fifteen|twenty|thirty) minutes\b.*\b(?:summary|by)\b",
    r"\bsummar(?:y|i[sz]ed) for (?:busy|smart) ",
    # German
    r"\b(?:buch)?zusammenfassung (?:von|zu|zum|des buche?s|und analyse|& analyse)\b",
    r"\b(?:buch)?zusammenfassung ?[:|-] ",
    rf"{_LATER_PART}(?:buch)?zusammenfassung\b",
    # French
    r"\brésumé (?:et|&) analyse\b",
    r"\brésumé (?:complet )?(?:du (?:livre|roman)|de l'(?:œ|oe)uvre)\b",
    r"^résumé ?[:|-] ",
    rf"{_LATER_PART}résumé(?: complet)?{_END}",
    r"^résumé (?:complet )?d[eu'] ?.+ (?:de |d'|par )[^ ]+ [^ ]+$",
    # Spanish and Portuguese
    r"\bresum(?:en|o) (?:y|e|&) anális(?:is|e)\b",
    r"\bresum(?:en|o) (?:completo |extendido )?d[eo]l? (?:libro|livro)\b",
    r"^resum(?:en|o) ?[:|-] ",
    rf"{_LATER_PART}resum(?:en|o)(?: completo| extendido)?{_END}",
    r"^resum(?:en|o) (?:completo |extendido )?de .+,? de [^ ]+ [^ ]+$",
    # Italian
    r"\briassunto (?:di|del|e analisi)\b",
)

STUDY_GUIDES = (
    r"\bstudy[- ]?guides?(?:,? (?:for|to|on|of|with|and|&|based)\b|[:,)\]|]|\s-\s|\.?\s*$)",
    r"\b(?:teach(?:er|ing)(?:'?s'?)?|lit(?:erature)?|discussion|book club|lesson) (?:guide|plans?)\b",
    rf"{_PART}(?:(?:an?|the|unofficial) )*read(?:ing|ers?|er's|ers') guide (?:for|to)\b",
    rf"{_LATER_PART}(?:(?:an?|the|unofficial) )*(?:read(?:ing|er's|ers') guide|(?:revision|study) notes){_END}",
    r"\bnovel study\b",
    # German, French, Spanish
    r"\blektürehilfe\b",
    r"\berläuterungen zu\b",
    r"\btextanalyse\b|\binterpretationshilfe\b|\bunterrichtsmaterial(?:ien)? zu\b",
    r"\bfiche de lecture\b|\bguide de lecture\b",
    r"\bguía de (?:lectura|estudio)\b",
)

WORKBOOKS = (
    r"^(?:the )?(?:(?:unofficial|companion|ultimate|complete|practical) )*workbook (?:for|on|to)\b",
    r"^workbook ?[:|-] ",
    r"\bworkbook (?:for|on|to) .*\bby\b",
    r"\bcompanion workbook\b",
    rf"{_LATER_PART}{_BRIEF}workbook{_END}",
    r"\bworkbook (?:and|&) journal\b",
    r"\bguided journal (?:for|to) .*\bby\b",
    r"\barbeitsbuch zu\b|\bcuaderno de trabajo (?:de|para)\b.*\bde\b",
)

COMPANIONS = (
    r"\bunofficial\b.*\b(?:companion|trivia|quiz)\b",
    r"\bread(?:er'?s|ers'|ing) companion\b",
    r"\bcompanion (?:to|for) .*\bby\b",
    r"^companion to\b",
    rf"{_LATER_PART}{_BRIEF}companion{_END}",
    r"\bdiscussion questions (?:for|on|about)\b",
    r"\bsidekick (?:to|for)\b",
    r"\btrivia quiz\b",
)

ANALYSES = (
    r"^(?:(?:an?|the|critical|brief|literary|complete|short) )*(?:analysis|review) (?:of|on) .*\bby\b",
    r"^(?:(?:an?|critical|literary) )*analysis of [\w.-]+(?: [\w.-]+)+'s? \w",
    rf"{_LATER_PART}(?:(?:complete|book|character) )*(?:analysis|review){_END}",
    rf"{_LATER_PART}(?:an? )?(?:critical|literary) analysis{_END}",
    r"^(?:twentieth[- ]century|modern critical) interpretations of\b|\bmodern critical interpretations\b",
    # German, French, Spanish
    rf"\bbuchanalyse\b|{_LATER_PART}interpretation(?: und analyse)?{_END}",
    r"\banalyse (?:complète )?(?:de l'(?:œ|oe)uvre|du (?:livre|roman))\b",
    r"\banálisis (?:de la obra|del libro|de la novela)\b",
)

GUIDE_MAKERS = (
    r"spark ?notes|cliffs? ?notes|cliff's notes|coles notes|york notes|monarch notes|max ?notes|lit ?charts|gradesaver",
    r"shmoop|super ?summary|book ?rags|enotes|pink ?monkey|litplans?|novel units|barron's book notes",
    r"speedy study guides|profil d'une œuvre",
    r"bloom's (?:guides|notes|reviews)|königs erläuterungen|lektüreschlüssel|le ?petit ?littéraire|der ?querleser",
)
SUMMARY_MAKERS = (
    r"instaread|blinkist|getabstract|readtrepreneur|flash ?books|worth books|resumen ?express|milkyway media",
    r"ant hive media|irb media|everest media|zip ?reads|swift ?reads|speedy ?reads|summareads|book ?tigers|whiz ?books",
    r"concise reading|business ?news publishing|bright ?summaries|\w+ summaries",
)
COMPANION_MAKERS = (r"daily ?books|book ?habits|trivion",)
"""Who makes such books and nothing else, as they sign: as author, or at the beginning of a title or a part of it."""


_CUES = """
    summar takeaway take-away insights trivia starters prompts analy anális review minutes guide plan study notes compan
    workbook journal arbeitsbuch cuaderno questions sidekick quiz interpret zusammenfassung résumé resume resumo
    riassunto lektüre erläuterungen unterricht fiche guía"""
_MAKERS_CUES = """
    notes chart gradesaver shmoop summar rags monkey litplan novel speedy profil bloom's erläuterungen lektüre
    littéraire querleser instaread blinkist abstract readtrepreneur flash worth express media reads tigers whiz concise
    business daily habits trivion"""
MAKERS_CUES = tuple(_MAKERS_CUES.split())
CUES = (*_CUES.split(), *MAKERS_CUES)
"""Every maker's name above holds one of the former, every form of a title one of the latter. Most titles and authors
hold none, which is seen at once."""


def signed(makers: tuple[str, ...]) -> str:
    """The pattern for a title that names one of ``makers``."""
    return rf"{_PART}(?:the )?(?:{'|'.join(makers)})(?:\s|[:|),]|$)"
