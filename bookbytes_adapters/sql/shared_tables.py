"""The tables by which processes agree: slots, pauses, turns, locks and attempts, and the answers they keep for each
other."""

import sqlalchemy as sa

from bookbytes_adapters.sql.schema import metadata, written

provider_slots = sa.Table(
    "provider_slots",
    metadata,
    sa.Column("provider", sa.String, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("holder", sa.String),
    # seconds since 1970 by the database's clock; in the past: the slot is free
    sa.Column("expires_at", sa.Float, nullable=False),
    *written(),
)

provider_pauses = sa.Table(
    "provider_pauses",
    metadata,
    sa.Column("provider", sa.String, primary_key=True),
    sa.Column("until", sa.Float, nullable=False),  # likewise
    *written(),
)

api_cache = sa.Table(
    "api_cache",
    metadata,
    sa.Column("cache_key", sa.String, primary_key=True),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("total_results", sa.Integer),
    # seconds since 1970 by the database's clock; from expires_at on an entry is stale, from forget_at on it is no more
    sa.Column("expires_at", sa.Float, nullable=False),
    sa.Column("forget_at", sa.Float, nullable=False, index=True),
    sa.Column("original_ttl", sa.Float, nullable=False),
    sa.Column("hit_count", sa.Integer, nullable=False),
    *written(),
    sa.Column("response", sa.LargeBinary, nullable=False),
)

api_cache_tags = sa.Table(
    "api_cache_tags",
    metadata,
    sa.Column("tag", sa.String, primary_key=True),
    sa.Column(
        "cache_key", sa.String, sa.ForeignKey("api_cache.cache_key", ondelete="CASCADE"), primary_key=True, index=True
    ),
    *written(),
)

locks = sa.Table(
    "locks",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("holder", sa.String, nullable=False),
    sa.Column("expires_at", sa.Float, nullable=False),  # likewise
    *written(),
)

provider_turns = sa.Table(
    "provider_turns",
    metadata,
    sa.Column("provider", sa.String, primary_key=True),
    sa.Column("next_at", sa.Float, nullable=False),  # likewise: nobody asks before
    *written(),
)

attempts = sa.Table(
    "attempts",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("until", sa.Float, nullable=False, index=True),  # likewise: from then on none of them counts
)

idempotency_keys = sa.Table(
    "idempotency_keys",
    metadata,
    sa.Column("owner_id", sa.Uuid, primary_key=True),
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("holder", sa.String, nullable=False),
    sa.Column(
        "held_until", sa.Float, nullable=False
    ),  # likewise: from then on another may begin, if there is no answer
    sa.Column("kept_until", sa.Float, nullable=False, index=True),
    *written(),
    sa.Column("answer", sa.LargeBinary),
)
