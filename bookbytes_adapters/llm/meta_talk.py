"""What a model says of its own answer ("Here is the summary", "As an AI"): never part of a book, never spoken.

Only the beginning of a sentence is looked at, and only where it speaks of a summary, of a text that was given or of a
machine that writes: "Here is the harbour" stays.
"""

import re

_GAP = r"\b[^.!?。:：]{0,80}?\b"
_WILLING = (
    r"(?:(?:sure|certainly|of course|absolutely|okay|ok|gerne|natürlich|klar|bien sûr|certainement|claro|por supuesto|"
    r"certo|certamente|com certeza|natuurlijk|конечно)\b[\s,.!:–—-]*)"
)
_MACHINE = r"(?:ai|artificial intelligence|(?:large )?language model)\b"
_SORRY = r"(?:i(?:['’]m| am) (?:very )?sorry,? but )?"
_CANNOT = r"i (?:can(?:not|['’]t| not)|won['’]t|(?:am|['’]m) (?:unable|not able) to)"
_OF_WHAT = r"(?: (?:of|von|des|du|de|del|van|di) [^.,:]{1,60})?"
_TEXT = r"(?:text|passage|paragraph|excerpt|material|content)s?"


def _one_of(patterns: str) -> str:
    """A line each."""
    return "|".join(line.strip() for line in patterns.strip().splitlines())


_SUMMARIES = _one_of(r"""
    summar(?:y|ies)|overview|recap|synopsis
    zusammenfassung|résumé|synthèse|resumen|riassunto|riepilogo|resumo|samenvatting|sammanfattning
    краткое содержание|резюме|пересказ
    """)
_SUMMARY = rf"(?:{_SUMMARIES})\b"

_WHOLE = re.compile(
    _one_of(rf"""
    {_WILLING}[.!]?$
    {_WILLING}?here(?:['’]s| is| are| you go| you have){_GAP}{_SUMMARY}
    {_WILLING}?(?:below(?: is| you)|(?:this|the following) (?:is|are)){_GAP}{_SUMMARY}
    {_WILLING}?(?:i|we)(?:['’]ve| have)? (?:provided|written|prepared|created|summari[sz]ed){_GAP}{_SUMMARY}
    (?:this|my)\s+(?:(?:brief|short|whole|chapter(?:['’]s)?|book(?:['’]s)?)\s+)?{_SUMMARY}
    (?:the )?(?:above|following|provided|requested|chapter(?:['’]s)?)\s+{_SUMMARY}
    (?:the )?end of (?:the )?summary\b
    summary of (?:the |this )?(?:chapter|book|text|passage)[^,.]{{0,60}}[.!]?$
    as an? {_MACHINE}
    i(?:['’]m| am)(?: just| only)? an? {_MACHINE}
    {_SORRY}{_CANNOT} (?:\w+ )?(?:help|assist|comply|summari[sz]e|reveal|share)\b
    i hope (?:this|that|it|you)\b.{{0,60}}\b(?:helps?|helpful|useful|summary)\b
    (?:please )?(?:let me know (?:if|whether|what)|feel free to)\b
    (?:please )?note that (?:this|the|my) (?:summary|answer|response)\b
    (?:the )?(?:provided|given|supplied) {_TEXT}\b
    (?:the|these|your) {_TEXT} (?:you |that (?:was|were) |above |below )?(?:provided|given|shared|supplied|above)\b
    (?:the )?user(?:['’]s message|['’]s request| (?:asks|asked|wants|wanted|has asked))
    {_WILLING}?(?:hier (?:ist|sind|kommt|folgt)|nachfolgend|im folgenden|es folgt){_GAP}zusammenfassung\b
    diese (?:kapitel)?zusammenfassung\b
    als (?:ki|künstliche intelligenz|(?:großes )?sprachmodell)\b
    zusammenfassend lässt sich\b
    {_WILLING}?(?:voici|ci-dessous){_GAP}(?:résumé|synthèse)\b
    (?:ce|le présent) résumé\b
    en tant qu(?:['’]ia|['’]intelligence artificielle|e modèle de langage)\b
    {_WILLING}?(?:aquí (?:está|tienes?)|este es|a continuación){_GAP}resumen\b
    este resumen\b
    como (?:una? )?(?:ia|inteligencia artificial|inteligência artificial|modelo de (?:lenguaje|linguagem))\b
    {_WILLING}?(?:ecco|di seguito){_GAP}(?:riassunto|sintesi|riepilogo)\b
    questo riassunto\b
    (?:come|in quanto) (?:ia|intelligenza artificiale|modello (?:linguistico|di linguaggio))\b
    {_WILLING}?(?:aqui está|segue|este é|a seguir){_GAP}resumo\b
    este resumo\b
    {_WILLING}?(?:hier (?:is|volgt)|dit is){_GAP}samenvatting\b
    deze samenvatting\b
    als (?:ai|taalmodel)\b
    {_WILLING}?(?:вот|ниже|это){_GAP}(?:краткое содержание|резюме|пересказ)
    как (?:ии|искусственный интеллект|языковая модель)\b
    (?:以下|これ|こちら)は.{{0,40}}(?:要約|まとめ|あらすじ)
    (?:この|本)(?:章の)?要約
    aiとして
    (?:以下|这|這|下面)(?:是|为|為).{{0,40}}(?:摘要|总结|總結|概要|概述)
    作[为為](?:一[个個])?(?:ai|人工智[能慧]|语言模型|語言模型)
    """),
    re.IGNORECASE,
)

_IN_SUMMARY = _one_of(r"""
    in summary|to summari[sz]e|to sum (?:it )?(?:all )?up|summing up|in conclusion|to conclude
    zusammenfassend|zusammengefasst|en résumé|pour résumer|en conclusion|en resumen|para resumir|en conclusión
    in sintesi|in conclusione|riassumendo|per riassumere|em resumo|em conclusão|resumindo|samengevat|samenvattend
    в заключение|подводя итог|подведем итог|要約すると|まとめると|总之|總之|总而言之|總而言之|综上所述|綜上所述
    """)

_LEAD_IN = re.compile(
    _one_of(rf"""
    {_WILLING}?(?:here(?:['’]s| is)|voici|hier (?:ist|is)){_GAP}{_SUMMARY}[^.!?:]{{0,60}}:\s*
    {_WILLING}?(?:aquí (?:está|tienes)|ecco|aqui está|вот){_GAP}{_SUMMARY}[^.!?:]{{0,60}}:\s*
    (?:chapter |brief |short |final |overall |kurze |kapitel)?{_SUMMARY}{_OF_WHAT}\s*[:：]\s*
    (?:要約|あらすじ|摘要|总结|總結|概要)\s*[:：]\s*
    (?:{_IN_SUMMARY})\s*[,:，、：–—-]\s*
    (?:according to|based on) (?:the |these )?(?:provided |given |above )?{_TEXT}(?: (?:provided|given|above))?,\s*
    as (?:described|stated|mentioned|noted) in (?:the |these |this )?(?:provided |given |above )?{_TEXT},\s*
    sentence \d{{1,3}}\s*:\s*
    """),
    re.IGNORECASE,
)

_DECLINES = re.compile(
    _one_of(rf"""
    i(?:['’]m| am) (?:very )?(?:sorry|unable|not able)|sorry,|{_CANNOT}|as an? (?:ai|language)
    es tut mir leid|ich kann (?:das|dies|diese|dir|ihnen)|je suis désolée?|désolée?,|lo siento|mi dispiace
    sinto muito|desculpe|het spijt me|к сожалению|извините|申し訳|抱歉|对不起
    """),
    re.IGNORECASE,
)


def without_meta_talk(sentence: str) -> str:
    """The sentence without what leads in to it; "" when it speaks of nothing but the answer."""
    while lead_in := _LEAD_IN.match(sentence):
        sentence = sentence[lead_in.end() :]
        sentence = sentence[:1].upper() + sentence[1:]
    return "" if _WHOLE.match(sentence) else sentence


def declines(said: str) -> bool:
    """Whether prose that stands in place of an answer is an excuse."""
    return bool(_DECLINES.match(said))
