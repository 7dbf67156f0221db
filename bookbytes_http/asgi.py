"""The HTTP application, as servers find it: ``uvicorn --factory bookbytes_http.asgi:create``."""

from starlette.applications import Starlette

from bookbytes_adapters.settings import load_settings
from bookbytes_http.app import create_app


def create() -> Starlette:
    """The application with the settings of the environment."""
    return create_app(load_settings())
