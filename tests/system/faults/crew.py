"""The programs of a long run by their places: whoever ends is started again in the same place, as by a supervisor."""

import signal
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from tests.system.faults.programs import KILLED, Program
from tests.system.faults.world import World


@dataclass(slots=True)
class Crew:
    """``places`` are the arguments of ``bookbytes`` for each place. ``ended`` tells of programs that ended without
    having been told to."""

    world: World
    places: Mapping[str, tuple[str, ...]]
    ended: list[str] = field(default_factory=list)
    _programs: dict[str, Program] = field(default_factory=dict)
    _told: set[int] = field(default_factory=set)

    def __getitem__(self, place: str) -> Program:
        return self._programs[place]

    def start_all(self) -> None:
        for place in self.places:
            self.start(place)

    def start(self, place: str, **environment: str) -> Program:
        """Each place is a machine of its own: what a process leaves on its disk the next one finds."""
        data = self.world.folder / ("data" if self.world.embedded else place)
        program = self.world.run(*self.places[place], **{"DATA_DIR": str(data), **environment})
        self._programs[place] = program
        return program

    def kill(self, place: str) -> None:
        """kill -9, and a new one."""
        if self._programs[place].code is None:
            self.world.kill(self._programs[place])
        self.start(place)

    def ask_to_end(self, place: str) -> None:
        """SIGTERM; ``look`` starts the next one when it has ended."""
        program = self._programs[place]
        if program.code is None and program.pid not in self._told:
            self._told.add(program.pid)
            program.ask_to_end(signal.SIGTERM)

    def look(self) -> None:
        for place, program in list(self._programs.items()):
            if program.code is None:
                continue
            program.wait()
            if program.pid in self._told or program.code == KILLED:
                self.world.fault()
            else:
                said = program.log.strip().splitlines() or ["nothing"]
                self.ended.append(f"{program.name} ended by itself with {program.code} and said: {said[-1][:300]}")
            self.start(place)


def free_port() -> int:
    """For a server that is to be found again when it has been started anew."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_it_answers(address: str) -> None:
    """Until the API there is ready."""
    until = time.monotonic() + 60
    while True:
        try:
            if httpx.get(f"{address}/health/ready").is_success:
                return
        except httpx.HTTPError:
            assert time.monotonic() < until, "the API does not start"
        time.sleep(0.1)
