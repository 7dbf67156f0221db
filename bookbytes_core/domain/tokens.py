"""How many tokens of a language model a text is worth, estimated from its characters.

Vendors count by tables that would have to be fetched at run time. Their own rule of thumb is four characters of English
a token; a character of Chinese, Japanese, Korean or Thai is about a token, one of another alphabet half of one. What a
call really took is what the vendor reports of it.
"""

import re

_LATIN_CHARACTERS = 4

_WHOLE = re.compile(
    "[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3000-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
    "\uff00-\uffef\U00020000-\U0003ffff]"
)
"""Thai, Lao, Myanmar, Hangul, Khmer, kana and Han, with their punctuation."""

_HALF = re.compile("[\u0370-\u0dff\u0f00-\u0fff\u1200-\u177f\u1800-\u1dff\u1f00-\u1fff]")
"""Greek, Cyrillic, Hebrew, Arabic, the scripts of India and whatever else is neither Latin nor among those above."""


def estimated_tokens(text: str) -> int:
    """About how many tokens ``text`` is: 0 for nothing, never fewer than a quarter of its characters, never more than
    all of them."""
    quarters = len(text)
    if not text.isascii():
        quarters += 3 * len(_WHOLE.findall(text)) + len(_HALF.findall(text))
    return -(-quarters // _LATIN_CHARACTERS)
