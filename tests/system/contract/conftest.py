"""The tools that read the contract, in an environment of their own: they do not fit what the program needs."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TOOLS = Path(sys.prefix) / "contract" / "bin"


@pytest.fixture(scope="session")
def tool() -> Callable[[str], str]:
    """The program file of one of the tools; a missing one fails, it does not skip."""

    def find(name: str) -> str:
        assert (TOOLS / name).exists(), "the tools are not installed: run `make fuzz`"
        return str(TOOLS / name)

    return find
