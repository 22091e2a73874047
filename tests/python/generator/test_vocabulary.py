"""Names, languages, addresses: shares, consistency, nobody real."""

import numpy as np
import pyarrow as pa
import pytest

from generator.district.world import GROUPS
from generator.tables import words
from generator.vocabulary import (
    FIRST_NAMES,
    LANGUAGE_NAMES,
    LANGUAGES,
    STREETS,
    SURNAMES,
    draw_first_names,
    draw_languages,
    draw_surnames,
    emails,
    name_origins,
    phones,
)
from generator.vocabulary.addresses import ascii_folded
from generator.vocabulary.sources import language_shares, word_lists

SIZE = 200_000
# US public schools 2022-23 (NCES Digest 2023, table 216.30), in the order of GROUPS
NATION = [0.285, 0.448, 0.150, 0.055, 0.009, 0.004, 0.050]


def rng(seed=1):
    return np.random.default_rng(seed)


def test_languages_and_groups_are_those_of_the_district():
    assert language_shares()["groups"] == GROUPS
    assert len(LANGUAGES) == len(LANGUAGE_NAMES) == len(set(LANGUAGES)) >= 20
    assert all(len(code) == 3 for code in LANGUAGES)


def test_about_a_fifth_speaks_another_language_at_home_mostly_spanish():
    groups = rng().choice(len(GROUPS), SIZE, p=np.array(NATION) / sum(NATION))
    languages = draw_languages(rng(2), groups)
    other = languages != LANGUAGES.index("eng")
    spanish = languages == LANGUAGES.index("spa")
    assert 0.18 < other.mean() < 0.25
    assert 0.65 < spanish.sum() / other.sum() < 0.80


def test_languages_follow_the_group():
    hispanic = draw_languages(rng(), np.zeros(SIZE, dtype=int))
    # 560 per mille speak Spanish; the standard error is 0.001
    assert (hispanic == LANGUAGES.index("spa")).mean() == pytest.approx(0.56, abs=0.005)
    islander = draw_languages(rng(), np.full(SIZE, GROUPS.index("pacific_islander")))
    assert (islander == LANGUAGES.index("smo")).mean() == pytest.approx(0.17, abs=0.005)


def test_many_english_speaking_hispanic_families_have_spanish_surnames():
    english = np.zeros(SIZE, dtype=int)
    origins = name_origins(rng(), english, np.full(SIZE, GROUPS.index("hispanic")))
    # heritage_names 0.80, of which 560 in 574 are Spanish, the rest Portuguese
    share = (origins == LANGUAGES.index("spa")).mean()
    assert share == pytest.approx(0.80 * 560 / 574, abs=0.005)
    white = name_origins(rng(), english, np.full(SIZE, GROUPS.index("white")))
    assert not white.any()
    vietnamese = np.full(10, LANGUAGES.index("vie"))
    assert (name_origins(rng(), vietnamese, np.zeros(10, int)) == vietnamese).all()


def test_names_are_of_the_language_and_sex():
    somali = np.full(SIZE, LANGUAGES.index("som"))
    lists = word_lists()["names"]["som"]
    codes, vocabulary = draw_surnames(rng(), somali)
    assert {vocabulary[code] for code in np.unique(codes)} == set(lists["surnames"])
    codes, vocabulary = draw_first_names(rng(), np.zeros(SIZE, int), somali)
    names, counts = np.unique(codes, return_counts=True)
    own = [vocabulary[code] in lists["female"] for code in names]
    # two in a hundred have a name of the English list, which may be on both
    assert counts[own].sum() / SIZE == pytest.approx(0.98, abs=0.005)
    boys, _ = draw_first_names(rng(), np.ones(SIZE, int), somali)
    assert np.isin(boys, names[own]).mean() < 0.15


def test_names_come_by_their_weight():
    lists = word_lists()["names"]["eng"]["surnames"]
    codes, vocabulary = draw_surnames(rng(), np.zeros(SIZE, int))
    share = (codes == vocabulary.index("Smith")).mean()
    weight = lists["Smith"] / sum(lists.values())
    # 200,000 draws of about 1.8 %: standard error 0.0003; the slots are exact to 2e-5
    assert share == pytest.approx(weight, abs=0.0012)


def test_parents_have_names_of_their_generation():
    women = np.zeros(SIZE, int)
    girls, _ = draw_first_names(rng(), women, women)
    mothers, _ = draw_first_names(rng(), women, women, adults=True)
    jennifer = FIRST_NAMES.index("Jennifer")
    assert (mothers == jennifer).mean() > 3 * (girls == jennifer).mean()
    assert (girls == FIRST_NAMES.index("Emma")).mean() > 0.01


def test_sex_x_draws_from_both_lists():
    codes, vocabulary = draw_first_names(rng(), np.full(SIZE, 2), np.zeros(SIZE, int))
    drawn = {vocabulary[code] for code in np.unique(codes)}
    assert {"Olivia", "Liam"} <= drawn


def test_a_name_does_not_depend_on_other_people():
    sexes, languages = rng(1).integers(0, 2, 100), np.zeros(100, int)
    alone, _ = draw_first_names(rng(5), sexes, languages)
    sexes[50], languages[50] = 1 - sexes[50], LANGUAGES.index("kor")
    others, _ = draw_first_names(rng(5), sexes, languages)
    assert (np.delete(alone, 50) == np.delete(others, 50)).all()


def test_words_are_written_as_school_records_write_them():
    for word in FIRST_NAMES + SURNAMES + STREETS:
        assert word == word.strip()
        assert word[0].isalnum()
        assert not set(word) & set(',"\n\r\t')
        # Latin letters, with or without diacritics
        assert all(
            ord(letter) < 0x250 or 0x1E00 <= ord(letter) < 0x1F00 for letter in word
        )
    assert {"José", "Sofía"} <= set(FIRST_NAMES)
    assert {"Nguyễn", "García", "O'Connor", "McCoy"} <= set(SURNAMES)
    assert len(STREETS) == len(set(STREETS)) > 300


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("José", "jose"),
        ("Nguyễn", "nguyen"),
        ("Đặng", "dang"),
        ("O'Brien", "obrien"),
        ("Łukasz", "lukasz"),
        ("Dela Cruz", "delacruz"),
        ("Seo-yeon", "seoyeon"),
    ],
)
def test_ascii(text, folded):
    assert ascii_folded(text) == folded


def test_emails_differ_although_names_do_not():
    first = words([0, 1, 0, 0], ["José", "Jose"])
    last = words([0, 0, 1, 0], ["Nguyễn", "Lee"])
    # José and Jose fold to the same
    assert emails(first, last, "staff.example.org").to_pylist() == [
        "jose.nguyen@staff.example.org",
        "jose.nguyen2@staff.example.org",
        "jose.lee@staff.example.org",
        "jose.nguyen3@staff.example.org",
    ]


def test_emails_of_many_people_are_unique():
    languages = rng().integers(0, len(LANGUAGES), SIZE)
    first = words(*draw_first_names(rng(1), languages % 2, languages))
    last = words(*draw_surnames(rng(2), languages))
    made = emails(first, last, "a.example.org")
    assert len(made.unique()) == SIZE
    assert made.null_count == 0
    assert all(text.isascii() for text in made.slice(0, 5_000).to_pylist())


def test_emails_are_numbered_in_row_order():
    # interleaved, so that an unstable order would show
    codes = np.arange(3_000) % 3
    names = words(codes, ["Ann", "Bo", "Cy"])
    made = emails(names, names, "example.org").to_pylist()
    assert made[:3] == ["ann.ann@example.org", "bo.bo@example.org", "cy.cy@example.org"]
    assert made[3::3] == [f"ann.ann{n}@example.org" for n in range(2, 1_001)]
    assert (
        emails(names.slice(0, 9), names.slice(0, 9), "example.org").to_pylist()
        == made[:9]
    )


def test_emails_of_nobody():
    none = words(np.zeros(0, int), ["x"])
    assert emails(none, none, "example.org") == pa.array([], pa.string())


@pytest.mark.parametrize("domain", ["example.com", "notexample.org", "school.edu"])
def test_only_reserved_domains(domain):
    with pytest.raises(ValueError, match=r"example\.org"):
        emails(words([0], ["a"]), words([0], ["b"]), domain)


def test_phones_are_fictional():
    numbers = phones(rng(), np.array([602, 480] * 500)).to_pylist()
    assert all(number.startswith("(602) 555-01") for number in numbers[::2])
    assert all(number.startswith("(480) 555-01") for number in numbers[1::2])
    assert all(len(number) == 14 for number in numbers)
    assert len(set(numbers)) > 150
