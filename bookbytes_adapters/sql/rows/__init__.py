"""Rows to entities and entities to rows, written out one by one.

Rows are read by column, not by name, so that one row of a join can hold several entities. Column types do the
conversions (``column_types.py``).
"""

from collections.abc import Mapping
from typing import Any

Row = Mapping[Any, Any]
"""What a select of whole tables gives: values by column."""

Values = dict[str, Any]
"""What an insert or update takes: values by column name."""
