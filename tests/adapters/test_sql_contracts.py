"""The SQL adapters over SQLite keep every promise of their ports."""

from tests.contracts.audio_book_repositories import AudioBookContract, ChapterContract
from tests.contracts.call_ledger import CallContract
from tests.contracts.catalogue_reader import CatalogueReaderContract
from tests.contracts.catalogue_repositories import CatalogueContract
from tests.contracts.inventory import InventoryContract, LeftoversContract
from tests.contracts.job_repositories import JobContract
from tests.contracts.leases import DueContract, LeaseContract
from tests.contracts.readers import BookReaderContract, JobReaderContract
from tests.contracts.spending import SpendingContract
from tests.contracts.statistics import StatisticsContract
from tests.contracts.unit_of_work import UnitOfWorkContract
from tests.contracts.users import UserContract
from tests.support.databases import SqlFixtures


class TestSqlUnitOfWork(SqlFixtures, UnitOfWorkContract):
    pass


class TestSqlCatalogue(SqlFixtures, CatalogueContract):
    pass


class TestSqlCatalogueReader(SqlFixtures, CatalogueReaderContract):
    pass


class TestSqlAudioBooks(SqlFixtures, AudioBookContract):
    pass


class TestSqlChapters(SqlFixtures, ChapterContract):
    pass


class TestSqlCalls(SqlFixtures, CallContract, SpendingContract):
    pass


class TestSqlJobs(SqlFixtures, JobContract):
    pass


class TestSqlLeases(SqlFixtures, LeaseContract):
    pass


class TestSqlDue(SqlFixtures, DueContract):
    pass


class TestSqlBookReader(SqlFixtures, BookReaderContract):
    pass


class TestSqlJobReader(SqlFixtures, JobReaderContract):
    pass


class TestSqlInventory(SqlFixtures, InventoryContract):
    pass


class TestSqlLeftovers(SqlFixtures, LeftoversContract):
    pass


class TestSqlUsers(SqlFixtures, UserContract):
    pass


class TestSqlStatistics(SqlFixtures, StatisticsContract):
    pass
