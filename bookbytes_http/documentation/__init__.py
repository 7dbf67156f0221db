"""What the OpenAPI document says of each operation; the table in ``routes.py`` puts it beside its address."""
