"""Adapters that live in memory, with real semantics: for tests, and for programs that embed BookBytes.

They need nothing but Python and keep the same promises (``tests/contracts``) as the adapters for databases and disks.
"""

from bookbytes_adapters.memory.access_tokens import MemoryAccessTokens
from bookbytes_adapters.memory.books import PlainTextBooks
from bookbytes_adapters.memory.cache import MemoryCache
from bookbytes_adapters.memory.catalogue_reader import MemoryCatalogueReader
from bookbytes_adapters.memory.clock import ManualClock, SystemClock
from bookbytes_adapters.memory.covers import MemoryCovers
from bookbytes_adapters.memory.encoder import PlainEncoder
from bookbytes_adapters.memory.inventory import MemoryInventory, MemoryLeftovers
from bookbytes_adapters.memory.job_queue import MemoryJobQueue
from bookbytes_adapters.memory.locks import MemoryLocks
from bookbytes_adapters.memory.metadata import MemoryMetadata
from bookbytes_adapters.memory.pacer import MemoryPacer
from bookbytes_adapters.memory.passwords import MemoryPasswordHasher
from bookbytes_adapters.memory.presence import MemoryPresence
from bookbytes_adapters.memory.rate_limiter import MemoryRateLimiter
from bookbytes_adapters.memory.readers import MemoryBookReader, MemoryJobReader
from bookbytes_adapters.memory.rememberer import Rememberer
from bookbytes_adapters.memory.replays import MemoryReplays
from bookbytes_adapters.memory.speech import ToneSpeech
from bookbytes_adapters.memory.statistics import MemoryStatisticsReader
from bookbytes_adapters.memory.storage import MemoryStorage
from bookbytes_adapters.memory.store import MemoryStore
from bookbytes_adapters.memory.summariser import EchoSummariser
from bookbytes_adapters.memory.throttle import MemoryThrottle
from bookbytes_adapters.memory.unit_of_work import MemoryUnitOfWork
from bookbytes_adapters.memory.users import MemoryUserReader

__all__ = [
    "EchoSummariser",
    "ManualClock",
    "MemoryAccessTokens",
    "MemoryBookReader",
    "MemoryCache",
    "MemoryCatalogueReader",
    "MemoryCovers",
    "MemoryInventory",
    "MemoryJobQueue",
    "MemoryJobReader",
    "MemoryLeftovers",
    "MemoryLocks",
    "MemoryMetadata",
    "MemoryPacer",
    "MemoryPasswordHasher",
    "MemoryPresence",
    "MemoryRateLimiter",
    "MemoryReplays",
    "MemoryStatisticsReader",
    "MemoryStorage",
    "MemoryStore",
    "MemoryThrottle",
    "MemoryUnitOfWork",
    "MemoryUserReader",
    "PlainEncoder",
    "PlainTextBooks",
    "Rememberer",
    "SystemClock",
    "ToneSpeech",
]
