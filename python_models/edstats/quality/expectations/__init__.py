"""The gates of Great Expectations: suites in YAML, run as SQL inside DuckDB.

suites: reads the suites; engine: Great Expectations on dbt's own connection; gate: runs
the suites of one gate and gives the rows that the dbt model stores.
"""

from edstats.quality.expectations.gate import run_gate

__all__ = ["run_gate"]
