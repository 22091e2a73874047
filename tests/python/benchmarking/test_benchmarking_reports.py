"""Reports of school finance: averages of sets, order of priorities, labels of lines."""

import pytest
from conftest import query
from faulty_run import faulty_run


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    return faulty_run(tmp_path_factory)


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
