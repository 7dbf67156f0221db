"""Who owns an audio book."""

from uuid import UUID

SYSTEM_USER = UUID("00000000-0000-7000-8000-000000000001")
"""The owner of everything made from the command line or with the installation's own key."""
