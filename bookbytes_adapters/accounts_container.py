"""The part of the container that knows who is who."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from dependency_injector import containers, providers
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncEngine

from bookbytes_adapters.limits.refusals import RememberedRefusals
from bookbytes_adapters.limits.throttle import RedisThrottle
from bookbytes_adapters.memory import MemoryThrottle
from bookbytes_adapters.observed import Logged
from bookbytes_adapters.security.bcrypt import BcryptHasher
from bookbytes_adapters.security.jwt import JwtAccessTokens
from bookbytes_adapters.settings import Settings
from bookbytes_adapters.spans import Spans
from bookbytes_adapters.sql.repositories.users import SqlUserReader
from bookbytes_adapters.sql.throttle import SqlThrottle
from bookbytes_core.ports.clock import Clock
from bookbytes_core.ports.identity import IdFactory
from bookbytes_core.ports.unit_of_work import UnitOfWorkFactory
from bookbytes_core.use_cases.accounts.accounts import Accounts
from bookbytes_core.use_cases.accounts.doorkeeper import Doorkeeper
from bookbytes_core.use_cases.accounts.recognise import DescribeUser, RecogniseCaller
from bookbytes_core.use_cases.accounts.register import RegisterUser
from bookbytes_core.use_cases.accounts.set_active import SetUserActive
from bookbytes_core.use_cases.accounts.sign_in import SignIn


def _key(configured: SecretStr) -> str:
    """Without a configured one tokens are good in this process alone."""
    return configured.get_secret_value() or secrets.token_hex(32)


class AccountsContainer(containers.DeclarativeContainer):
    settings = providers.Dependency(instance_of=Settings)
    engine = providers.Dependency(instance_of=AsyncEngine)
    clock: providers.Dependency[Clock] = providers.Dependency()
    new_uow: providers.Dependency[UnitOfWorkFactory] = providers.Dependency()
    new_id: providers.Dependency[IdFactory] = providers.Dependency()
    spans: providers.Dependency[Spans] = providers.Dependency()
    logged = partial(providers.Factory, Logged, spans=spans)

    users = providers.Singleton(SqlUserReader, engine)
    hasher = providers.Singleton(BcryptHasher, cost=settings.provided.bb_bcrypt_cost)
    tokens = providers.Singleton(
        JwtAccessTokens,
        providers.Callable(_key, settings.provided.jwt_secret_key),
        clock,
        expire_minutes=settings.provided.jwt_expire_minutes,
    )
    redis_throttle = providers.Singleton(
        RedisThrottle, settings.provided.redis_url, providers.Singleton(MemoryThrottle, clock)
    )
    throttle = providers.Singleton(
        RememberedRefusals,
        providers.Selector(
            providers.Callable(lambda url: "redis" if url else "sql", settings.provided.redis_url),
            redis=redis_throttle,
            sql=providers.Singleton(SqlThrottle, engine),
        ),
        clock,
    )
    doorkeeper = providers.Factory(
        Doorkeeper, throttle=throttle, per_minute=settings.provided.login_attempts_per_minute
    )
    accounts = providers.Factory(
        Accounts,
        register=logged(
            providers.Factory(
                RegisterUser, new_uow=new_uow, clock=clock, new_id=new_id, hasher=hasher, doorkeeper=doorkeeper
            ),
        ),
        sign_in=logged(providers.Factory(SignIn, users=users, hasher=hasher, tokens=tokens, doorkeeper=doorkeeper)),
        recognise=providers.Factory(RecogniseCaller, users=users, tokens=tokens),
        describe=providers.Factory(DescribeUser, users=users),
        set_active=logged(providers.Factory(SetUserActive, new_uow=new_uow, clock=clock)),
        doorkeeper=doorkeeper,
    )


@asynccontextmanager
async def opened_accounts(container: AccountsContainer) -> AsyncIterator[None]:
    """Threads and connections begin when they are needed, and end with the block."""
    try:
        yield
    finally:
        container.hasher().close()
        if container.settings().redis_url:
            await container.redis_throttle().close()
