"""A run of 42 schools by hand, whose figures follow from the URN, and its tables.

School 1 is an academy with a return of six months, school 2 is maintained, and all
others are academies.
"""

import yaml
from conftest import REPO
from naive_ratings import BUILDING_CATEGORIES
from random_costs import LINES
from random_schools import MEASURES

MODELS = REPO / "models"
ACADEMY, MAINTAINED, OTHERS = 1, 2, list(range(3, 43))
ALL = [ACADEMY, MAINTAINED, *OTHERS]


def contract(model, folder):
    """name -> type of the columns of a model's yml."""
    path = MODELS / folder / f"{model}.yml"
    (node,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
    return {column["name"]: column["data_type"] for column in node["columns"]}


def insert(connection, table, columns, rows):
    """Make a table of columns (name -> type) and dicts; what a dict lacks is null."""
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
            building = category in BUILDING_CATEGORIES
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


def write_run(connection):
    """Write the tables of the run, as the models of user-driven runs read them."""
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
