"""Special cases of the school-finance set: each is there, and the files show it."""

import numpy as np
import pytest
from dfe_sets import cases, rows_of, world, written

TINY = 1_200
MISTAKES = {"urn_in_both_lists", "phase_unknown", "lead_not_listed"}


@pytest.fixture(scope="module")
def known():
    return cases(TINY)


def urns(name, **more):
    key = "URN"
    return {int(row[key]) for row in rows_of(TINY, name, **more)}


def test_every_case_is_in_a_tiny_set(known):
    assert set(known) == set(world(TINY).cases)
    assert len(known) >= 35


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_case_is_in_the_smallest_set(seed):
    found = world(100, seed=seed).cases
    assert [case for case, urns in found.items() if not len(urns)] == []


def test_mistakes_are_left_out_without_defects():
    clean = world(TINY, defects="none")
    assert {case for case, urns in clean.cases.items() if not len(urns)} == MISTAKES
    # the rest is as it was
    changed = {
        name
        for name, data in written(TINY).items()
        if written(TINY, defects="none")[name] != data
    }
    assert changed == {
        f"2023/{name}"
        for name in (
            "gias.csv",
            "maintained_schools_master_list.csv",
            "user_defined_comparator_sets.csv",
            "custom_data.csv",
            "financial_plans.csv",
        )
    }


def test_predecessors(known):
    links = rows_of(TINY, "gias_links.csv")
    before = {}
    for row in links:
        if row["LinkType"] == "Predecessor":
            before.setdefault(int(row["URN"]), set()).add(int(row["LinkURN"]))
    census, buildings = urns("census_pupils.csv"), urns("cdc.csv")
    for urn in known["census_under_predecessor"]:
        assert urn not in census
        assert before[urn] & census
    for urn in known["buildings_under_predecessor"]:
        assert urn not in buildings
        assert before[urn] & buildings
    for urn in known["two_predecessors"]:
        assert len(before[urn] & census) == 2
        assert len(before[urn] & buildings) == 2
    closed = {
        int(row["URN"])
        for row in rows_of(TINY, "gias.csv")
        if row["EstablishmentStatus (name)"] == "Closed"
    }
    assert known["closed_predecessor"] <= closed
    assert known["predecessor_in_maintained_list"] <= urns(
        "maintained_schools_master_list.csv"
    )


def test_who_is_missing(known):
    assert not known["no_census"] & urns("census_pupils.csv")
    assert not known["no_needs"] & urns("sen.csv")
    assert not known["no_buildings"] & urns("cdc.csv")
    undated = {}
    for row in rows_of(TINY, "cdc.csv"):
        undated.setdefault(int(row["URN"]), []).append(row["Block Age"] == "")
    assert {urn for urn, is_undated in undated.items() if all(is_undated)} >= known[
        "all_blocks_undated"
    ]


def test_federations(known):
    rows = rows_of(TINY, "maintained_schools_master_list.csv")
    by_urn = {int(row["URN"]): row for row in rows}
    numbers = {row["LAEstab"] for row in rows}
    groups = {
        int(row["URN"])
        for row in rows_of(TINY, "gias_all_links.csv")
        if row["Group Type"] == "Federation"
    }
    for urn in known["federation_lead"]:
        row = by_urn[urn]
        assert row["Lead school in federation"] == row["LAEstab"]
        assert row["Federation"] == "Lead school"
        assert float(row["Total Income   I01 to I18"]) > 0
    for urn in known["federation_member"]:
        row = by_urn[urn]
        assert row["Did Not Supply flag"] == "DNS"
        assert row["E01  Teaching Staff"] == "DNS"
        is_listed = row["Lead school in federation"] in numbers
        assert is_listed == (urn not in known["lead_not_listed"])
    hard = known["federation_lead"] | known["federation_member"]
    assert hard - known["soft_federation"] == groups
    assert known["soft_federation"]


def test_did_not_supply_and_part_years(known):
    rows = rows_of(TINY, "maintained_schools_master_list.csv")
    silent = {int(r["URN"]) for r in rows if r["Did Not Supply flag"] == "DNS"}
    assert silent == known["did_not_supply"] | known["federation_member"]
    months = {int(r["URN"]): int(r["Period covered by return (months)"]) for r in rows}
    assert {urn for urn, count in months.items() if count < 12} == known[
        "part_year_maintained"
    ]
    assert set(months.values()) <= set(range(1, 13))


def test_academies_that_came_went_and_moved(known):
    rows = rows_of(TINY, "ARX_Standing_Data_2023.xlsx")
    by_urn = {}
    for row in rows:
        by_urn.setdefault(int(row["URN"]), []).append(row)
    for urn in known["moved_trust_in_year"]:
        old, new = sorted(by_urn[urn], key=lambda row: row["Valid To"] == "")
        assert old["Valid To"] == old["Left"] == new["Joined"]
        assert old["Company Number"] != new["Company Number"]
        assert new["Left"] == ""
    for urn in known["one_day_trust"]:
        assert "1 day" in {row["Status"] for row in by_urn[urn]}
    for urn in known["converted_in_year"]:
        assert [bool(row["Joined"]) for row in by_urn[urn]] == [True]
    upins = [int(row["Academy UPIN"]) for row in rows]
    assert len(set(upins)) == len(upins)


def test_a_school_in_both_lists(known):
    both = known["urn_in_both_lists"]
    assert both <= urns("ARX_Standing_Data_2023.xlsx")
    assert both <= urns("maintained_schools_master_list.csv")
    plain = urns("maintained_schools_master_list.csv") - both
    assert not plain & urns("ARX_Standing_Data_2023.xlsx")


def test_codes_stand_where_figures_are_withheld():
    shares = [row[_share_name(row)] for row in rows_of(TINY, "census_pupils.csv")]
    assert {"x", "c", "z", "u"} <= set(shares)
    staff = rows_of(TINY, "census_workforce.xlsx", header=5)
    workforce = {row["Total School Workforce (Full-Time Equivalent)"] for row in staff}
    assert {"x", "u", "c", ":"} <= workforce
    ks2 = {row["READPROG"] for row in rows_of(TINY, "ks2.xlsx")}
    assert {"SUPP", "LOWCOV"} <= ks2
    ks4 = {row["P8MEA"] for row in rows_of(TINY, "ks4.xlsx")}
    assert {"NE", "NP", "SUPP", "LOWCOV"} <= ks4
    assert "" in {row["OfstedRating (name)"] for row in rows_of(TINY, "gias.csv")}


def test_zeros_negatives_and_nobody_there(known):
    rows = rows_of(TINY, "ARX_BenchmarkReport_2023.xlsx")
    rows += rows_of(TINY, "maintained_schools_master_list.csv")
    amounts = [
        float(value)
        for row in rows
        for name, value in row.items()
        if name.startswith(("BNCH214", "E12", "E14", "E15", "E16")) and value != "DNS"
    ]
    assert min(amounts) < 0 or known["negative_line"]
    assert np.count_nonzero(np.array(amounts) == 0) > 10
    heads = {
        int(row["URN"]): int(row["headcount of pupils"])
        for row in rows_of(TINY, "census_pupils.csv")
    }
    assert any(heads.get(urn) == 0 for urn in known["no_pupils"])


def test_equal_buildings(known):
    blocks = {}
    for row in rows_of(TINY, "cdc.csv"):
        blocks.setdefault(int(row["URN"]), []).append((row["GIFA"], row["Block Age"]))
    listed = [tuple(blocks[urn]) for urn in known["equal_buildings"] if urn in blocks]
    assert len(set(listed)) < len(listed)


def _share_name(row):
    return next(
        name
        for name in row
        if name.startswith("% of pupils known to be eligible for free school meals")
    )
