"""Range headers, as RFC 9110 wants them."""

import pytest

from bookbytes_http.ranges import ByteRange, Unsatisfiable, requested_range


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-0", ByteRange(0, 0)),
        ("bytes=0-", ByteRange(0, 99)),
        ("bytes=10-19", ByteRange(10, 19)),
        ("BYTES = 1-2", None),
        ("Bytes=1-2", ByteRange(1, 2)),
        ("bytes=90-1000", ByteRange(90, 99)),
        ("bytes=-10", ByteRange(90, 99)),
        ("bytes=-1000", ByteRange(0, 99)),
        ("bytes=20-10", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=--5", None),
        ("bytes=0-1,5-6", None),
        ("seconds=0-1", None),
        ("", None),
        (None, None),
    ],
)
def test_a_range_is_met_or_ignored(header: str | None, expected: ByteRange | None) -> None:
    assert requested_range(header, 100) == expected


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=100-200", "bytes=-0", f"bytes={2**70}-"])
def test_a_range_beyond_the_end_is_unsatisfiable(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        requested_range(header, 100)


def test_a21_ten_thousand_ranges_are_one_whole_answer() -> None:
    assert requested_range("bytes=" + ",".join(f"{n}-{n}" for n in range(10_000)), 100) is None
