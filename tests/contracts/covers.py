"""What every ``CoverSource`` must do."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from bookbytes_core.errors import NotFound, Unavailable
from bookbytes_core.ports.covers import CoverSource


class CoverSourceContract:
    """Fixtures: a ``source``; the ``address`` of a cover of it; ``trouble()``, which puts it in some."""

    async def test_a_cover_is_a_picture_that_is_safe_to_show(self, source: CoverSource, address: str) -> None:
        cover = await source.fetch(address)
        with Image.open(io.BytesIO(cover.data)) as picture:
            assert (cover.media_type, picture.format) == ("image/jpeg", "JPEG")
            assert max(picture.size) <= 1600

    @pytest.mark.parametrize("elsewhere", ["https://example.org/b/id/1-L.jpg", "http://[", "", "/etc/passwd"])
    async def test_an_address_that_is_not_its_own_is_no_cover(self, elsewhere: str, source: CoverSource) -> None:
        with pytest.raises(NotFound) as caught:
            await source.fetch(elsewhere)
        assert caught.value.code == "cover_not_found"

    async def test_trouble_is_no_missing_cover(
        self, source: CoverSource, address: str, trouble: Callable[[], None]
    ) -> None:
        trouble()
        with pytest.raises(Unavailable):
            await source.fetch(address)
