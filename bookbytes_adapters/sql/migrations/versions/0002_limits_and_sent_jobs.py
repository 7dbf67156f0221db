"""Slots and pauses of providers, shared by processes; an index for the jobs that were sent and not claimed yet."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_jobs_sent",
        "jobs",
        ["sent_at"],
        sqlite_where=sa.text("sent_at > 0"),
        postgresql_where=sa.text("sent_at > 0"),
    )
    op.create_table(
        "provider_slots",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String()),
        sa.Column("expires_at", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("provider", "number", name=op.f("pk_provider_slots")),
    )
    op.create_table(
        "provider_pauses",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("until", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("provider", name=op.f("pk_provider_pauses")),
    )


def downgrade() -> None:
    op.drop_table("provider_pauses")
    op.drop_table("provider_slots")
    op.drop_index("ix_jobs_sent", table_name="jobs")
