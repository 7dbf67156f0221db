"""An index from which calls are counted and their costs summed, for /metrics."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_COUNTED = "ix_provider_calls_provider_kind_state_cost_usd"


def upgrade() -> None:
    op.create_index(_COUNTED, "provider_calls", ["provider", "kind", "state", "cost_usd"])


def downgrade() -> None:
    op.drop_index(_COUNTED, "provider_calls")
