"""Which records of educators are one person: pairs by hand, a staff with known pairs.

The short names are none of those that the generator's defect injector writes.
"""

import csv
import random
from datetime import date

import pytest
from conftest import REPO
from edstats.quality.educators import educator_matches
from educator_population import staff

PRIOR, LEAST_PROBABILITY = 1 / 100_000, 0.95
PERSON = {
    "first_name": "Margaret",
    "middle_name": "Ellen",
    "last_name": "Thornton",
    "former_last_name": None,
    "birth_date": date(1981, 3, 12),
    "email": "margaret.thornton@x.test",
    "state_educator_id": "1234567",
}
NEW = {"state_educator_id": None, "email": None}
# what differs in the second record of one person; NEW where nothing else is said
ONE_PERSON = {
    "short form": {"first_name": "Mags"},
    "short form, no middle name": {"first_name": "Greta", "middle_name": None},
    "initial for the first name": {"first_name": "M."},
    "goes by the middle name": {"first_name": "Ellen", "middle_name": None},
    "two first names": {"first_name": "Margaret Ellen", "middle_name": None},
    "letter dropped": {"last_name": "Thorton"},
    "letters exchanged": {"last_name": "Thronton"},
    "letter doubled": {"first_name": "Margarret"},
    "wrong first letter": {"last_name": "Yhornton"},
    "wrong letter in both names": {"first_name": "Margarey", "last_name": "Thormton"},
    "married, old name given": {
        "last_name": "Vasquez",
        "former_last_name": "Thornton",
        "middle_name": None,
    },
    "married, hyphen": {"last_name": "Thornton-Vasquez"},
    "married, two words": {"last_name": "Vasquez Thornton"},
    "capitals and spaces": {"first_name": "MARGARET", "last_name": "thornton "},
    "suffix": {"last_name": "Thornton Jr."},
    "digits of the day exchanged": {"birth_date": date(1981, 3, 21)},
    "digits of the year exchanged": {"birth_date": date(1918, 3, 12)},
    "month and day exchanged": {"birth_date": date(1981, 12, 3)},
    "one digit of the birth date wrong": {"birth_date": date(1981, 3, 17)},
    "no birth date, same e-mail": {
        "birth_date": None,
        "email": "margaret.thornton@x.test",
    },
    "married without a trace but the e-mail": {
        "last_name": "Vasquez",
        "email": "Margaret.Thornton@x.test",
    },
    "two state ids, all else the same": {
        "state_educator_id": "7654321",
        "email": "margaret.thornton@x.test",
    },
}
OTHER = {"state_educator_id": "7654321", "email": "m.thornton2@x.test"}
# what differs in the record of another person; OTHER where nothing else is said
TWO_PERSONS = {
    "namesake": {"birth_date": date(1990, 11, 30)},
    "namesake without ids": {"birth_date": date(1990, 11, 30)} | NEW,
    "namesake with the same middle initial": {
        "birth_date": date(1974, 8, 5),
        "middle_name": "Eve",
    }
    | NEW,
    "twin": {"first_name": "Judith", "middle_name": "Rose"},
    "twin without ids": {"first_name": "Judith", "middle_name": None} | NEW,
    "first name and birth date": {"last_name": "Okonkwo", "middle_name": None},
    "first name and birth date, no ids": {"last_name": "Okonkwo", "middle_name": None}
    | NEW,
    "mother and daughter": {"birth_date": date(2001, 3, 12)},
    "sisters a year apart": {
        "first_name": "Marjorie",
        "birth_date": date(1982, 2, 12),
    },
    "short form of another name": {"first_name": "Molly", "middle_name": None},
    "surname like the other's first name": {
        "first_name": "Thornton",
        "last_name": "Margaret",
        "birth_date": date(1969, 7, 1),
    },
    "born days apart, two state ids": {"birth_date": date(1981, 3, 26)},
}


def seed(name):
    with open(REPO / f"seeds/quality/{name}.csv", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def matches(educators):
    return educator_matches(
        educators, seed("nicknames"), seed("match_weights"), PRIOR, LEAST_PROBABILITY
    )


def pairs(table):
    keys = table.select(["educator_key", "other_educator_key"]).to_pylist()
    return {frozenset(row.values()) for row in keys}


def with_other(changes):
    both = (PERSON, PERSON | changes)
    return [
        row | {"educator_key": key, "district_id": "d"}
        for key, row in zip("ab", both, strict=True)
    ]


@pytest.mark.parametrize("case", ONE_PERSON)
def test_one_person_is_found(case):
    assert matches(with_other(NEW | ONE_PERSON[case])).num_rows == 1


@pytest.mark.parametrize("case", TWO_PERSONS)
def test_two_persons_are_left_alone(case):
    assert matches(with_other(OTHER | TWO_PERSONS[case])).num_rows == 0


def test_districts_are_apart():
    one, other = with_other(NEW)
    assert matches([one, other | {"district_id": "e"}]).num_rows == 0


def test_nothing_to_compare_is_no_error():
    assert matches([]).num_rows == 0
    assert matches(with_other(NEW)[:1]).num_rows == 0
    blank = dict.fromkeys(PERSON) | {"district_id": "d"}
    assert matches([blank | {"educator_key": key} for key in "abc"]).num_rows == 0


def test_levels_say_how_the_fields_agree():
    [row] = matches(with_other(NEW | {"first_name": "Mags"})).to_pylist()
    probability = row.pop("match_probability")
    assert row == {
        "educator_key": "a",
        "other_educator_key": "b",
        "first_name": "short form",
        "last_name": "same",
        "birth_date": "same",
        "middle_initial": "same",
        "email": "missing",
        "state_educator_id": "missing",
    }
    # odds 1:99,999, times .08/.002 (first name), .75/.002 (surname), .9/.0001 (birth
    # date) and .85/.07 (middle initial): 1,639 to 1
    odds = 0.08 / 0.002 * 0.75 / 0.002 * 0.9 / 0.0001 * 0.85 / 0.07 / 99_999
    assert probability == pytest.approx(odds / (1 + odds), rel=1e-9)


def test_a_staff_of_1500_has_its_pairs_found_and_no_others():
    rows, duplicates, negatives = staff(1_500, pairs_per_kind=25, seed=11)
    found = matches(rows)
    wanted = set().union(*duplicates.values())
    assert len(wanted) == 100
    assert len(pairs(found) & wanted) >= 0.95 * len(wanted)
    assert len(pairs(found) & wanted) >= 0.95 * found.num_rows
    for kind, two_persons in negatives.items():
        assert len(pairs(found) & two_persons) <= 0.05 * len(two_persons), kind
    random.Random(1).shuffle(rows)
    assert matches(rows).equals(found), "the order of the records must not matter"
