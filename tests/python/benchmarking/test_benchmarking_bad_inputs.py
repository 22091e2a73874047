"""Rows of the table of bad input in docs/benchmarking.md, end to end.

Those of budget forecasts are in test_budget_forecasts.py.
"""

import json

import pytest
from conftest import query
from faulty_run import evidence, faulty_run, findings, planted_in
from planted_faults import RUN


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    return faulty_run(tmp_path_factory)


@pytest.fixture(scope="module")
def planted(warehouse):
    return planted_in(warehouse)


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
