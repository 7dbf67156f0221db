"""How often a call was tried, and how many of its answers were lost."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("provider_calls", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("provider_calls", sa.Column("lost", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("provider_calls", "lost")
    op.drop_column("provider_calls", "attempts")
