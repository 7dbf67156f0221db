"""What the service says of itself, for the OpenAPI document."""

from typing import Literal

from bookbytes_core.use_cases.upkeep.check_readiness import Finding, Health
from bookbytes_http.schemas.common import AnswerModel


class Alive(AnswerModel):
    """That the server answers."""

    status: Literal["ok"]


class Ready(AnswerModel):
    """How all it needs stands, and each of it."""

    status: Health
    checks: dict[str, Finding]
