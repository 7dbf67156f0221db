"""The HTTP application, as servers find it: ``uvicorn --factory bookbytes_http.asgi:create``."""

from starlette.applications import Starlette

from bookbytes_adapters.logging import configure_logging
from bookbytes_adapters.settings import load_settings
from bookbytes_http.app import create_app


def create() -> Starlette:
    """The application with the settings of the environment; what any server says goes to our log, too."""
    settings = load_settings()
    configure_logging(settings)
    return create_app(settings)
