"""Accounts."""

from bookbytes_adapters.sql.rows import Row, Values
from bookbytes_adapters.sql.tables import users
from bookbytes_core.domain.user import User


def user(row: Row) -> User:
    c = users.c
    return User(
        id=row[c.id],
        email=row[c.email],
        hashed_password=row[c.hashed_password],
        is_active=row[c.is_active],
        created_at=row[c.created_at],
        updated_at=row[c.updated_at],
    )


def of_user(entity: User) -> Values:
    return {
        "id": entity.id,
        "email": entity.email,
        "email_key": entity.email_key,
        "hashed_password": entity.hashed_password,
        "is_active": entity.is_active,
        "created_at": entity.created_at,
        "updated_at": entity.updated_at,
    }
