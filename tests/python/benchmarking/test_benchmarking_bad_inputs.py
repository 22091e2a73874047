"""Every row of the table of bad input in docs/benchmarking.md, end to end.

A national set of 150 schools, faults planted in its files, one build; the platform
views and reports are looked at in the same warehouse.
"""

import json

import numpy as np
import pytest
from conftest import WAREHOUSE_NAME, dbt, query
from dfe_runs import generated
from planted_faults import RUN, plant

SELECTED = (
    "+path:models/reports/benchmarking +path:models/platform"
    " +path:models/quality/benchmarking +quality__landing_findings"
)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """The raw root with every fault, and which schools it is in."""
    return plant(generated(tmp_path_factory.mktemp("bad")))


@pytest.fixture(scope="module")
def warehouse(planted, tmp_path_factory):
    file = tmp_path_factory.mktemp("bad_warehouse") / WAREHOUSE_NAME
    dbt(
        [
            *("build", "--exclude-resource-type", "test", "unit_test"),
            *("--select", *SELECTED.split()),
        ],
        raw=planted["raw"],
        warehouse=file,
        check=True,
        SCHOOLHOUSE_ALLOW_BLOCKED="1",
    )
    return file


@pytest.fixture(scope="module")
def school(warehouse):
    """Characteristics of one school of the run by name."""

    def of(urn, *columns):
        (row,) = query(
            warehouse,
            f"select {', '.join(columns)} from benchmarking.fct_school_characteristics"
            " where run_id = ? and urn = ?",
            [RUN, urn],
        )
        return row

    return of


def findings(warehouse, model, rule_id):
    return query(
        warehouse, f"select message from quality.{model} where rule_id = ?", [rule_id]
    )


def evidence(warehouse, model, rule_id):
    told = query(
        warehouse, f"select evidence from quality.{model} where rule_id = ?", [rule_id]
    )
    return [json.loads(text) for (text,) in told]


def told_of(warehouse, rule_id, urn):
    """Whether a finding of the rule names the school."""
    ((count,),) = query(
        warehouse,
        "select count(*) from (select rule_id, evidence from"
        " quality.dq_schools__left_out union all select rule_id, evidence from"
        " quality.dq_schools__doubtful_figures) where rule_id = ? and evidence like ?",
        [rule_id, f"%{urn}%"],
    )
    return count > 0


def test_a_master_list_without_urn_blocks_its_run(warehouse):
    blocked = query(
        warehouse,
        "select district_id, rule_id, message from quality.blocked_sources"
        " where source = 'dfe'",
    )
    assert {row[:2] for row in blocked} >= {("2024", "LND-002")}
    assert any("urn" in message for _, _, message in blocked)
    # and no other: the run beside it is whole
    assert {run for run, _, _ in blocked} == {"2024"}
    assert query(
        warehouse, "select distinct run_id from benchmarking.fct_school_characteristics"
    ) == [(RUN,)]


def test_an_unknown_phase_is_a_phase(planted, warehouse, school):
    assert school(planted["phase"], "overall_phase") == ("Unknown",)
    assert told_of(warehouse, "FIN-009", planted["phase"])
    # compared with schools of the same phase alone
    assert query(
        warehouse,
        "select count(*) from benchmarking.fct_comparator_set_members as members"
        " inner join benchmarking.fct_school_characteristics as others"
        " on members.comparator_urn = others.urn"
        " where members.urn = ? and others.overall_phase <> 'Unknown'",
        [planted["phase"]],
    ) == [(0,)]


def test_a_negative_floor_area_is_none(planted, warehouse, school):
    area, age, has_building = school(
        planted["floor"],
        "total_internal_floor_area",
        "age_average_score",
        "has_building_data",
    )
    assert (area, age) == (None, None)
    assert told_of(warehouse, "FIN-007", planted["floor"])
    assert not has_building
    assert query(
        warehouse,
        "select count(*) from benchmarking.fct_comparator_set_members"
        " where urn = ? and set_type = 'building'",
        [planted["floor"]],
    ) == [(0,)]


def test_a_floor_area_out_of_range_is_told_and_used(planted, warehouse, school):
    # blocks of one square metre each for a whole school
    area, pupils = school(
        planted["crowded"], "total_internal_floor_area", "number_of_pupils"
    )
    assert 0 < area < 2 * pupils
    assert told_of(warehouse, "FIN-019", planted["crowded"])
    assert not told_of(warehouse, "FIN-019", planted["floor"])
    assert not told_of(warehouse, "FIN-019", planted["phase"])


def test_a_school_without_a_return_is_told(planted, warehouse):
    told = query(
        warehouse,
        "select evidence from quality.dq_school_finances__return_in_question"
        " where rule_id = 'FIN-029'",
    )
    assert {int(json.loads(text)["urn"]) for (text,) in told} == (
        planted["without_return"]
    )
    assert told


def test_without_pupils_nothing_costs_anything_per_pupil(planted, warehouse, school):
    assert school(planted["pupils"], "number_of_pupils") == (0,)
    assert told_of(warehouse, "FIN-008", planted["pupils"])
    assert query(
        warehouse,
        "select count(*) > 0, max(per_unit) from benchmarking.fct_school_costs"
        " where urn = ? and basis = 'Pupil'",
        [planted["pupils"]],
    ) == [(True, 0)]


def test_money_needs_pupils_unless_it_is_for_places(planted, warehouse):
    # 0 pupils in the census; no school that the census lacks, and no special school or
    # pupil referral unit with 0 pupils
    model = "dq_school_finances__return_in_question"
    assert findings(warehouse, model, "FIN-026") == [
        (
            f"school {planted['pupils']} spends money and has 0 pupils;"
            " its costs per pupil are 0",
        )
    ]
    spending = query(
        warehouse,
        "select urn, number_of_pupils"
        " from intermediate.int_benchmarking__school_finances"
        " where run_id = ? and total_expenditure > 0",
        [RUN],
    )
    assert (planted["places"], 0) in spending
    assert None in [pupils for _, pupils in spending]


def test_a_school_of_both_lists_is_an_academy(planted, warehouse, school):
    assert school(planted["both"], "finance_type") == ("Academy",)
    assert told_of(warehouse, "FIN-001", planted["both"])


DOUBTFUL = "dq_schools__doubtful_figures"
CENTRAL = "dq_trust_finances__central_services"


@pytest.mark.parametrize(
    ("rule_id", "model"),
    [
        ("FIN-010", DOUBTFUL),  # a lead that is not listed, and one that is no lead
        ("FIN-012", DOUBTFUL),  # left a month before, and on the day
        ("FIN-013", DOUBTFUL),  # neither the return nor the list names the trust
        ("FIN-014", DOUBTFUL),  # no transfer: neither row has an end
        ("FIN-017", DOUBTFUL),  # no block has an age; of others some have
        ("FIN-018", DOUBTFUL),  # another name; the same line again is none
        ("FIN-028", "dq_school_finances__return_in_question"),  # others gave nothing
    ],
)
def test_schools_at_fault_are_named_and_no_others(planted, warehouse, rule_id, model):
    at_fault, right = ({int(urn) for urn in urns} for urns in planted["found"][rule_id])
    found = [int(ids["urn"]) for ids in evidence(warehouse, model, rule_id)]
    assert sorted(found) == sorted(at_fault)
    listed = query(
        warehouse, "select urn from benchmarking.dim_schools where run_id = ?", [RUN]
    )
    assert at_fault
    assert right & {urn for (urn,) in listed}


@pytest.mark.parametrize("rule_id", ["FIN-022", "FIN-023"])
def test_trusts_at_fault_are_named_and_no_others(planted, warehouse, rule_id):
    # a trust of one academy needs no central services; most return them once
    at_fault, right = planted["found"][rule_id]
    found = evidence(warehouse, CENTRAL, rule_id)
    assert [ids["trust_company_number"] for ids in found] == at_fault
    trusts = query(
        warehouse,
        "select trust_company_number from benchmarking.fct_trust_finances"
        " where run_id = ?",
        [RUN],
    )
    assert set(right) & {trust for (trust,) in trusts}


def test_schools_without_a_row_are_counted(planted, warehouse):
    # not all schools have key stages; figures of a predecessor are figures
    schools = query(
        warehouse,
        "select urn, finance_type from benchmarking.dim_schools where run_id = ?",
        [RUN],
    )
    before = {}
    for urn, predecessor, _, kind, _ in planted["links"]:
        if kind == "Predecessor":
            before.setdefault(int(urn), set()).add(int(predecessor))
    expected = {}
    for dataset, rows in planted["rows"].items():
        without = [
            urn
            for urn, finance_type in schools
            if urn not in rows
            and not (finance_type == "Academy" and before.get(urn, set()) & rows)
        ]
        if without:
            expected[dataset] = (
                f"{len(without)} of {len(schools)} schools without a row"
            )
    found = query(
        warehouse,
        "select evidence, observed from quality.dq_datasets__schools_without_row"
        " where rule_id = 'FIN-016' and district_id = ?",
        [RUN],
    )
    assert expected
    assert {json.loads(ids)["dataset"]: seen for ids, seen in found} == expected


def test_a_shifted_header_is_found(warehouse):
    # three more lines above the header than the file has in any layout
    assert query(
        warehouse,
        "select count(*) > 100, count(workforce_fte) > 100"
        " from staging.stg_dfe__census_workforce",
    ) == [(True, True)]
    assert query(
        warehouse,
        "select count(*) > 100 from benchmarking.fct_school_characteristics"
        " where workforce_fte > 0",
    ) == [(True,)]


def test_an_account_line_that_nobody_knows_is_told_and_left_out(warehouse):
    ((message,),) = query(
        warehouse,
        "select message from quality.landing_findings"
        " where rule_id = 'LND-027' and file_path like '%ARX_BenchmarkReport%'",
    )
    assert "BNCH29999" in message
    # a million for each academy would stand out
    assert query(
        warehouse,
        "select count(*) from benchmarking.fct_school_finances as finances where"
        " finance_type = 'Academy' and abs(total_expenditure - ("
        "select sum(amount) from benchmarking.fct_school_costs as costs"
        " where costs.urn = finances.urn and sub_category = 'Total')) > 0.01",
    ) == [(0,)]


@pytest.mark.parametrize(
    ("rule_id", "model"),
    [
        ("FIN-040", "dq_user_defined_sets__unusable"),  # user-9: is no list
        ("FIN-041", "dq_user_defined_sets__unusable"),  # user-6: 999999 in the set
        ("FIN-042", "dq_user_defined_sets__unusable"),  # user-7: 140957 three times
        ("FIN-043", "dq_user_defined_sets__unusable"),  # user-4: without 139793
        ("FIN-044", "dq_user_defined_sets__unusable"),  # user-5: six members
        ("FIN-045", "dq_user_defined_sets__unusable"),  # user-8: for 999999
        ("FIN-046", "dq_custom_data__unusable"),  # custom-3: number_of_horses
        ("FIN-047", "dq_custom_data__unusable"),  # custom-5: "many" pupils
    ],
)
def test_faults_of_users_are_findings(warehouse, rule_id, model):
    assert findings(warehouse, model, rule_id)


def test_a_small_set_is_published_and_not_rated(warehouse):
    (members,) = query(
        warehouse,
        "select member_count, is_rated from benchmarking.fct_user_defined_set_members"
        " where run_id = 'user-5' group by all",
    )
    assert members == (6, False)
    assert query(
        warehouse,
        "select count(*) from benchmarking.fct_metric_rag where run_id = 'user-5'",
    ) == [(0,)]


def test_missing_history_is_null_with_a_finding(warehouse):
    gaps = query(
        warehouse,
        "select trust_upin from benchmarking.fct_budget_forecasts"
        " where category = 'Revenue reserve' and value is null group by trust_upin",
    )
    assert gaps
    slopes = dict(
        query(
            warehouse,
            "select trust_upin, value from benchmarking.fct_budget_forecast_metrics"
            " where metric = 'Slope'",
        )
    )
    assert {trust for trust, slope in slopes.items() if slope is None} == {
        trust for (trust,) in gaps
    }
    assert findings(warehouse, "dq_budget_forecasts__missing_point", "FIN-050")


def test_faulty_forecasts_are_told(planted, warehouse):
    told = query(
        warehouse,
        "select rule_id, evidence from quality.dq_budget_forecasts__faulty_return",
    )
    trusts = {
        rule: [int(json.loads(text)["trust_upin"]) for one, text in told if one == rule]
        for rule in ("FIN-052", "FIN-053", "FIN-054")
    }
    assert trusts == {
        "FIN-052": [planted["trust"]],
        "FIN-053": [999998],
        "FIN-054": [planted["trust"]],
    }
    # the first of the repeated lines counts, and the unknown trust is left out
    assert query(
        warehouse,
        "select value from benchmarking.fct_budget_forecasts"
        " where trust_upin = ? and category = 'Total income' and year = ?",
        [planted["trust"], int(RUN)],
    ) == [(planted["income"],)]
    assert query(
        warehouse,
        "select count(*) from benchmarking.fct_budget_forecasts"
        " where trust_upin = 999998",
    ) == [(0,)]


def test_a_forecast_without_a_line_is_told(planted, warehouse):
    # earlier years that nobody sends are another rule's
    found = evidence(warehouse, "dq_budget_forecasts__missing_point", "FIN-051")
    assert sorted((ids["trust_upin"], ids["series"], ids["year"]) for ids in found) == (
        sorted((trust, series, int(RUN)) for trust, series in planted["missing"])
    )


def test_slope_and_flags_agree_with_numpy(warehouse):
    rows = query(
        warehouse,
        "select trust_upin, list(value order by year) from"
        " benchmarking.fct_budget_forecasts where category = 'Revenue reserve'"
        " group by trust_upin having count(value) = 6 order by trust_upin",
    )
    slopes = {
        trust: float(np.polyfit(range(1, 7), [float(value) for value in values], 1)[0])
        for trust, values in rows
    }
    low, high = np.percentile(list(slopes.values()), [10, 90])
    found = query(
        warehouse,
        "select trust_upin, slope, slope_flag from"
        " benchmarking.fct_trust_forecast_status where slope is not null"
        " order by trust_upin",
    )
    assert [trust for trust, _, _ in found] == list(slopes)
    for trust, slope, flag in found:
        assert slope == pytest.approx(slopes[trust], abs=1e-6)
        # a slope at a percentile is inside
        assert flag == int(slope > high + 1e-6) - int(slope < low - 1e-6)


def test_platform_tells_what_the_marts_tell(warehouse):
    published = query(
        warehouse,
        'select "RunId", "URN", "Category", "SubCategory", "RAG", "Value", "Mean",'
        ' "DiffMean", "Percentile", "Decile", "SetType" from platform."MetricRAG"'
        " order by all",
    )
    marts = query(
        warehouse,
        "select run_id, urn::varchar, category, sub_category, rag, value, median,"
        " diff_median, percentile, decile, 'mixed' from benchmarking.fct_metric_rag"
        " order by run_id, urn::varchar, category, sub_category",
    )
    assert len(published) == len(marts) > 1000
    for one, other in zip(published, marts, strict=True):
        assert one[:5] == other[:5]
        assert [float(value) for value in one[5:10]] == pytest.approx(
            [float(value) for value in other[5:10]], abs=0.00501
        )
        assert one[10] == other[10]
    sets = query(
        warehouse,
        'select "Pupil", "Building", "URN", "RunType", "RunId"'
        ' from platform."ComparatorSet"',
    )
    assert len(sets) > 100
    members = dict(
        query(
            warehouse,
            "select (run_id, run_type, urn, set_type)::varchar,"
            " list(comparator_urn::varchar order by rank)"
            " from benchmarking.fct_comparator_set_members group by all",
        )
    )
    for pupil, building, urn, run_type, run_id in sets:
        for name, text in (("pupil", pupil), ("building", building)):
            key = f"({run_id}, {run_type}, {urn}, {name})"
            assert json.loads(text) == members.pop(key, [])
    assert members == {}
    schools, runs = query(
        warehouse,
        "select count(*), (select count(*) from benchmarking.dim_schools) from"
        ' platform."School"',
    )[0]
    assert schools == runs
    assert query(
        warehouse,
        'select count(*) from platform."UserDefinedComparatorSet"'
        ' where not "Set" like \'%"\' || "URN" || \'"%\'',
    ) == [(0,)]


def test_averages_of_a_set_agree_with_a_plain_loop(warehouse):
    """One line of each basis in its four dimensions, for ten schools."""
    finances = {
        row[0]: row[1:]
        for row in query(
            warehouse,
            "select urn, teaching_staff_costs, energy_costs, total_income,"
            " total_expenditure, total_pupils, total_internal_floor_area,"
            " period_covered_by_return from benchmarking.fct_school_finances",
        )
    }

    def dimensions(urn, basis):
        staff, energy, income, spent, pupils, area, months = finances[urn]
        cost = staff if basis == "Pupil" else energy
        unit = pupils if basis == "Pupil" else area
        if cost is None:
            return [None] * 4
        return [
            cost,
            cost / (unit * months / 12) if unit and unit > 0 else None,
            cost * 100 / income if income and income > 0 else None,
            cost * 100 / spent if spent and spent > 0 else None,
        ]

    def mean(values):
        values = [value for value in values if value is not None]
        return sum(values) / len(values) if values else None

    checked = 0
    for basis, line in (("Pupil", "Teaching staff"), ("Building", "Energy")):
        rows = query(
            warehouse,
            "select urn, actual, per_unit, percent_of_income, percent_of_expenditure,"
            " set_actual, set_per_unit, set_percent_of_income,"
            " set_percent_of_expenditure"
            " from reports.rpt_benchmarking__school_vs_set_and_national"
            " where line_name = ? and set_actual is not null order by urn limit 10",
            [line],
        )
        for urn, *shown in rows:
            members = {urn} | {
                member
                for (member,) in query(
                    warehouse,
                    "select comparator_urn from benchmarking.fct_comparator_set_members"
                    " where urn = ? and set_type = ? and run_type = 'default'",
                    [urn, basis.lower()],
                )
            }
            each = [dimensions(member, basis) for member in sorted(members)]
            expected = dimensions(urn, basis) + [
                mean(column) for column in zip(*each, strict=True)
            ]
            for value, right, half in zip(
                shown, expected, [0.5, 0.5, 0.05, 0.05] * 2, strict=True
            ):
                assert (value is None) == (right is None)
                if right is not None:
                    assert abs(float(value) - right) <= half + 1e-3
                    checked += 1
    assert checked > 100


def test_priorities_are_in_order(warehouse):
    rows = query(
        warehouse,
        "select run_id, urn, priority_order, rag, decile, category, gap,"
        " is_area_to_investigate from reports.rpt_benchmarking__spending_priorities"
        " order by run_id, urn, priority_order",
    )
    schools = {}
    for row in rows:
        schools.setdefault(row[:2], []).append(row[2:])
    assert len(schools) > 100
    for priorities in schools.values():
        order = [("red", "amber", "green").index(row[1]) for row in priorities]
        assert order == sorted(order)
        assert [row[0] for row in priorities] == list(range(1, len(priorities) + 1))
        assert "Other costs" not in [row[3] for row in priorities]
        gaps = sorted((row[4] for row in priorities if row[4]), reverse=True)
        chosen = {row[4] for row in priorities if row[5]}
        assert chosen == {gap for gap in gaps[:3] if gap > 0}


def test_every_reported_line_has_a_label(warehouse):
    # a line without a label would vanish in the join
    lines = query(
        warehouse,
        "select column_name from information_schema.columns where table_name ="
        " 'int_benchmarking__finances_dimensioned' and column_name like '%\\_\\_actual'"
        " escape '\\'",
    )
    labels = query(warehouse, "select line_column from reference.report_lines")
    assert {line.removesuffix("__actual") for (line,) in lines} == {
        label for (label,) in labels
    }
