"""Great Expectations on a DuckDB connection that is open already.

Three parts are needed together: an engine that keeps one connection, because the
library's own opens one per query; a data source of its own type that uses this engine;
and a creator that hands SQLAlchemy the connection instead of opening the file again,
which DuckDB refuses within one process when the settings differ.
"""

import logging
from contextlib import contextmanager
from typing import Literal

import great_expectations as gx
from duckdb_engine import ConnectionWrapper
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
)
from great_expectations.datasource.fluent import SQLDatasource
from great_expectations.execution_engine import SqlAlchemyExecutionEngine

# Errors come back in the results; the library would print their tracebacks too.
logging.getLogger("great_expectations").addHandler(logging.NullHandler())
logging.getLogger("great_expectations").propagate = False


class OneConnectionEngine(SqlAlchemyExecutionEngine):
    @contextmanager
    def get_connection(self):
        if self._connection is None:
            self._connection = self.engine.connect()
        yield self._connection


class DuckDBDatasource(SQLDatasource):
    type: Literal["duckdb"] = "duckdb"

    @property
    def execution_engine_type(self):
        return OneConnectionEngine


class WithoutTransactions(ConnectionWrapper):
    """Every query stands alone: one that fails leaves nothing open for the next."""

    def begin(self):
        pass

    def commit(self):
        pass

    def rollback(self):
        pass


def quiet_context():
    """A context in memory: no files, no telemetry, no progress bars."""
    return gx.get_context(
        mode="ephemeral",
        project_config=DataContextConfig(
            store_backend_defaults=InMemoryStoreBackendDefaults(),
            progress_bars={"globally": False, "metric_calculations": False},
            analytics_enabled=False,
        ),
    )


def datasource_on(connection):
    """A data source whose tables are those that `connection`, a DuckDB cursor, sees."""
    return quiet_context().data_sources.add_duckdb(
        name="warehouse",
        connection_string="duckdb:///:memory:",
        create_temp_table=False,
        kwargs={"creator": lambda: WithoutTransactions(connection)},
    )
