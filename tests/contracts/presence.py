"""What presence promises. Its adapters' tests provide ``presence`` and ``neighbour``, two living workers that know of
each other, and ``ended``, the name of a third that has ended."""

from bookbytes_core.ports.presence import Presence


class PresenceContract:
    async def test_every_worker_has_a_name_of_its_own(self, presence: Presence, neighbour: Presence) -> None:
        assert presence.owner
        assert presence.owner == presence.owner
        assert presence.owner != neighbour.owner

    async def test_the_living_are_not_gone(self, presence: Presence, neighbour: Presence) -> None:
        for _ in range(2):
            assert await presence.is_gone(neighbour.owner) is False
            assert await presence.is_gone(presence.owner) is False
            assert await neighbour.is_gone(presence.owner) is False

    async def test_who_has_ended_is_gone_for_all(self, presence: Presence, neighbour: Presence, ended: str) -> None:
        for _ in range(2):
            assert await presence.is_gone(ended) is True
            assert await neighbour.is_gone(ended) is True

    async def test_of_strangers_nothing_is_known(self, presence: Presence, ended: str) -> None:
        strangers = ["another-machine-1-00ff", "", ".", "..", "../x", "/etc/passwd", "a\x00b", f"x{ended}", "x" * 5000]
        for stranger in strangers:
            assert await presence.is_gone(stranger) is False
