"""What every unit of work promises. Its adapters' tests provide ``new_uow``: units of work of one, empty database."""

import asyncio
from uuid import UUID

import pytest

from bookbytes_core.domain.work import Work
from bookbytes_core.errors import NotFound
from bookbytes_core.ports.repositories import WorkRepository
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from tests.support.entities import a_work


class Mishap(Exception):
    """What a use case may run into."""


class UnitOfWorkContract:
    async def test_what_was_committed_is_seen_later(self, new_uow: UnitOfWorkFactory) -> None:
        work = a_work()
        await _add(new_uow, work)

        async with new_uow() as uow:
            assert await uow.works.get(work.id) == work

    async def test_it_sees_what_it_wrote_itself(self, new_uow: UnitOfWorkFactory) -> None:
        work = a_work()
        async with new_uow() as uow:
            await uow.works.add(work)
            assert await uow.works.get(work.id) == work

    async def test_what_was_not_committed_is_gone(self, new_uow: UnitOfWorkFactory) -> None:
        work = a_work()
        async with new_uow() as uow:
            await uow.works.add(work)

        assert not await _is_there(new_uow, work.id)

    async def test_an_exception_undoes_everything_and_goes_on(self, new_uow: UnitOfWorkFactory) -> None:
        work = a_work()

        async def fail() -> None:
            async with new_uow() as uow:
                await uow.works.add(work)
                raise Mishap

        with pytest.raises(Mishap):
            await fail()

        assert not await _is_there(new_uow, work.id)

    async def test_cancelling_undoes_everything_and_blocks_nobody(self, new_uow: UnitOfWorkFactory) -> None:
        work, added = a_work(), asyncio.Event()

        async def wait_inside() -> None:
            async with new_uow() as uow:
                await uow.works.add(work)
                added.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(wait_inside())
        await added.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

        assert not await _is_there(new_uow, work.id)
        await _add(new_uow, a_work())

    async def test_nobody_sees_a_half(self, new_uow: UnitOfWorkFactory) -> None:
        first, second, half_way = a_work(), a_work(), asyncio.Event()

        async def write_both() -> None:
            async with new_uow() as uow:
                await uow.works.add(first)
                half_way.set()
                await asyncio.sleep(0.02)
                await uow.works.add(second)
                await uow.commit()

        async def look() -> tuple[bool, bool]:
            await half_way.wait()
            async with new_uow() as uow:
                return await _has(uow.works, first.id), await _has(uow.works, second.id)

        _, *seen = await asyncio.gather(write_both(), *(look() for _ in range(4)))

        assert (True, False) not in seen

    async def test_writers_wait_for_each_other(self, new_uow: UnitOfWorkFactory) -> None:
        works = [a_work() for _ in range(12)]

        await asyncio.gather(*(_add(new_uow, work) for work in works))

        assert all([await _is_there(new_uow, work.id) for work in works])

    async def test_it_is_over_once_it_has_committed(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            await uow.commit()
            with pytest.raises(RuntimeError):
                await uow.works.add(a_work())

    async def test_it_is_over_after_its_block(self, new_uow: UnitOfWorkFactory) -> None:
        async with new_uow() as uow:
            pass
        with pytest.raises(RuntimeError):
            await uow.works.add(a_work())


async def _add(new_uow: UnitOfWorkFactory, work: Work) -> None:
    async with new_uow() as uow:
        await uow.works.add(work)
        await uow.commit()


async def _is_there(new_uow: UnitOfWorkFactory, work_id: UUID) -> bool:
    async with new_uow() as uow:
        return await _has(uow.works, work_id)


async def _has(works: WorkRepository, work_id: UUID) -> bool:
    try:
        await works.get(work_id)
    except NotFound:
        return False
    return True
