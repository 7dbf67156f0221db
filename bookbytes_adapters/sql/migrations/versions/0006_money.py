"""What calls may cost before they are done, why their answers were of no use, and forced remakes."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SPENT_SINCE = "ix_provider_calls_at_audio_book_id_cost_usd_reserved_usd"


def upgrade() -> None:
    op.add_column("provider_calls", sa.Column("reserved_usd", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("provider_calls", sa.Column("error_code", sa.String()))
    op.add_column("provider_calls", sa.Column("error_message", sa.Text()))
    op.create_index(_SPENT_SINCE, "provider_calls", ["at", "audio_book_id", "cost_usd", "reserved_usd"])
    op.add_column("audio_books", sa.Column("generation", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    op.drop_column("audio_books", "generation")
    op.drop_index(_SPENT_SINCE, "provider_calls")
    op.drop_column("provider_calls", "error_message")
    op.drop_column("provider_calls", "error_code")
    op.drop_column("provider_calls", "reserved_usd")
