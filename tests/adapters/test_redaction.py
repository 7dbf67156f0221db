"""A26: what is, or looks like, a secret is taken out of a text, and nothing else."""

import pytest

from bookbytes_adapters.redaction import REDACTED, Redactor, password_in

SECRETS = ("canary-key-0123456789", 'p"ä/ss', "short-pw", "abc", "")


@pytest.fixture(scope="module")
def redact() -> Redactor:
    return Redactor(SECRETS)


@pytest.mark.parametrize(
    "text",
    [
        "the key canary-key-0123456789 is wrong",
        "inside.a.wordcanary-key-0123456789word",
        "GET /x?a=p%22%C3%A4%2Fss",
        '{"message": "p\\"\\u00e4/ss"}',
        "password short-pw.",
        "Authorization: Bearer zanary.token",
        "headers: {'authorization': 'Basic zanary=='}",
        "[(b'x-api-key', b'zanary')]",
        '{\\"api_key\\": \\"zanary\\"}',
        "postgresql://me:zanary@db/x and redis://:zanary@h:6379/0",
        "https://s3/b/k?X-Amz-Signature=zanary&X-Amz-Credential=zanary%2F2026&X-Amz-Security-Token=zanary",
        "no name: bearer zanary0123456789abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ6YW5hcnkifQ.c2ln",
        "Incorrect API key provided: sk-proj-zanary0123",
        "cookie: bookbytes_session=zanary.1",
        "AWS_SECRET_ACCESS_KEY=zanary",
        'body={"email": "a@b.c", "password": "zanary"}',
    ],
)
def test_secrets_are_taken_out(redact: Redactor, text: str) -> None:
    told = redact(text)
    assert REDACTED in told
    for canary in ("canary", "zanary", "p%22", 'p\\"', "short-pw", "eyJ", "sk-"):
        assert canary not in told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "max_tokens: 5 and input_tokens=12",
        "the bearer of good news; basic authentication",
        '{"time": "2026-01-01", "request_id": "0123456789abcdef0123456789abcdef", "ms": 3}',
        "GET /api/v1/books/works, abc, short-pwd, shorts",
        "https://openlibrary.org/search.json?title=keys",
        "a key is a word",
    ],
)
def test_all_else_stays(redact: Redactor, text: str) -> None:
    assert redact(text) == text


def test_what_json_holds_is_looked_through(redact: Redactor) -> None:
    given = {"a": ["canary-key-0123456789", 1, None], "b": {"c": "x"}}
    assert redact.value(given) == {"a": [REDACTED, 1, None], "b": {"c": "x"}}


@pytest.mark.parametrize(("url", "password"), [("redis://:a%20b@h/0", "a%20b"), ("redis://h", ""), ("http://[", "")])
def test_passwords_in_addresses_are_known(url: str, password: str) -> None:
    assert password_in(url) == password
