"""Ratings: by hand, and against a naive implementation on random schools."""

import csv

import naive_ratings
import numpy as np
import pytest
from edstats.benchmarking.tables import school_sets
from library_ratings import as_dicts, by_key, rated_rows, set_table
from library_sets import META, weights
from random_costs import SEEDS, inputs_of, random_costs
from random_schools import MEASURES, as_arrow, random_schools

# features that are all 100 make all schools close
PLAIN = {
    "run_id": "2022",
    "overall_phase": "Primary",
    "region": "London",
    "finance_type": "Academy",
    "trust_company_number": None,
    "boarding": "Not Boarding",
    "ofsted_rating": "Good",
    "is_pfi": False,
    "is_part_year": False,
    "did_not_submit": False,
    "has_financial_data": True,
    "has_pupil_data": True,
    "has_building_data": True,
}
TEACHING = ("Teaching and Teaching support staff", "Teaching staff")
ENERGY = ("Utilities", "Energy")


def school(urn, **differs):
    return PLAIN | dict.fromkeys(MEASURES, 100.0) | {"urn": urn} | differs


def as_columns(schools):
    """Dicts of schools as the arrays that `random_schools` gives."""
    columns = {}
    for name in schools[0]:
        values = [school[name] for school in schools]
        if name in MEASURES:
            columns[name] = np.array(values, dtype=float)  # None becomes NaN
        else:
            is_text = any(isinstance(value, str | None) for value in values)
            columns[name] = np.array(values, dtype=object if is_text else None)
    return columns


def rated(columns, costs, sets, method, **inputs):
    """The library's ratings by key, as the naive ones are."""
    inputs = inputs_of(columns, costs, set_table(sets, method), **inputs)
    return by_key(rated_rows(inputs, method))


def among(value, others, line=TEACHING, method="seed", target=None, features=None):
    """The rating of school 1 with this value among schools with the others'."""
    schools = [school(1, **(target or {}))]
    schools += [school(i, **(features or {})) for i in range(2, 2 + len(others))]
    costs = {(i, *line): float(v) for i, v in enumerate([value, *others], 1)}
    set_type = "building" if line == ENERGY else "pupil"
    members = [s["urn"] for s in schools[1 if method == "seed" else 0 :]]
    sets = {(1, set_type): members}
    return rated(as_columns(schools), costs, sets, method).get((1, set_type, *line))


@pytest.mark.parametrize("method", ["seed", "fbit"])
def test_ranks_among_thirty_positive_values(method) -> None:
    """benchmarking.md 4.1: ranks 1-2 are decile 0, 3-5 decile 1, ... 30 decile 10."""
    edges = [2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 30]
    places = range(1, 31)
    own = method == "fbit"
    sets = {(i, "building"): [j for j in places if j != i or own] for i in places}
    costs = {(i, *ENERGY): float(i) for i in places}
    ratings = rated(as_columns([school(i) for i in places]), costs, sets, method)
    for place in places:
        found = ratings[place, "building", *ENERGY]
        decile = next(i for i, edge in enumerate(edges) if place <= edge)
        assert found["decile"] == (min(decile, 9) if method == "seed" else decile)
        assert found["set_n"] == 30
        assert found["percentile"] == place / 30 * 100
        assert found["median"] == 15.5
        # energy: low is green
        colour = "green" if decile < 3 else "amber" if decile < 8 else "red"
        assert found["rag"] == colour


def test_only_positive_comparators_count_and_ties_stand_high() -> None:
    # ranked 4 4 8 10: two of four are not above 4; median (4 + 8) / 2, 4 - 6 = -2
    found = among(4, [0, -3, 4, 8, 10])
    assert (found["set_n"], found["percentile"], found["decile"]) == (4, 50.0, 5)
    assert (found["median"], found["diff_median"]) == (6, -2)
    assert found["percent_diff"] == -2 / 6 * 100


def test_target_at_zero_counts_and_stands_lowest() -> None:
    found = among(0, [5, 7, 0])
    assert (found["set_n"], found["decile"], found["median"]) == (3, 3, 5)
    assert found["percent_diff"] == -100


@pytest.mark.parametrize("value", [0, -7, 12])
def test_target_alone_among_zeros_is_red(value) -> None:
    """The quirk that is kept: one value, percentile 100."""
    found = among(value, [0, 0, -1])
    assert (found["set_n"], found["percentile"], found["rag"]) == (1, 100.0, "red")
    assert (found["diff_median"], found["percent_diff"]) == (0, 0)
    assert found["decile"] == 9


def test_median_zero_gives_no_percentage() -> None:
    # ranked -4 and 4
    assert among(-4, [4])["percent_diff"] == 0


def test_repeats_and_the_target_itself_count_once() -> None:
    schools = as_columns([school(i) for i in (1, 2, 3)])
    costs = {(i, *ENERGY): 10.0 * i for i in (1, 2, 3)}
    sets = {(1, "building"): [1, 3, 2, 3, 3, 2]}
    (found,) = rated(schools, costs, sets, "fbit").values()
    assert (found["set_n"], found["median"], found["close_count"]) == (3, 20, 3)


def test_comparator_without_the_line_does_not_count() -> None:
    schools = as_columns([school(1), school(2), school(3)])
    costs = {(1, *ENERGY): 5.0, (2, *ENERGY): 7.0, (3, *TEACHING): 9.0}
    sets = {(1, kind): [2, 3] for kind in ("pupil", "building")}
    found = rated(schools, costs, sets, "seed")
    assert list(found) == [(1, "building", *ENERGY)]
    assert found[1, "building", *ENERGY]["set_n"] == 2


@pytest.mark.parametrize(
    ("method", "others", "mapping"),
    [
        ("seed", 10, "other"),
        ("seed", 11, "other_10"),
        ("fbit", 9, "other"),
        ("fbit", 10, "other_10"),
    ],
)
def test_more_than_ten_close(method, others, mapping) -> None:
    assert among(5, range(1, others + 1), method=method)["rating_key"] == mapping


@pytest.mark.parametrize(
    ("line", "feature", "own", "theirs", "seed", "fbit"),
    [
        # relative to the larger: 100 - 75 = 25 = 0.25 x 100
        (TEACHING, "number_of_pupils", 100, 75, 1, 1),
        (TEACHING, "number_of_pupils", 75, 100, 1, 1),
        (TEACHING, "number_of_pupils", 100, 74.999, 0, 0),
        (TEACHING, "number_of_pupils", 74.999, 100, 0, 0),
        (TEACHING, "percent_fsm", 20, 19, 1, 1),
        (TEACHING, "percent_fsm", 20, 18.99, 0, 0),
        (TEACHING, "percent_fsm", 0, 0, 1, 1),
        (TEACHING, "percent_sen", 10, 9, 1, 1),
        (TEACHING, "percent_sen", 10, 8.9, 0, 1),
        (TEACHING, "percent_sen_with_support", 10, 8.9, 1, 0),
        (ENERGY, "total_internal_floor_area", 1000, 900, 1, 1),
        (ENERGY, "total_internal_floor_area", 1000, 899.9, 0, 0),
        # 20 percent of 100 years, and 20 years
        (ENERGY, "age_average_score", 100, 80, 1, 1),
        (ENERGY, "age_average_score", 100, 79.9, 0, 0),
        (ENERGY, "age_average_score", 10, 8, 1, 1),
        (ENERGY, "age_average_score", 10, 7.9, 0, 1),
        (ENERGY, "age_average_score", 10, 30, 0, 1),
    ],
)
def test_closeness_at_the_tolerance(line, feature, own, theirs, seed, fbit) -> None:
    target, other = {feature: float(own)}, {feature: float(theirs)}
    for method, expected in (("seed", seed), ("fbit", fbit + 1)):
        found = among(5, [4], line, method, target, other)
        assert found["close_count"] == expected


def test_missing_feature_takes_the_median_of_its_pool() -> None:
    """Pupils 100 100 400, the target's missing: 100 in the mixed pool. Under fbit the
    target is the only academy but for the school with 400."""
    schools = [school(1, number_of_pupils=None)]
    schools += [school(i, finance_type="Maintained") for i in (2, 3)]
    schools.append(school(4, number_of_pupils=400.0))
    costs = {(i, *TEACHING): 1.0 for i in range(1, 5)}
    sets = {(1, "pupil"): [1, 2, 3, 4]}
    close = [
        rated(as_columns(schools), costs, sets, method)[1, "pupil", *TEACHING]
        for method in ("seed", "fbit")
    ]
    # seed: 2 and 3; fbit: itself and 4
    assert [found["close_count"] for found in close] == [2, 2]
    schools[3]["number_of_pupils"] = None
    found = rated(as_columns(schools), costs, sets, "fbit")[1, "pupil", *TEACHING]
    # no academy has a number of pupils: nobody is close, the target neither
    assert found["close_count"] == 0


@pytest.mark.parametrize(
    ("ofsted", "seed", "fbit"),
    [
        ("Outstanding", "outstanding", "outstanding"),
        ("outSTANDING", "outstanding", "outstanding"),
        ("Good", "other", "other"),
        ("", "other", "other"),
        (None, "other", None),
    ],
)
def test_ofsted_chooses_the_mapping(ofsted, seed, fbit) -> None:
    for method, expected in (("seed", seed), ("fbit", fbit)):
        found = among(5, [4], method=method, target={"ofsted_rating": ofsted})
        assert (found and found["rating_key"]) == expected


def test_part_year_target_is_not_rated_but_counts_for_others() -> None:
    schools = as_columns([school(1, is_part_year=True), school(2)])
    costs = {(i, *ENERGY): 5.0 for i in (1, 2)}
    sets = {(1, "building"): [2], (2, "building"): [1]}
    found = rated(schools, costs, sets, "seed")
    assert [key[0] for key in found] == [2]
    assert found[2, "building", *ENERGY]["set_n"] == 2


def test_colours_are_those_of_the_specification() -> None:
    """The naive table was typed by hand from the words, the seed copied from it."""
    with open(SEEDS / "rag_colours.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 9 * 4 * 10
    for row in rows:
        two_sided = row["category"] in naive_ratings.TWO_SIDED_CATEGORIES
        colours = naive_ratings.TWO_SIDED[row["mapping"]]
        colours = colours if two_sided else naive_ratings.LOW_IS_GREEN
        assert row["rag"] == colours[int(row["decile"])]
        of_building = row["category"] in naive_ratings.BUILDING_CATEGORIES
        assert row["basis"] == ("Building" if of_building else "Pupil")


def sets_of(columns, method):
    """(urn, set_type) -> members in order, from the library that makes the sets."""
    meta = META | {"comparator_method": method}
    table = school_sets(as_arrow(columns), weights(), meta).read_all()
    sets = {}
    for row in table.select(["urn", "set_type", "comparator_urn"]).to_pylist():
        sets.setdefault((row["urn"], row["set_type"]), []).append(row["comparator_urn"])
    return sets


@pytest.mark.parametrize("method", ["seed", "fbit"])
@pytest.mark.parametrize(
    ("flavour", "n"),
    [
        ("plain", 300),
        ("ties", 400),
        ("constant", 300),
        ("nulls", 300),
        ("small_phases", 300),
        ("clones", 600),
        ("missing", 300),
        ("traits", 300),
    ],
)
def test_agrees_with_the_naive_ratings(flavour, n, method) -> None:
    columns = random_schools(5, n, flavour)
    costs = random_costs(columns, seed=n)
    sets = sets_of(columns, method)
    expected = naive_ratings.rate(as_dicts(columns), costs, sets, method)
    found = rated(columns, costs, sets, method)
    assert len(expected) > 10 * n
    assert found.keys() == expected.keys()
    assert found == expected


def test_random_schools_have_every_case() -> None:
    """What the comparison above would not show if no data had it."""
    columns = random_schools(5, 600, "clones")
    costs = random_costs(columns, seed=600)
    for method in ("seed", "fbit"):
        found = rated(columns, costs, sets_of(columns, method), method).values()
        assert {row["rating_key"] for row in found} == {
            *("other", "other_10", "outstanding", "outstanding_10")
        }
        assert {row["decile"] for row in found} == set(range(10 + (method == "fbit")))
        assert {row["rag"] for row in found} == {"red", "amber", "green"}
        assert min(row["value"] for row in found) < 0
        assert 1 in {row["set_n"] for row in found}
