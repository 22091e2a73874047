"""Runs that a user drives, in dbt: the models of sets, custom data and plans.

What the library makes of them is in test_ratings_of_user_runs.py.
"""

import json

import duckdb
import pytest
from conftest import WAREHOUSE_NAME, dbt, query
from schools_alike import ALL, insert, write_run

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


def write_users(connection):
    """Write what the users sent, as staging gives it."""
    staged = {"file_key": "varchar", "line_number": "bigint", "run_id": "varchar"}

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
    stage("custom_data", who | {"field": "varchar", "value_text": "varchar"}, CUSTOM)
    plan = {"urn": "bigint", "year": "bigint", "input": "varchar"}
    rest = {"deployment_plan": "varchar", "created": "timestamp"}
    rest |= {"created_by": "varchar", "updated_at": "timestamp"}
    rest |= {
        "updated_by": "varchar",
        "is_complete": "boolean",
        "version": "varchar",
    }
    stage("financial_plans", plan | rest, [(*row, *[None] * 7) for row in PLANS])


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    """What stands before the models is made by hand, so that only they are built."""
    file = tmp_path_factory.mktemp("user_runs") / WAREHOUSE_NAME
    with duckdb.connect(str(file)) as connection:
        write_run(connection)
        write_users(connection)
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
