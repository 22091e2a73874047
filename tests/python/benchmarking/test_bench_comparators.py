"""`make bench`: what comparator sets cost, beside the naive all-pairs form, in one run.

CPU seconds (user and system) of processes of their own, from a table in DuckDB to a
table in DuckDB; memory is the peak above that of the process with all its libraries.
"""

import duckdb
import pytest
from conftest import REPO
from measured import run
from naive_sets import naive_sets
from random_schools import as_arrow, national_schools

pytestmark = pytest.mark.bench

ENGLAND, LARGE = 24_000, 100_000
ONE_PHASE = 5_000
MOST_SECONDS = 4.0
MOST_MEMORY = 400
LEAST_RATIO = 25
# cost per school may grow by half, while all pairs would cost four times as much
MOST_GROWTH = 1.5

MEASURED = """
import json, sys
import duckdb, numpy, pyarrow.compute, scipy.spatial
from edstats.benchmarking.tables import school_sets

meta = {"comparator_method": "seed", "comparator_unified": False}
meta |= {"nearest": 60, "members": 30}
config = {"storage_compatibility_version": "v1.3.0", "threads": 2}
connection = duckdb.connect(sys.argv[1], config=config)
connection.execute("select count(*) from schools").fetchall()
before, base = used()
schools, weights = connection.table("schools"), connection.table("weights")
connection.register("found", school_sets(schools, weights, meta))
connection.execute("create or replace table sets as select * from found")
after, peak = used()
(rows,) = connection.execute("select count(*) from sets").fetchone()
print(json.dumps({"seconds": after - before, "memory": peak - base, "rows": rows}))
"""

NAIVE = """
import json, sys
sys.path.insert(0, "tests/python/benchmarking")
from naive_sets import naive_sets
from random_schools import national_schools

columns = national_schools(int(sys.argv[1]))
columns["overall_phase"][:] = "Primary"
before, _ = used()
rows = naive_sets(columns, "seed")
after, _ = used()
print(json.dumps({"seconds": after - before, "rows": len(rows)}))
"""


def database(folder, name, columns):
    """A warehouse file with the tables schools and weights."""
    file = folder / f"{name}.duckdb"
    schools = as_arrow(columns)
    with duckdb.connect(str(file)) as connection:
        connection.register("made", schools)
        connection.execute("create table schools as select * from made")
        seed = REPO / "seeds/benchmarking/distance_weights.csv"
        connection.execute(f"create table weights as select * from '{seed}'")
    return file


def test_sets_of_the_nation(tmp_path, capsys) -> None:
    columns = national_schools(ENGLAND)
    england = database(tmp_path, "england", columns)
    large = database(tmp_path, "large", national_schools(LARGE))
    phase = national_schools(ONE_PHASE)
    phase["overall_phase"][:] = "Primary"
    one_phase = database(tmp_path, "one_phase", phase)

    run(MEASURED, england)  # warms the files' cache
    fast, grown = run(MEASURED, england), run(MEASURED, large)
    naive = run(NAIVE, ONE_PHASE)
    same = run(MEASURED, one_phase)

    squares = (ENGLAND / ONE_PHASE) ** 2
    counts = {}
    for name in columns["overall_phase"]:
        counts[name] = counts.get(name, 0) + 1
    by_phase = sum((count / ONE_PHASE) ** 2 for count in counts.values())
    ratio = naive["seconds"] * squares / fast["seconds"]
    growth = grown["seconds"] / fast["seconds"] / (LARGE / ENGLAND)
    with capsys.disabled():
        print(
            f"\ncomparator sets, {ENGLAND:,} schools: {fast['seconds']:.2f} CPU s,"
            f" {fast['memory']:.0f} MiB over base, {fast['rows']:,} rows"
            f"\n{LARGE:,} schools: {grown['seconds']:.2f} CPU s,"
            f" {growth:.2f} times as much per school"
            f"\nall pairs, one phase of {ONE_PHASE:,}: {naive['seconds']:.2f} CPU s"
            f" (here {same['seconds']:.2f}); scaled by the square of {ENGLAND:,}"
            f" {ratio:.0f} times as much, by the squares of its phases"
            f" {naive['seconds'] * by_phase / fast['seconds']:.0f} times"
        )
    assert fast["seconds"] <= MOST_SECONDS
    assert fast["memory"] <= MOST_MEMORY
    assert ratio >= LEAST_RATIO
    assert growth <= MOST_GROWTH

    with duckdb.connect(str(one_phase), read_only=True) as connection:
        found = connection.execute(
            "select urn, set_type, rank, comparator_urn, distance, reason,"
            " target_filled, comparator_filled from sets order by all"
        ).fetchall()
    assert found == sorted(naive_sets(phase, "seed"))
