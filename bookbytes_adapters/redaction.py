"""Secrets taken out of text before anybody reads it.

Two nets: the secrets that are configured here, however a text spells them, and whatever looks like one, for there are
secrets this process was never told: those of callers and those in signed addresses.
"""

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote, urlsplit

REDACTED = "[redacted]"

_SHORTEST = 4
"""Characters. What is shorter stands in too many words, and keeps nobody out."""
_SURE = 12
"""From so many characters on a secret is taken out of the middle of a word, too."""

_VALUE = r"[^\s&;,\"'<>\\)}\]]+"
_NAMES = (
    r"authorization|x-api-key|api[_-]?key|jwt_secret_key|password|passwd|secret|token|cookie|bookbytes_session|"
    r"secret_access_key|signature|sig|x-amz-credential|awsaccesskeyid"
)
_LOOKS = (
    # https://user:password@host, of which the user may stay
    (("@",), re.compile(r"(?<=://)([^\s/@:\"'\\]*):[^\s/@\"'\\]+@"), rf"\1:{REDACTED}@"),
    # a token without the header's name before it
    (("bearer",), re.compile(r"\b(Bearer)(?:\s+|%20)[A-Za-z0-9._~+/=-]{16,}", re.IGNORECASE), rf"\1 {REDACTED}"),
    # a JSON Web Token
    (("eyj",), re.compile(r"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*\.?[A-Za-z0-9_-]*"), REDACTED),
    # OpenAI's keys and those of servers that imitate them
    (("sk-",), re.compile(r"\bsk-[A-Za-z0-9_-]{8,}"), REDACTED),
    # name=value in a query or form, name: value in a header, "name": "value" in JSON, and pairs as Python shows them
    (
        ("authorization", "key", "passw", "secret", "token", "cookie", "session", "sig", "credential"),
        re.compile(
            rf"({_NAMES})((?:\\?[\"']?\s*[=:]\s*(?:b?\\?[\"'])?|[\"'],\s*b?[\"'])(?:(?:Bearer|Basic)\s+)?)"
            rf"(?!\[redacted\]){_VALUE}",
            re.IGNORECASE,
        ),
        rf"\1\2{REDACTED}",
    ),
)
"""Each is looked for only where one of its words stands, in small letters: most lines have none."""


class Redactor:
    """Takes secrets out of text. ``secrets`` are those configured here; empty and very short ones are no secrets."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        spelled = {each for secret in secrets for each in _spellings(secret) if len(each) >= _SHORTEST}
        self._spelled = sorted(spelled, key=len, reverse=True)
        self._known = re.compile("|".join(map(_pattern, self._spelled)))

    def __call__(self, text: str) -> str:
        """``text`` without what is, or looks like, a secret."""
        if any(each in text for each in self._spelled):
            text = self._known.sub(REDACTED, text)
        lowered = text.lower()
        for words, looks, instead in _LOOKS:
            if any(word in lowered for word in words):
                text = looks.sub(instead, text)
        return text

    def value(self, value: object) -> object:
        """The same for whatever JSON holds."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, Mapping):
            return {str(name): self.value(each) for name, each in value.items()}
        if isinstance(value, list | tuple):
            return [self.value(each) for each in value]
        return value


def password_in(url: str) -> str:
    """The password in an address, as it stands there; "" where there is none."""
    try:
        return urlsplit(url).password or ""
    except ValueError:
        return ""


def _spellings(secret: str) -> set[str]:
    """As it is, in an address, in JSON and in Python's own way to show a text."""
    plain = {secret, unquote(secret)} if secret else set()
    return {each for text in plain for each in (text, quote(text, safe=""), json.dumps(text)[1:-1], repr(text)[1:-1])}


def _pattern(secret: str) -> str:
    exact = re.escape(secret)
    return exact if len(secret) >= _SURE else rf"(?<![A-Za-z0-9]){exact}(?![A-Za-z0-9])"
