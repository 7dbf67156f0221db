"""The settings of who may call, and from where calls come."""

from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

_SHORTEST_KEY = 32
"""Bytes: as long as what HMAC-SHA-256 makes (RFC 7518, 3.2)."""

_CHEAPEST_OF_ALL = 4
_USUAL_COST = 12


class AuthSettings(BaseSettings):
    """One field a variable, in lower case; ``.env.example`` tells what each one does."""

    app_env: Literal["development", "production", "test"] = "development"
    auth_mode: Literal["jwt", "api_key"] | None = None
    api_key: str | None = Field(default=None, min_length=16)
    jwt_secret_key: SecretStr = Field(default=SecretStr(""), validate_default=True)
    jwt_expire_minutes: int = Field(default=60, ge=1, le=43_200)
    login_attempts_per_minute: int = Field(default=10, ge=1, le=1_000_000)
    trusted_proxies: str = ""
    bb_bcrypt_cost: int = Field(default=_USUAL_COST, ge=_CHEAPEST_OF_ALL, le=_USUAL_COST)

    @field_validator("jwt_secret_key")
    @classmethod
    def _strong(cls, key: SecretStr, others: ValidationInfo) -> SecretStr:
        length = len(key.get_secret_value().encode())
        if length < _SHORTEST_KEY and (length or others.data.get("auth_mode") == "jwt"):
            raise ValueError(
                f"must have {_SHORTEST_KEY} bytes or more, such as `openssl rand -hex {_SHORTEST_KEY}` prints"
            )
        return key

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, proxies: str) -> str:
        try:
            _networks_in(proxies)
        except ValueError as error:
            raise ValueError(f"must be addresses or networks with commas between them: {error}") from error
        return proxies

    @field_validator("bb_bcrypt_cost")
    @classmethod
    def _cheap_in_tests_alone(cls, cost: int, others: ValidationInfo) -> int:
        if cost < _USUAL_COST and others.data.get("app_env") != "test":
            raise ValueError(f"must be {_USUAL_COST} unless APP_ENV is test")
        return cost

    @property
    def trusted_networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """From where forwarded headers are believed."""
        return _networks_in(self.trusted_proxies)


def _networks_in(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Raises ``ValueError``."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())
