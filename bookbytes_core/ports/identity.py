"""New keys."""

from collections.abc import Callable
from uuid import UUID

IdFactory = Callable[[], UUID]
"""Gives a new UUIDv7 (RFC 9562) on every call: later keys sort after earlier ones."""
