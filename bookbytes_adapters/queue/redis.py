"""Dramatiq's messages in Redis, kept to what a doorbell needs: the jobs table is what lasts."""

from collections.abc import Iterable, Sequence
from typing import Any

import dramatiq
from dramatiq.brokers.redis import RedisBroker, _RedisConsumer
from dramatiq.errors import ConnectionClosed, ConnectionFailed, DecodeError
from dramatiq.middleware import AsyncIO, Middleware, Retries, TimeLimit
from loguru import logger
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from bookbytes_core.errors import InvalidInput, Unavailable

HEARTBEAT_MILLISECONDS = 15_000
MAINTENANCE_CHANCE = 100_000
"""Of a million commands so many look for messages of dead workers: all that are left wait some 10 s, not minutes."""
TIME_LIMIT_MILLISECONDS = 24 * 3600 * 1000
"""Time without progress is watched by us; this only ends what has lost its way altogether."""
CONNECT_SECONDS = 1.0
ANSWER_SECONDS = 2.0

_SAFE = "noeviction"
_ENQUEUE = """
if redis.call('LPOS', KEYS[1], ARGV[1]) then return end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('RPUSH', KEYS[1], ARGV[1])
"""
_ACK = """
if redis.call('SREM', KEYS[3], ARGV[1]) == 0 then return end
if not redis.call('LPOS', KEYS[1], ARGV[1]) then redis.call('HDEL', KEYS[2], ARGV[1]) end
"""


class DoorbellBroker(RedisBroker):
    """Dramatiq's own broker with two differences.

    A job that waits in the list already is not put there again: it is rung for every few seconds, and a long queue must
    not grow from that. A message that cannot be read is set aside with the dead ones instead of stopping its consumer.
    """

    @property
    def consumer_class(self) -> "type[_CarefulConsumer]":
        return _CarefulConsumer

    def enqueue(self, message: dramatiq.Message[Any], *, delay: int | None = None) -> dramatiq.Message[Any]:
        if delay is not None:
            raise ValueError("a delay belongs into the jobs table: delayed messages can be lost when Redis restarts")
        message_id = ":".join((message.actor_name, *map(str, message.args)))
        message = message.copy(options={"redis_message_id": message_id})
        self.emit_before("enqueue", message, delay)
        try:
            self.client.eval(_ENQUEUE, 2, *self.keys_of(message.queue_name), message_id, message.encode())
        except RedisError as error:
            raise ConnectionFailed(error) from error  # type: ignore[no-untyped-call]
        self.emit_after("enqueue", message, delay)
        return message

    def keys_of(self, queue_name: str) -> tuple[str, str]:
        """The list of the waiting messages' ids and the hash of all messages, as dramatiq names them."""
        waiting = f"{self.namespace}:{queue_name}"
        return waiting, f"{waiting}.msgs"

    def close(self) -> None:
        self.client.close()


class _CarefulConsumer(_RedisConsumer):
    def __next__(self) -> dramatiq.MessageProxy | None:
        try:
            message: dramatiq.MessageProxy | None = super().__next__()  # type: ignore[no-untyped-call]
        except DecodeError:
            self._set_strangers_aside()
            return None
        if message is not None and not self._is_ours(message):
            self.queued_message_ids.discard(message.message_id)
            self._set_strangers_aside()
            return None
        return message

    def ack(self, message: dramatiq.MessageProxy) -> None:
        """A message that was rung for again meanwhile keeps its body. An ack that cannot be sent is let go, where
        dramatiq would block the thread until Redis is back: coming again, the message finds nothing to do."""
        message_id = message.options["redis_message_id"]
        try:
            self.broker.client.eval(_ACK, 3, *self.broker.keys_of(self.queue_name), self._fetched, message_id)
        except RedisError as error:
            logger.debug("The end of message {} could not be told: {}", message_id, error)
        finally:
            self.queued_message_ids.discard(message.message_id)

    def requeue(self, messages: Iterable[dramatiq.MessageProxy]) -> None:
        """As in the parent class, but a Redis that is away is told in dramatiq's words, which it knows to live with."""
        try:
            super().requeue(messages)  # type: ignore[no-untyped-call]
        except RedisError as error:
            raise ConnectionClosed(error) from None  # type: ignore[no-untyped-call]

    @property
    def _fetched(self) -> str:
        return f"{self.broker.namespace}:__acks__.{self.broker.broker_id}.{self.queue_name}"

    def _is_ours(self, message: "dramatiq.MessageProxy | dramatiq.Message[Any]") -> bool:
        """Anything else would stop a thread of the worker that meets it."""
        options = message.options
        return isinstance(options, dict) and "redis_message_id" in options and message.queue_name == self.queue_name

    def _set_strangers_aside(self) -> None:
        for message_id in self.broker.client.smembers(self._fetched):
            body = self.broker.client.hget(self.broker.keys_of(self.queue_name)[1], message_id)
            if not self._can_be_read(body or b""):
                self.broker.do_nack(self.queue_name, message_id)
                logger.error("A message in queue {} makes no sense and was set aside: {}", self.queue_name, message_id)

    def _can_be_read(self, body: bytes) -> bool:
        try:
            return self._is_ours(dramatiq.Message.decode(body))
        except DecodeError:
            return False


class SetAside(Middleware):
    """Counts the messages that failed and tells the log; they are kept for a week for whoever looks into it."""

    def __init__(self) -> None:
        self.count = 0

    def after_nack(self, broker: dramatiq.Broker, message: dramatiq.MessageProxy) -> None:
        self.count += 1
        logger.error("A message for {} failed and was set aside ({} so far).", message.actor_name, self.count)


def redis_broker(url: str, ours: Sequence[Middleware] = ()) -> DoorbellBroker:
    """A broker on the Redis at ``url`` (nothing is connected yet), with ``ours`` inside the event loop's life.

    A message that fails is set aside, never tried again by the broker: retries and leases live in the jobs table.
    """
    client = Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_SECONDS,
        socket_timeout=ANSWER_SECONDS,
        retry=Retry(NoBackoff(), 1),  # a connection that a restart broke shows only when it is used
    )
    return DoorbellBroker(  # type: ignore[no-untyped-call]  # the vendor's class tells no types
        client=client,
        middleware=[
            AsyncIO(),
            TimeLimit(time_limit=TIME_LIMIT_MILLISECONDS),
            Retries(max_retries=0),
            SetAside(),
            *ours,
        ],
        heartbeat_timeout=HEARTBEAT_MILLISECONDS,
        maintenance_chance=MAINTENANCE_CHANCE,
    )


def check_eviction(url: str) -> None:
    """See that the Redis at ``url`` keeps what it is given. Blocks shortly.

    Raises ``InvalidInput`` (code ``evicting_broker``) when it may throw messages away, and ``Unavailable`` when it does
    not answer.
    """
    client = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=ANSWER_SECONDS)
    try:
        policy = client.info("memory")["maxmemory_policy"]
    except RedisError as error:
        raise Unavailable(f"The Redis of REDIS_URL does not answer: {error}.", code="queue_unavailable") from error
    finally:
        client.close()
    if policy != _SAFE:
        raise InvalidInput(
            f"The Redis of REDIS_URL may throw queued jobs away (its maxmemory-policy is {policy}): set "
            f"maxmemory-policy to {_SAFE} there or give the queue a server of its own.",
            code="evicting_broker",
        )
