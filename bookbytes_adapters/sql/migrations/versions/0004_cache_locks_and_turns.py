"""Answers of book catalogues and what they tell of; locks and turns that processes share."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _written() -> tuple[sa.Column[object], ...]:
    names = ("created_at", "updated_at")
    return tuple(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in names)


def upgrade() -> None:
    op.create_table(
        "api_cache",
        sa.Column("cache_key", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("total_results", sa.Integer()),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("forget_at", sa.Float(), nullable=False),
        sa.Column("original_ttl", sa.Float(), nullable=False),
        sa.Column("hit_count", sa.Integer(), nullable=False),
        *_written(),
        sa.Column("response", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("cache_key", name=op.f("pk_api_cache")),
    )
    op.create_index("ix_api_cache_forget_at", "api_cache", ["forget_at"])
    op.create_table(
        "api_cache_tags",
        sa.Column("tag", sa.String(), nullable=False),
        sa.Column("cache_key", sa.String(), nullable=False),
        *_written(),
        sa.ForeignKeyConstraint(
            ["cache_key"],
            ["api_cache.cache_key"],
            name=op.f("fk_api_cache_tags_cache_key_api_cache"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tag", "cache_key", name=op.f("pk_api_cache_tags")),
    )
    op.create_index("ix_api_cache_tags_cache_key", "api_cache_tags", ["cache_key"])
    op.create_table(
        "locks",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("expires_at", sa.Float(), nullable=False),
        *_written(),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_locks")),
    )
    op.create_table(
        "provider_turns",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("next_at", sa.Float(), nullable=False),
        *_written(),
        sa.PrimaryKeyConstraint("provider", name=op.f("pk_provider_turns")),
    )


def downgrade() -> None:
    op.drop_table("provider_turns")
    op.drop_table("locks")
    op.drop_index("ix_api_cache_tags_cache_key", table_name="api_cache_tags")
    op.drop_table("api_cache_tags")
    op.drop_index("ix_api_cache_forget_at", table_name="api_cache")
    op.drop_table("api_cache")
