"""Of several troubles at once the one that counts is told."""

import asyncio

import pytest

from bookbytes_core.errors import Refused, Rejected
from bookbytes_core.use_cases.audio_books.together import together
from tests.support.scripted import Killed

REJECTED, REFUSED = Rejected("Not this chapter."), Refused("No money left.")


async def failing(error: BaseException) -> int:
    raise error


async def giving(number: int) -> int:
    await asyncio.sleep(0)
    return number


async def test_results_come_in_order() -> None:
    assert await together(giving(number) for number in (3, 1, 2)) == [3, 1, 2]


@pytest.mark.parametrize(
    ("failures", "told"),
    [
        ([REJECTED, REFUSED], REFUSED),
        ([REFUSED, REJECTED], REFUSED),
        ([REJECTED, Rejected("Nor this one.")], REJECTED),
        ([REFUSED, fault := ZeroDivisionError()], fault),
        ([REJECTED, killed := Killed()], killed),
    ],
)
async def test_the_gravest_trouble_is_told(failures: list[BaseException], told: BaseException) -> None:
    with pytest.raises(type(told)) as raised:
        await together(failing(failure) for failure in failures)
    assert raised.value is told
