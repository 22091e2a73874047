"""`make bench`: what ratings cost, beside a per-school loop, in one run.

CPU seconds (user and system) of processes of their own, from tables in DuckDB to a
table in DuckDB; memory is the peak above that of the process with all its libraries.
"""

import duckdb
import naive_ratings
import numpy as np
import pyarrow as pa
import pytest
from edstats.benchmarking.tables import school_sets
from library_sets import META, weights
from measured import run
from random_costs import LINES, SEEDS
from random_schools import as_arrow, national_schools

pytestmark = pytest.mark.bench

ENGLAND, LARGE = 24_000, 100_000
COST_COLUMNS = 40
TARGETS = 300
MOST_SECONDS = 4.0
MOST_MEMORY = 400
LEAST_RATIO = 100
# cost per school may grow by half
MOST_GROWTH = 1.5

COLUMNS = [(category, sub) for category in LINES for sub in [*LINES[category], "Total"]]
COLUMNS = COLUMNS[:COST_COLUMNS]
EMPTY = {
    "user_sets": "select '' as base_run_id, '' as run_id, 0::bigint as urn, 1 as rank,"
    " 0::bigint as comparator_urn, true as is_rated",
    "custom_characteristics": "select *, '' as base_run_id from characteristics",
    "custom_costs": "select *, '' as base_run_id from costs",
    "custom_members": "select *, '' as base_run_id from members",
}

MEASURED = """
import json, sys
import duckdb, numpy, pyarrow.compute, scipy.spatial
from edstats.benchmarking.rated_runs import ratings_relation

config = {"storage_compatibility_version": "v1.3.0", "threads": 2}
connection = duckdb.connect(sys.argv[1], config=config)
connection.execute("select count(*) from characteristics").fetchall()
before, base = used()
names = ["characteristics", "costs", "members", "user_sets", "custom_characteristics"]
names += ["custom_costs", "custom_members", "colours", "tolerances", "rules"]
inputs = {name: connection.table(name) for name in names}
found = ratings_relation(connection, inputs, {"comparator_method": "seed"})
connection.execute("create or replace table rag as select * from found")
after, peak = used()
(rows,) = connection.execute("select count(*) from rag").fetchone()
print(json.dumps({"seconds": after - before, "memory": peak - base, "rows": rows}))
"""

# One school after the other, as pandas is mostly used: rows of the set, one column at a
# time. The medians that fill gaps are taken once.
PANDAS = """
import json, sys, time
import duckdb, numpy as np, pandas as pd

connection = duckdb.connect(sys.argv[1], read_only=True)

def frame(sql):
    return pd.DataFrame(connection.execute(sql).fetchnumpy())

wide = frame("select urn, category || '|' || sub_category as line, per_unit from costs")
wide = wide.pivot(index="urn", columns="line", values="per_unit")
features = ["number_of_pupils", "percent_fsm", "percent_sen"]
features += ["total_internal_floor_area", "age_average_score"]
schools = frame(f"select urn, {', '.join(features)} from characteristics")
schools = schools.set_index("urn")
schools = schools.fillna(schools.median())
data = schools.join(wide)
members = frame(f'''
    select urn, set_type, comparator_urn from members
    where urn in (select urn from targets)
''')
by_target = members.groupby(["urn", "set_type"])
sets = {key: part["comparator_urn"] for key, part in by_target}
near = {
    "pupil": {"number_of_pupils": 0.25, "percent_fsm": 0.05, "percent_sen": 0.1},
    "building": {"total_internal_floor_area": 0.1, "age_average_score": 0.2},
}
building = ("Premises staff and services|", "Utilities|")
found = []
started = time.process_time()
for (urn, set_type), others in sets.items():
    target, rows = data.loc[urn], data.loc[others.unique()]
    close = pd.Series(True, index=rows.index)
    for name, share in near[set_type].items():
        larger = np.maximum(rows[name].abs(), abs(target[name]))
        close &= (rows[name] - target[name]).abs() <= share * larger
    for line in wide.columns:
        if line.startswith(building) != (set_type == "building"):
            continue
        value, column = target[line], rows[line]
        ranked = pd.concat([column[column > 0], pd.Series([value])])
        middle = ranked.median()
        share = (ranked <= value).sum() / len(ranked) * 100
        found.append((urn, line, value, middle, value - middle, share, close.sum()))
seconds = time.process_time() - started
print(json.dumps({"seconds": seconds, "rows": len(found)}))
"""


def database(folder, count):
    """A warehouse file with all that ratings read, and some targets."""
    file, rng = folder / f"schools_{count}.duckdb", np.random.default_rng(count)
    columns = national_schools(count)
    urn = columns["urn"]
    with duckdb.connect(str(file)) as connection:
        connection.register("made", as_arrow(columns))
        connection.execute("create table characteristics as select * from made")
        connection.execute(
            "create table parts (urn bigint, category varchar, sub_category varchar,"
            " basis varchar, per_unit double)"
        )
        for category, sub_category in COLUMNS:
            building = category in naive_ratings.BUILDING_CATEGORIES
            value = rng.lognormal(3, 1, count)
            value[rng.random(count) < 0.1] = 0.0
            connection.register("made", pa.table({"urn": urn, "per_unit": value}))
            connection.execute(
                "insert into parts select urn, ?, ?, ?, per_unit from made",
                [category, sub_category, "Building" if building else "Pupil"],
            )
        connection.execute(
            "create table costs as select '2022' as run_id, * from parts order by urn"
        )
        connection.execute("drop table parts")
        found = school_sets(connection.table("characteristics"), weights(), META)
        connection.register("found", found)
        connection.execute("create table members as select * from found")
        for name, sql in EMPTY.items():
            connection.execute(f"create table {name} as {sql} limit 0")
        for name, seed in [
            ("colours", "rag_colours"),
            ("tolerances", "close_comparator_tolerances"),
            ("rules", "rating_rules"),
        ]:
            seed = SEEDS / f"{seed}.csv"
            connection.execute(f"create table {name} as select * from '{seed}'")
        connection.execute(
            "create table targets as select urn from characteristics"
            f" where not is_part_year order by md5(urn::varchar) limit {TARGETS}"
        )
    return file


@pytest.fixture(scope="module")
def england(tmp_path_factory):
    return database(tmp_path_factory.mktemp("england"), ENGLAND)


@pytest.fixture(scope="module")
def fast(england):
    run(MEASURED, england)  # warms the file's cache
    return run(MEASURED, england)


def test_ratings_of_the_nation(england, fast, tmp_path, capsys) -> None:
    large = database(tmp_path, LARGE)
    grown = run(MEASURED, large)
    growth = grown["seconds"] / fast["seconds"] / (LARGE / ENGLAND)
    with capsys.disabled():
        print(
            f"\nratings, {ENGLAND:,} schools, {COST_COLUMNS} cost columns:"
            f" {fast['seconds']:.2f} CPU s, {fast['memory']:.0f} MiB over base,"
            f" {fast['rows']:,} rows\n{LARGE:,} schools: {grown['seconds']:.2f} CPU s,"
            f" {growth:.2f} times as much per school, {grown['memory']:.0f} MiB"
        )
    assert fast["seconds"] <= MOST_SECONDS
    assert fast["memory"] <= MOST_MEMORY
    assert growth <= MOST_GROWTH


def test_ratings_of_the_nation_are_those_of_the_naive_form(england, fast) -> None:
    with duckdb.connect(str(england), read_only=True) as connection:

        def rows(sql):
            return connection.execute(sql).to_arrow_table().to_pylist()

        of_targets = "urn in (select urn from targets)"
        schools = rows("from characteristics")
        sets = {}
        for row in rows(f"from members where {of_targets} order by urn, rank"):
            key = (row["urn"], row["set_type"])
            sets.setdefault(key, []).append(row["comparator_urn"])
        named = {urn for members in sets.values() for urn in members}
        named |= {urn for urn, _ in sets}
        costs = {
            (row["urn"], row["category"], row["sub_category"]): row["per_unit"]
            for row in rows("from costs")
            if row["urn"] in named
        }
        found = rows(f"from rag where {of_targets}")
    expected = naive_ratings.rate(schools, costs, sets, "seed")
    assert len(found) == len(expected) > 20 * TARGETS
    for row in found:
        key = (row["urn"], row["set_type"], row["category"], row["sub_category"])
        assert expected[key].items() <= row.items()


def test_ratings_cost_a_hundredth_of_a_loop_over_schools(england, fast, capsys) -> None:
    loop = run(PANDAS, england)
    ratio = loop["seconds"] * fast["rows"] / loop["rows"] / fast["seconds"]
    with capsys.disabled():
        print(
            f"\na pandas loop over {TARGETS} schools: {loop['seconds']:.1f} CPU s;"
            f" scaled to {fast['rows']:,} ratings {ratio:.0f} times as much"
        )
    assert ratio >= LEAST_RATIO
