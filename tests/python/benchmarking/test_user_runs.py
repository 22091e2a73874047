"""Runs that a user drives: sets, custom data and plans, in the library and in dbt."""

import json

import duckdb
import naive_ratings
import numpy as np
import pyarrow as pa
import pytest
import yaml
from conftest import REPO, WAREHOUSE_NAME, dbt, query
from edstats.benchmarking.custom import custom_sets
from edstats.benchmarking.rated_runs import ratings
from library_sets import META, weights
from naive_sets import naive_sets
from random_costs import LINES, costs_table, inputs_of, random_costs
from random_schools import MEASURES, as_arrow, random_schools
from test_ratings import FIELDS, KEY, as_dicts, set_table

METHODS = ["seed", "fbit"]


def with_column(table, name, value):
    return table.append_column(name, pa.array([value] * len(table), pa.string()))


def by_key(rows):
    return {tuple(row[k] for k in KEY): {f: row[f] for f in FIELDS} for row in rows}


# -- the library ---------------------------------------------------------------------


@pytest.mark.parametrize("method", METHODS)
def test_user_defined_sets_agree_with_the_naive_ratings(method) -> None:
    """One list for both set types; gaps take medians over all schools, mixed."""
    columns = random_schools(9, 200, "nulls")
    costs = random_costs(columns, seed=9)
    rng = np.random.default_rng(9)
    members, expected = [], {}
    for run_id in ("mine", "o'hers"):
        for urn in rng.choice(columns["urn"], 6, replace=False):
            chosen = rng.choice(columns["urn"], rng.integers(9, 60)).tolist()
            listed = [urn, *dict.fromkeys(u for u in chosen if u != urn)]
            for rank, member in enumerate(listed, 1):
                members.append(("2022", run_id, int(urn), rank, int(member), True))
            sets = {(int(urn), kind): listed for kind in ("pupil", "building")}
            rated = naive_ratings.rate(as_dicts(columns), costs, sets, method, False)
            expected |= {(run_id, *key): fields for key, fields in rated.items()}
    members.append(("2022", "small", int(columns["urn"][0]), 1, 100_000, False))
    names = ["base_run_id", "run_id", "urn", "rank", "comparator_urn", "is_rated"]
    user_sets = pa.table(dict(zip(names, zip(*members, strict=True), strict=True)))
    inputs = inputs_of(columns, costs, set_table({}, method), user_sets)
    rows = ratings(inputs, {"comparator_method": method}).read_all().to_pylist()
    assert {row["run_type"] for row in rows} == {"user_defined"}
    assert {row["base_run_id"] for row in rows} == {"2022"}
    found = {
        (row["run_id"], *(row[k] for k in KEY)): {f: row[f] for f in FIELDS}
        for row in rows
    }
    assert len(expected) > 100
    assert found == expected


@pytest.mark.parametrize("method", METHODS)
def test_custom_data_agree_with_the_naive_forms(method) -> None:
    """The target's new figures move medians and ranges; nobody else is rated."""
    columns = random_schools(11, 300, "traits")
    columns["is_part_year"][:] = False
    costs = random_costs(columns, seed=11)
    may = columns["has_pupil_data"] & columns["has_building_data"]
    may &= columns["has_financial_data"] & ~columns["did_not_submit"]
    may &= columns["ofsted_rating"] == "Good"
    row = int(np.flatnonzero(may & (columns["overall_phase"] == "Primary"))[0])
    urn = int(columns["urn"][row])
    changed = {name: column.copy() for name, column in columns.items()}
    # far outside, so that the ranges change; a phase of its own would have no set
    for name in MEASURES:
        changed[name][row] = 5000.0 if name == "number_of_pupils" else 77.0
    changed["is_pfi"][row] = not columns["is_pfi"][row]
    changed["region"][row] = "Atlantis"
    changed["ofsted_rating"][row] = "Outstanding"
    custom_costs = {
        (urn, "Utilities", "Energy"): 12.5,
        (urn, "Utilities", "Total"): 12.5,
        (urn, "Educational ICT", "ICT learning resources"): 0.0,
    }

    custom = as_arrow({name: column[[row]] for name, column in changed.items()})
    custom = with_column(custom, "base_run_id", "2022")
    run_id = custom.schema.get_field_index("run_id")
    custom = custom.set_column(run_id, "run_id", pa.array(["try"]))
    connection = duckdb.connect()
    sets = custom_sets(
        as_arrow(columns),
        connection.from_arrow(custom),
        weights(),
        META | {"comparator_method": method},
    ).read_all()
    assert set(sets["run_type"].to_pylist()) == {"custom"}
    assert set(sets["run_id"].to_pylist()) == {"try"}
    expected_sets = [r for r in naive_sets(changed, method) if r[0] == urn]
    names = ["urn", "set_type", "rank", "comparator_urn", "distance", "reason"]
    found_sets = zip(*(sets[name].to_pylist() for name in names), strict=True)
    assert sorted(found_sets) == sorted(r[:6] for r in expected_sets)
    assert len(expected_sets) == 60

    rating_costs = costs_table(custom_costs, "try")
    inputs = inputs_of(
        columns,
        costs,
        set_table({}, method),
        custom=(custom, with_column(rating_costs, "base_run_id", "2022"), sets),
    )
    rows = ratings(inputs, {"comparator_method": method}).read_all().to_pylist()
    assert {(r["run_id"], r["run_type"], r["urn"]) for r in rows} == {
        ("try", "custom", urn)
    }
    of_sets = {}
    for _, set_type, _, member, *_ in sorted(expected_sets):
        of_sets.setdefault((urn, set_type), []).append(member)
    all_costs = {key: value for key, value in costs.items() if key[0] != urn}
    all_costs |= custom_costs
    expected = naive_ratings.rate(as_dicts(changed), all_costs, of_sets, method)
    assert by_key(rows) == expected
    assert len(expected) == 3


# -- the models ----------------------------------------------------------------------

MODELS = REPO / "models"
MINE = [
    "int_benchmarking__user_sets_read",
    "int_benchmarking__user_sets_itemised",
    "benchmarking__fct_user_defined_set_members",
    "int_benchmarking__custom_values",
    "int_benchmarking__custom_characteristics",
    "int_benchmarking__custom_finances",
    "int_benchmarking__custom_costs",
    "py_custom_comparator_sets",
    "py_metric_rag",
    "benchmarking__fct_metric_rag",
    "int_benchmarking__financial_plans_read",
    "benchmarking__fct_financial_plans",
    "dq_user_defined_sets__unusable",
    "dq_custom_data__unusable",
    "dq_financial_plans__unusable",
]
SEEDS = ["rag_colours", "close_comparator_tolerances", "rating_rules", "plan_ratings"]
SEEDS += ["finance_lines", "cost_categories", "finance_thresholds", "distance_weights"]
SEEDS += ["dq_rules"]

ACADEMY, MAINTAINED, OTHERS = 1, 2, list(range(3, 43))
ALL = [ACADEMY, MAINTAINED, *OTHERS]


def set_of(*urns):
    return json.dumps(list(urns))


USER_SETS = [
    ("whole", 1, set_of(*ALL[:12])),
    ("texts", 1, json.dumps([str(urn) for urn in ALL[:10]])),
    ("no target", 1, set_of(*range(2, 12))),
    ("ten with unknown", 1, set_of(*range(1, 10), 777)),
    ("repeated", 1, set_of(5, 1, 5, *range(6, 15), 5)),
    ("not a list", 1, '{"set": [1, 2]}'),
    ("no json", 1, "[1, 2"),
    ("odd items", 1, '[1, "abc", null, [4], 2.5]'),
    ("unknown target", 999, set_of(*range(1, 15))),
    ("twice", 2, set_of(1, 2)),
    ("twice", 2, set_of(2, *range(20, 30))),
    ("empty", 1, "[]"),
]
CUSTOM = [
    ("a", 1, "number_of_pupils", "500"),
    ("a", 1, "percent_sen", "12.5"),
    ("a", 1, "Utilities/Energy", "1,000"),
    ("a", 1, "teaching and teaching support staff/TEACHING STAFF", "250000"),
    ("a", 1, "income_catering_services", "700"),
    ("a", 1, "is_pfi", "true"),
    ("a", 1, "boarding", "Boarding"),
    ("a", 1, "Utilities/Total", "5"),
    ("a", 1, "total_income", "5"),
    ("a", 1, "Other costs/School staff", "5"),
    ("a", 1, "number_of_horses", "7"),
    ("a", 1, "urn", "7"),
    ("a", 1, "percent_fsm", "many"),
    ("a", 1, "percent_eal", "101"),
    ("a", 1, "total_internal_floor_area", "-1"),
    ("a", 1, "age_average_score", "nan"),
    ("a", 1, "has_nursery", "perhaps"),
    ("b", 2, "Utilities/Water and sewerage", "40"),
    ("b", 2, "Utilities/Water and sewerage", "60"),
    ("b", 2, "pupil_premium", "100"),
    ("c", 999, "number_of_pupils", "1"),
    ("d", 2, "number_of_horses", "1"),
]
PLANS = [
    (1, 2023, '{"pupils": 780, "timetable_periods": 25, "teaching_periods": 1000,'
     ' "teachers_fte": 50, "teacher_cost": 20, "income": 100, "expenditure": 95}'),
    (2, 2023, "{"),
    (2, 2024, "[1]"),
    (3, 2023, '{"pupils": "many", "income": 100, "expenditure": 101}'),
    (999, 2023, "{}"),
]  # fmt: skip


def contract(model, folder):
    """name -> type of the columns of a model's yml."""
    path = MODELS / folder / f"{model}.yml"
    (node,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    return {column["name"]: column["data_type"] for column in node["columns"]}


def insert(connection, table, columns, rows):
    schema = table.split(".")[0]
    connection.execute(f"create schema if not exists {schema}")
    listed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    connection.execute(f"create table {table} ({listed})")
    names = list(columns)
    if rows:
        connection.executemany(
            f"insert into {table} values ({', '.join('?' * len(names))})",
            [[row.get(name) for name in names] for row in rows],
        )


def characteristics():
    plain = {"run_id": "2022", "run_year": 2022, "overall_phase": "Primary"}
    plain |= {"region": "London", "boarding": "Not Boarding", "months": 12}
    plain |= {"london_weighting": "Neither", "ofsted_rating": "Good"}
    flags = ["is_pfi", "is_part_year", "did_not_submit", "is_federation_lead"]
    plain |= dict.fromkeys([*flags, "has_sixth_form", "has_nursery"], False)
    data = ["has_financial_data", "has_pupil_data", "has_building_data"]
    plain |= dict.fromkeys(data, True)
    rows = []
    for urn in ALL:
        features = dict.fromkeys(MEASURES, 10.0 + urn)
        features |= {"number_of_pupils": 100.0, "total_internal_floor_area": 1000.0}
        kind = {"finance_type": "Maintained" if urn == MAINTAINED else "Academy"}
        rows.append(plain | features | kind | {"urn": urn})
    rows[0] |= {"is_part_year": True, "months": 6}
    return rows


def costs():
    """Everybody spends 100 x URN on every line that such schools have."""
    rows = []
    for urn in ALL:
        for category, subs in LINES.items():
            lacks = (
                {"Audit cost"}
                if urn == MAINTAINED
                else {"School staff", "School costs"}
            )
            lines = [sub for sub in subs if sub not in lacks]
            building = category in naive_ratings.BUILDING_CATEGORIES
            for sub, count in [*((sub, 1) for sub in lines), ("Total", len(lines))]:
                amount = 100.0 * urn * count
                rows.append(
                    {
                        "run_id": "2022",
                        "urn": urn,
                        "category": category,
                        "sub_category": sub,
                        "basis": "Building" if building else "Pupil",
                        "amount": amount,
                        "central_services_amount": amount / 2,
                        "per_unit": amount / (1000 if building else 100),
                    }
                )
    return rows


def finances(columns):
    """Amounts of 100 x URN on every column that is no total."""
    rows = []
    for urn in ALL:
        money = {
            name: 100.0 * urn for name, kind in columns.items() if kind == "double"
        }
        absent = (
            ["auditors_costs"]
            if urn == MAINTAINED
            else ["community_focused_school_staff", "community_focused_school_costs"]
        )
        rows.append(
            money
            | dict.fromkeys(absent)
            | {
                "run_id": "2022",
                "urn": urn,
                "months": 12,
                "number_of_pupils": 100.0,
                "total_internal_floor_area": 1000.0,
                "is_academy": urn != MAINTAINED,
                "total_income": 9000.0,
                "total_grant_funding": 8000.0,
            }
        )
    return rows


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """What stands before the models is made by hand, so that only they are built."""
    file = tmp_path_factory.mktemp("user_runs") / WAREHOUSE_NAME
    staged = {"file_key": "varchar", "line_number": "bigint", "run_id": "varchar"}
    with duckdb.connect(str(file)) as connection:

        def stage(entity, columns, rows):
            fixed = {"file_key": "f", "run_id": "2022"}
            named = [dict(zip(columns, row, strict=True)) for row in rows]
            insert(
                connection,
                f"staging.stg_dfe__{entity}",
                staged | columns,
                [fixed | {"line_number": i} | row for i, row in enumerate(named, 2)],
            )

        who = {"user_run_id": "varchar", "urn": "bigint"}
        stage("user_defined_comparator_sets", who | {"set_text": "varchar"}, USER_SETS)
        stage(
            "custom_data", who | {"field": "varchar", "value_text": "varchar"}, CUSTOM
        )
        plan = {"urn": "bigint", "year": "bigint", "input": "varchar"}
        rest = {"deployment_plan": "varchar", "created": "timestamp"}
        rest |= {"created_by": "varchar", "updated_at": "timestamp"}
        rest |= {
            "updated_by": "varchar",
            "is_complete": "boolean",
            "version": "varchar",
        }
        stage("financial_plans", plan | rest, [(*row, *[None] * 7) for row in PLANS])
        insert(
            connection,
            "intermediate.int_benchmarking__runs_told",
            {"run_id": "varchar", "run_year": "integer"},
            [{"run_id": "2022", "run_year": 2022}],
        )
        marts = "marts/benchmarking"
        for name, rows in [
            ("fct_school_characteristics", characteristics()),
            ("fct_school_costs", costs()),
            ("fct_comparator_set_members", []),
        ]:
            columns = contract(f"benchmarking__{name}", marts)
            insert(connection, f"benchmarking.{name}", columns, rows)
        name = "int_benchmarking__school_finances"
        columns = contract(name, "intermediate/benchmarking")
        insert(connection, f"intermediate.{name}", columns, finances(columns))
    options = ["--indirect-selection", "cautious", "--vars", "comparator_method: both"]
    dbt(["build", *options, "-s", *MINE, *SEEDS], warehouse=file, check=True)
    return file


def rows_of(file, table, columns, order="all"):
    return query(file, f"select {columns} from {table} order by {order}")


def test_members_of_user_defined_sets(warehouse) -> None:
    found = query(
        warehouse,
        "select run_id, urn, list(comparator_urn order by rank), any_value(is_rated),"
        " list(comparator_urn) filter (was_added) from benchmarking"
        ".fct_user_defined_set_members group by run_id, urn order by run_id, urn",
    )
    assert found == [
        ("empty", 1, [1], False, [1]),
        ("no target", 1, [*range(2, 12), 1], True, [1]),
        ("odd items", 1, [1], False, None),
        ("repeated", 1, [5, 1, *range(6, 15)], True, None),
        ("ten with unknown", 1, list(range(1, 10)), False, None),
        ("texts", 1, ALL[:10], True, None),
        ("twice", 2, [2, *range(20, 30)], True, None),
        ("whole", 1, ALL[:12], True, None),
    ]


def test_findings_of_user_defined_sets(warehouse) -> None:
    found = rows_of(
        warehouse,
        "quality.dq_user_defined_sets__unusable",
        "evidence ->> 'user_run_id', rule_id, observed",
    )
    assert found == [
        ("empty", "FIN-043", "set without its target"),
        ("empty", "FIN-044", "1 members"),
        ("no json", "FIN-040", "text that is no list"),
        ("no target", "FIN-043", "set without its target"),
        ("not a list", "FIN-040", "text that is no list"),
        ("odd items", "FIN-041", "2.5"),
        ("odd items", "FIN-041", "[4]"),
        ("odd items", "FIN-041", "abc"),
        ("odd items", "FIN-041", "null"),
        ("odd items", "FIN-044", "1 members"),
        ("repeated", "FIN-042", "5"),
        ("ten with unknown", "FIN-041", "777"),
        ("ten with unknown", "FIN-044", "9 members"),
        ("twice", "FIN-048", "2 sets"),
        ("unknown target", "FIN-045", "999"),
    ]


def test_ratings_of_user_defined_sets(warehouse) -> None:
    """School 1 has a part-year return, so only school 2 is rated: the lowest spender of
    11, 1 / 11 = 9.09 percent, median of 2 20 ... 29 x 100 / 100 pupils = 24; audit cost
    is no line of a maintained school."""
    found = query(
        warehouse,
        "select run_id, base_run_id, urn, comparator_method, set_type, value, median,"
        " set_n, decile, round(percentile, 2) from benchmarking.fct_metric_rag where"
        " run_type = 'user_defined' and category = 'Educational ICT' order by all",
    )
    line = [
        ("twice", "2022", 2, method, "pupil", 2.0, 24.0, 11, 0, 9.09)
        for method in ("fbit", "seed")
        for _ in range(2)  # the line and the total
    ]
    assert found == line
    subs = query(
        warehouse,
        "select distinct sub_category from benchmarking.fct_metric_rag"
        " where run_id = 'twice' and category = 'Non-educational support staff"
        " and services'",
    )
    assert ("Audit cost",) not in subs
    assert len(subs) == 4


def test_custom_values_that_are_not_used(warehouse) -> None:
    found = rows_of(
        warehouse,
        "quality.dq_custom_data__unusable",
        "evidence ->> 'user_run_id', rule_id, evidence ->> 'field',"
        " evidence ->> 'value'",
    )
    assert found == [
        ("a", "FIN-046", "Other costs/School staff", "5"),
        ("a", "FIN-046", "Utilities/Total", "5"),
        ("a", "FIN-046", "number_of_horses", "7"),
        ("a", "FIN-046", "total_income", "5"),
        ("a", "FIN-046", "urn", "7"),
        ("a", "FIN-047", "age_average_score", "nan"),
        ("a", "FIN-047", "has_nursery", "perhaps"),
        ("a", "FIN-047", "percent_eal", "101"),
        ("a", "FIN-047", "percent_fsm", "many"),
        ("a", "FIN-047", "total_internal_floor_area", "-1"),
        ("b", "FIN-048", "Utilities/Water and sewerage", "40"),
        ("c", "FIN-045", "number_of_pupils", "1"),
        ("d", "FIN-046", "number_of_horses", "1"),
    ]


def test_custom_characteristics(warehouse) -> None:
    """The SEN percentage counts for both rule books; what was not given stays."""
    found = rows_of(
        warehouse,
        "intermediate.int_benchmarking__custom_characteristics",
        "run_id, base_run_id, urn, number_of_pupils, percent_sen, is_pfi, boarding,"
        " percent_sen_with_support, percent_fsm, is_part_year, months",
    )
    assert found == [
        ("a", "2022", 1, 500, 12.5, True, "Boarding", 12.5, 11, False, 12),
        ("b", "2022", 2, 100, 12, False, "Not Boarding", 12, 12, False, 12),
    ]


def test_custom_finances(warehouse) -> None:
    """School 1 spends 100 on each of 31 lines. Energy 1000 and teaching staff 250000
    instead: 2900 + 251000 = 253900. Income 9000 moves by 700 - 100 = 600 to 9600.
    Net catering: 2 x 100 - 700 = -500. School 2 has 32 lines of 200, water 60 instead:
    31 x 200 + 60 = 6260; its income moves by 100 - 200 = -100."""
    found = rows_of(
        warehouse,
        "intermediate.int_benchmarking__custom_finances",
        "run_id, total_expenditure, total_income, in_year_balance,"
        " total_net_catering_costs, total_utilities_costs, total_utilities_costs_cs,"
        " total_self_generated_funding, targeted_grants, total_grant_funding",
    )
    assert found == [
        ("a", 253900, 9600, -244300, -500, 1100, 0, 700, 100, 8000),
        ("b", 6260, 8900, 2640, 200, 260, 0, 200, 100, 7900),
    ]


def test_custom_costs(warehouse) -> None:
    """Pupils 500 and a full year: teaching staff 250000 / 500 = 500 each; the floor
    area stays 1000, energy 1000 / 1000 = 1, with water 100: 1100 / 1000 = 1.1."""
    found = query(
        warehouse,
        "select sub_category, amount, central_services_amount, per_unit from"
        " intermediate.int_benchmarking__custom_costs where run_id = 'a' and"
        " (category = 'Utilities' or sub_category = 'Teaching staff') order by all",
    )
    assert found == [
        ("Energy", 1000, 0, 1),
        ("Teaching staff", 250000, 0, 500),
        ("Total", 1100, 0, 1.1),
        ("Water and sewerage", 100, 0, 0.1),
    ]
    lines = query(
        warehouse,
        "select run_id, count(*) from intermediate.int_benchmarking__custom_costs"
        " group by run_id order by run_id",
    )
    assert lines == [("a", 31 + 9), ("b", 32 + 9)]


def test_custom_sets_and_ratings(warehouse) -> None:
    """Custom data are of a full year, so that school 1 has ratings; nobody shares its
    boarding and PFI, so that under seed its pupil set is empty and only the building
    categories are rated. Under fbit school 2 is alone in its pool."""
    sets = query(
        warehouse,
        "select run_id, comparator_method, set_type, count(*) from"
        " intermediate.py_custom_comparator_sets group by all order by all",
    )
    assert sets == [
        ("a", "fbit", "building", 30),
        ("a", "fbit", "pupil", 30),
        ("a", "seed", "building", 30),
        ("b", "seed", "building", 30),
        ("b", "seed", "pupil", 30),
    ]
    found = query(
        warehouse,
        "select run_id, comparator_method, set_type, count(*), count(distinct urn)"
        " from benchmarking.fct_metric_rag where run_type = 'custom'"
        " group by all order by all",
    )
    assert found == [
        ("a", "fbit", "building", 8, 1),
        ("a", "fbit", "pupil", 32, 1),
        ("a", "seed", "building", 8, 1),
        ("b", "seed", "building", 8, 1),
        ("b", "seed", "pupil", 33, 1),
    ]


def test_financial_plans(warehouse) -> None:
    """780 x 25 / 1000 = 19.5; 1000 / (25 x 50) = 0.8, amber; 5 percent, green."""
    found = rows_of(
        warehouse,
        "benchmarking.fct_financial_plans",
        "urn, year, average_class_size, average_class_size_rag, teacher_contact_ratio,"
        " teacher_contact_ratio_rag, in_year_balance_percent_of_income_rag",
    )
    assert found == [
        (1, 2023, 19.5, "amber", 0.8, "amber", "green"),
        (2, 2023, None, None, None, None, None),
        (2, 2024, None, None, None, None, None),
        (3, 2023, None, None, None, None, "amber"),
    ]
    findings = rows_of(
        warehouse,
        "quality.dq_financial_plans__unusable",
        "rule_id, evidence ->> 'urn', observed",
    )
    assert findings == [
        ("FIN-045", "999", "999"),
        ("FIN-049", "2", "input that is no JSON object"),
        ("FIN-049", "2", "input that is no JSON object"),
        ("FIN-049", "3", "input without a number that metrics need"),
        ("FIN-049", "999", "input without a number that metrics need"),
    ]
