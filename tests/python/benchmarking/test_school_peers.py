"""Peers of schools of districts: by hand, and by all pairs of many schools."""

import csv

import numpy as np
import pyarrow as pa
import pytest
from conftest import REPO
from edstats.benchmarking.peers import PEERS, school_peers
from naive_sets import distance_matrix

WEIGHTS = {"students": 0.3, "frl_share": 0.4, "el_share": 0.15, "iep_share": 0.15}


def peers_of(rows, wanted=8):
    """school -> [(peer, distance)] in order of rank, of one year."""
    columns = ["school_key", "school_level", "school_year", *WEIGHTS]
    schools = pa.Table.from_pylist(
        [dict(zip(columns, row, strict=True)) for row in rows]
    )
    parameters = {f"weight_{name}": weight for name, weight in WEIGHTS.items()}
    parameters |= {"peers_wanted": float(wanted), "min_peers": 3.0}
    seed = [{"parameter": name, "value": value} for name, value in parameters.items()]
    found = {}
    table = school_peers(schools, pa.Table.from_pylist(seed))
    for row in table.to_pylist():
        peers = found.setdefault((row["school_key"], row["school_year"]), [])
        peers.append((row["peer_school_key"], row["distance"]))
        assert row["rank"] == len(peers)
    return found


def test_the_weights_are_those_of_the_seed() -> None:
    with (REPO / "seeds/policies/school_peer_parameters.csv").open() as file:
        values = {row["parameter"]: float(row["value"]) for row in csv.DictReader(file)}
    prefix = "weight_"
    assert {
        name.removeprefix(prefix): value
        for name, value in values.items()
        if name.startswith(prefix)
    } == WEIGHTS
    assert sum(WEIGHTS.values()) == pytest.approx(1)


def test_distances_by_hand() -> None:
    """Ranges: students 600 - 200 = 400, meals 0.5, learners 0.2; IEP is the same.

    a-b: 0.3 x (100/400)^2 + 0.4 x (0.1/0.5)^2 = 0.01875 + 0.016 = 0.03475
    a-c: 0.3 x 1 + 0.4 x 1 + 0.15 x 1 = 0.85
    b-c: 0.3 x (300/400)^2 + 0.4 x (0.4/0.5)^2 + 0.15 = 0.16875 + 0.256 + 0.15 = 0.57475
    """
    rows = [
        ("a", "elementary", 2026, 200, 0.1, 0.0, 0.1),
        ("b", "elementary", 2026, 300, 0.2, 0.0, 0.1),
        ("c", "elementary", 2026, 600, 0.6, 0.2, 0.1),
    ]
    found = peers_of(rows)
    assert [peer for peer, _ in found["a", 2026]] == ["b", "c"]
    assert [peer for peer, _ in found["c", 2026]] == ["b", "a"]
    distances = dict(found["a", 2026]) | {"bc": dict(found["b", 2026])["c"]}
    expected = {"b": 0.03475**0.5, "c": 0.85**0.5, "bc": 0.57475**0.5}
    assert distances == pytest.approx(expected, rel=1e-12)


def test_levels_and_years_are_apart_and_the_unknown_has_no_peers() -> None:
    same = (200, 0.1, 0.1, 0.1)
    rows = [
        ("a", "elementary", 2025, *same),
        ("a", "elementary", 2026, *same),
        ("b", "elementary", 2026, 300, 0.2, 0.1, 0.1),
        ("c", "high", 2026, *same),
        ("d", "elementary", 2026, 200, None, 0.1, 0.1),
        ("e", None, 2026, *same),
    ]
    found = peers_of(rows)
    assert {school: [peer for peer, _ in peers] for school, peers in found.items()} == {
        ("a", 2026): ["b"],
        ("b", 2026): ["a"],
    }


def test_equal_distances_keep_the_order_of_keys_and_only_so_many_are_taken() -> None:
    rows = [
        (key, "high", 2026, students, 0.1, 0.1, 0.1)
        for key, students in (("d", 100), ("b", 300), ("c", 200), ("a", 400))
    ]
    found = peers_of(rows, wanted=2)
    assert [peer for peer, _ in found["c", 2026]] == ["b", "d"]
    assert found == peers_of(rows[::-1], wanted=2)
    assert {len(peers) for peers in found.values()} == {2}


def test_many_schools_have_the_peers_of_all_pairs() -> None:
    rng = np.random.default_rng(7)
    size, wanted = 40, 8
    values = {
        "students": rng.integers(100, 900, size).astype(float),
        **{name: rng.random(size).round(3) for name in list(WEIGHTS)[1:]},
    }
    keys = [f"s{place:02}" for place in range(size)]
    rows = [
        (key, "elementary", 2026, *(float(values[name][place]) for name in WEIGHTS))
        for place, key in enumerate(keys)
    ]
    found = peers_of(rows, wanted)
    every = distance_matrix([WEIGHTS], {name: [*values[name]] for name in WEIGHTS})
    for place, key in enumerate(keys):
        others = sorted((d, keys[j]) for j, d in enumerate(every[place]) if j != place)
        expected = [(peer, pytest.approx(d, rel=1e-9)) for d, peer in others[:wanted]]
        assert found[key, 2026] == expected


def test_no_school_gives_no_rows_but_all_columns() -> None:
    schools = pa.table({"school_key": pa.array([], pa.string())})
    parameters = pa.table({"parameter": ["peers_wanted"], "value": [8.0]})
    assert school_peers(schools, parameters).schema == PEERS
