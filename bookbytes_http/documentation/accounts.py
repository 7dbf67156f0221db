"""Accounts: register, sign in, sessions."""

from bookbytes_http.operation import Answer, Description
from bookbytes_http.schemas.accounts import LoginForm, LoginIn, RegisterIn, TokenOut, UserOut

TAG = "accounts"
_EXAMPLE = {"email": "ada@example.org", "password": "correct horse battery"}
_HAVING_NONE = "Where the installation has no accounts (AUTH_MODE=api_key) this is 403."

REGISTER = Description(
    tag=TAG,
    summary="Register an account",
    details=f"Addresses compare without case. Attempts are counted. {_HAVING_NONE}",
    body=RegisterIn,
    body_example=_EXAMPLE,
    answers={201: Answer(text="The account.", model=UserOut)},
    errors=("no_accounts", "email_taken", "invalid_email", "invalid_password", "too_many_attempts"),
)
LOGIN = Description(
    tag=TAG,
    summary="Sign in",
    details=f"As JSON, or as OAuth2's password form. Attempts are counted, by account and by caller. {_HAVING_NONE}",
    body=LoginIn,
    body_example=_EXAMPLE,
    other_bodies={"application/x-www-form-urlencoded": LoginForm.model_json_schema()},
    answers={200: Answer(text="An access token, to be sent as Authorization: Bearer.", model=TokenOut)},
    errors=("no_accounts", "invalid_credentials", "too_many_attempts"),
)
ME = Description(tag=TAG, summary="See who you are", answers={200: Answer(text="The caller.", model=UserOut)})
OPEN_SESSION = Description(
    tag=TAG,
    summary="Open a session for reading",
    details="For browsers, whose media elements send no key. The cookie lasts 12 hours, for GET and HEAD.",
    answers={204: Answer(text="The session is open.", headers={"Set-Cookie": "The session, HttpOnly and SameSite."})},
)
CLOSE_SESSION = Description(
    tag=TAG,
    summary="Close the session of this browser",
    answers={204: Answer(text="The cookie is forgotten.", headers={"Set-Cookie": "An empty session."})},
)
