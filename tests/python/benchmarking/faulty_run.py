"""A run of 150 schools with every planted fault, built once for all tests that ask it.

* ``faulty_run(tmp_path_factory)``: path of the warehouse file; only read it.
* ``planted_in(warehouse)``: what ``plant`` says of it: which schools have which fault.
* ``findings``, ``evidence``: what a model of quality tells under a rule.
"""

import ast
import json

from conftest import TABLES, built_once, dbt, query
from dfe_runs import generated
from planted_faults import plant

SELECTED = (
    " --select +path:models/reports/benchmarking +path:models/platform"
    " +path:models/quality/benchmarking +quality__landing_findings"
)
PLANTED = "planted.txt"


def faulty_run(tmp_path_factory):
    def build(warehouse):
        raw = generated(warehouse.parent)
        # sets and tuples, which JSON has not
        (warehouse.parent / PLANTED).write_text(repr(plant(raw)), encoding="utf-8")
        dbt(
            TABLES + SELECTED,
            raw=raw,
            warehouse=warehouse,
            check=True,
            SCHOOLHOUSE_ALLOW_BLOCKED="1",
        )

    return built_once(tmp_path_factory, "faulty_run", build)


def planted_in(warehouse):
    return ast.literal_eval((warehouse.parent / PLANTED).read_text(encoding="utf-8"))


def findings(warehouse, model, rule_id):
    return query(
        warehouse, f"select message from quality.{model} where rule_id = ?", [rule_id]
    )


def evidence(warehouse, model, rule_id):
    told = query(
        warehouse, f"select evidence from quality.{model} where rule_id = ?", [rule_id]
    )
    return [json.loads(text) for (text,) in told]
