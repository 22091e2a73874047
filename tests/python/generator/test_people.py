"""Families and students: siblings, shares, birth dates, latents, services, contacts."""

import itertools

import numpy as np
import pytest
from district_people import default_people, people

from generator.district.households import even_uniforms
from generator.district.likeness import confusable, edits
from generator.district.parameters import parameters
from generator.district.world import GROUPS, RACES, SERVICES, SEXES
from generator.vocabulary import FIRST_NAMES, LANGUAGES, SURNAMES


def enrolled(world):
    """(N,) bool: enrolled on the as-of date."""
    result = np.zeros(len(world.students.household), dtype=bool)
    result[world.spells.student[np.isnat(world.spells.exit_date)]] = True
    return result


def sibling_pairs(world):
    home = world.students.household
    order = np.argsort(home, kind="stable")
    same = home[order][1:] == home[order][:-1]
    return order[1:][same], order[:-1][same]


def difference(values, members, others):
    return values[members].mean(axis=0) - values[others].mean(axis=0)


@pytest.mark.parametrize(
    "options",
    [
        {"schools": 1, "students": 20},
        {"schools": 2, "students": 100},
        {"schools": 4, "students": 1_200},
        {"schools": 12, "students": 240},
        {"as_of": "2025-08-13"},
        {"as_of": "2025-11-03", "years": 1},
        {"schools": 40, "students": 25_000},
    ],
)
def test_as_many_students_are_enrolled_as_wanted(options):
    wanted = options.get("students", 1_200)
    # the last family may bring a few more
    assert wanted <= enrolled(people(**options)).sum() <= wanted + 4


def test_shares_of_sex_and_race():
    world = default_people()
    here = enrolled(world)
    sex = np.bincount(world.students.sex[here], minlength=3) / here.sum()
    assert sex[SEXES.index("M")] == pytest.approx(0.513, abs=0.01)
    assert 0 < sex[SEXES.index("X")] < 0.005
    group = np.bincount(world.students.group[here], minlength=len(GROUPS)) / here.sum()
    target = np.array(parameters("schools")["race_mix"]) / 100
    assert np.abs(group - target).max() < 0.012
    # single-choice race and ethnicity say the same as the group
    students = world.students
    hispanic = students.group == GROUPS.index("hispanic")
    assert (students.is_hispanic == hispanic).all()
    names = np.array(RACES)[students.race]
    assert (names[~hispanic] == np.array(GROUPS)[students.group][~hispanic]).all()


def test_schools_differ_in_race():
    world = default_people()
    rows = np.isnat(world.spells.exit_date)
    black = world.students.group[world.spells.student[rows]] == GROUPS.index("black")
    school = world.spells.school[rows]
    size = np.bincount(school, minlength=40)
    share = np.bincount(school, black, minlength=40) / size
    assert share[size > 200].std() > 0.05


def test_siblings_in_school_have_the_published_shares():
    world = default_people()
    home = world.students.household[enrolled(world)]
    together = np.minimum(np.bincount(home)[home], 4)
    shares = np.bincount(together, minlength=5)[1:] / len(home)
    assert np.abs(shares - [0.40, 0.37, 0.16, 0.07]).max() < 0.02


def test_siblings_share_home_and_most_else():
    world = default_people()
    one, other = sibling_pairs(world)
    students = world.students
    same_group = (students.group[one] == students.group[other]).mean()
    assert same_group == pytest.approx(0.90, abs=0.02)
    table = world.tables["students"]
    last = np.array(table["last_name"].to_pylist(), dtype=object)
    assert 0.10 <= (last[one] != last[other]).mean() <= 0.15
    first = np.array(table["first_name"].to_pylist(), dtype=object)
    assert (first[one] == first[other]).mean() < 0.001
    for column in ("street", "zip", "home_language", "household_id"):
        values = np.array(table[column].to_pylist(), dtype=object)
        assert (values[one] == values[other]).all()
    alike = np.corrcoef(students.absence[one], students.absence[other])[0, 1]
    assert alike == pytest.approx(0.3, abs=0.04)
    alike = np.corrcoef(students.ability[one, 0], students.ability[other, 0])[0, 1]
    assert alike > 0.3


def test_no_two_homes_have_one_address():
    table = default_people().tables["students"]
    homes = table.group_by(["household_id", "street"]).aggregate([])
    assert len(homes["street"].unique()) == len(homes)


def test_edits_between_names():
    # kitten -> sitten -> sittin -> sitting
    assert edits("kitten", "sitting") == 3
    assert edits("emma", "emma") == 0
    assert edits("ana", "hanna") == 2
    assert edits("", "abc") == 3


def test_confusable_people_are_found():
    first = np.array([0, 1, 2, 0, 0]), ["Emma", "Ella", "Charlotte"]
    last = np.array([0, 0, 0, 1, 0]), ["Reyes", "Washington"]
    birth = np.array(["2015-03-01"] * 5, dtype="datetime64[D]")
    # rows 0, 1 and 4: Emma, Ella and Emma Reyes
    assert confusable(birth, np.zeros(5, int), first, last).tolist() == [1, 4]
    # another sex, another day
    sex = np.array([0, 1, 0, 0, 2])
    assert confusable(birth, sex, first, last).tolist() == []
    birth[4] = np.datetime64("2015-03-02")
    assert confusable(birth, np.zeros(5, int), first, last).tolist() == [1]


def test_the_quick_search_finds_what_comparing_everybody_finds():
    rng = np.random.default_rng(0)
    first, last = rng.integers(0, len(FIRST_NAMES), 600), rng.integers(0, 40, 600)
    birth, sex = rng.integers(0, 3, 600).astype("datetime64[D]"), np.zeros(600, int)
    expected = {
        max(one, other)
        for one, other in itertools.combinations(range(600), 2)
        if birth[one] == birth[other]
        and edits(SURNAMES[last[one]].lower(), SURNAMES[last[other]].lower()) <= 2
        and edits(FIRST_NAMES[first[one]].lower(), FIRST_NAMES[first[other]].lower())
        <= 2
    }
    found = confusable(birth, sex, (first, FIRST_NAMES), (last, SURNAMES))
    assert found.tolist() == sorted(expected)
    assert len(expected) > 5


def test_no_two_students_could_be_taken_for_one():
    groups = {}
    table = default_people().tables["students"]
    columns = ("birth_date", "sex", "first_name", "last_name")
    for row in table.select(columns).to_pylist():
        key = row["birth_date"], row["sex"]
        groups.setdefault(key, []).append((row["first_name"], row["last_name"]))
    for people_of_a_day in groups.values():
        for one, other in itertools.combinations(people_of_a_day, 2):
            # cheap test first: most surnames begin or end in another way
            if len({one[1], other[1]}) == 1:
                assert edits(one[0].lower(), other[0].lower()) > 2
            elif one[0] == other[0]:
                assert edits(one[1].lower(), other[1].lower()) > 2


def test_siblings_are_twins_or_ten_months_apart():
    world = default_people()
    home, birth = world.students.household, world.students.birth_date
    order = np.lexsort((birth, home))
    same = home[order][1:] == home[order][:-1]
    apart = np.diff(birth[order]).astype(int)[same]
    assert ((apart == 0) | (apart >= 300)).all()
    assert 0.005 < (apart == 0).mean() < 0.05


def test_birth_dates_fit_the_grade():
    world = default_people()
    spells, students = world.spells, world.students
    october = (world.calendar.years[spells.year] - 1).astype(str).astype(object)
    october = np.array(october + "-10-01", dtype="datetime64[D]")
    age = (october - students.birth_date[spells.student]).astype(int) / 365.25
    behind = np.floor(age) - 5 - spells.grade
    # early entrants one year ahead, repeaters and late starts up to two behind
    assert behind.min() >= -1
    assert behind.max() <= 3
    assert (behind == 0).mean() > 0.75
    # nobody is three years older than the usual youngest of the grade
    assert (age - 5 - spells.grade).max() <= 3.01
    assert 0 < (behind == -1).mean() < 0.05


def test_ability_has_the_published_gaps():
    world = default_people()
    ability, students = world.students.ability, world.students
    assert ability.mean(axis=0) == pytest.approx([0, 0], abs=1e-9)
    assert ability.std(axis=0) == pytest.approx([1, 1])
    white = students.group == GROUPS.index("white")
    gaps = parameters("population")["gaps"]
    for name in ("hispanic", "black", "asian"):
        members = students.group == GROUPS.index(name)
        found = difference(ability, members, white)
        assert found == pytest.approx(gaps[name], abs=0.07)
    poor = students.is_frl
    assert difference(ability, poor, ~poor) == pytest.approx(gaps["frl"], abs=0.03)
    male, female = (students.sex == SEXES.index(name) for name in "MF")
    assert difference(ability, male, female) == pytest.approx(gaps["male"], abs=0.03)
    last = world.config.years - 1
    here = enrolled(world)
    for name, has in (
        ("iep", students.needs.has_iep(last)),
        ("el", students.needs.is_el(last)),
    ):
        found = difference(ability, here & has, here & ~has)
        assert found == pytest.approx(gaps[name], abs=0.12)


@pytest.mark.parametrize("subject", [0, 1])
def test_schools_explain_a_fifth_to_a_seventh_of_the_variance(subject):
    world = default_people()
    rows = np.isnat(world.spells.exit_date)
    ability = world.students.ability[world.spells.student[rows], subject]
    school = world.spells.school[rows]
    size = np.maximum(np.bincount(school, minlength=40), 1)
    mean = np.bincount(school, ability, minlength=40) / size
    between = (size @ (mean - ability.mean()) ** 2) / size.sum() / ability.var()
    assert 0.15 <= between <= 0.20


def test_absence_goes_with_low_achievement_and_poverty():
    students = default_people().students
    score = students.ability.mean(axis=1)
    assert np.corrcoef(students.absence, score)[0, 1] == pytest.approx(-0.30, abs=0.02)
    poor = students.is_frl
    assert difference(students.absence, poor, ~poor) > 0.3
    assert students.absence.std() == pytest.approx(1)
    assert abs(np.corrcoef(students.motivation, score)[0, 1]) < 0.02


def services(world):
    """Service -> list of (student index, begin, end, detail)."""
    table = world.tables["student_services"]
    codes = table["student_id"].combine_chunks().indices.to_numpy()
    found = {name: [] for name in SERVICES}
    columns = (table[name].to_pylist() for name in table.column_names[1:])
    for code, service, begin, end, detail in zip(codes, *columns, strict=True):
        found[service].append((code, begin, end, detail))
    return found


def test_shares_of_services_on_the_as_of_date():
    world = default_people()
    here = enrolled(world).sum()
    open_now = {
        name: len({row[0] for row in rows if row[2] is None}) / here
        for name, rows in services(world).items()
    }
    assert open_now["iep"] == pytest.approx(0.15, abs=0.01)
    assert open_now["el"] == pytest.approx(0.106, abs=0.01)
    assert open_now["section_504"] == pytest.approx(0.035, abs=0.006)
    assert open_now["gifted"] == pytest.approx(0.065, abs=0.008)
    lunch = open_now["frl_free"] + open_now["frl_reduced"]
    assert lunch == pytest.approx(0.519, abs=0.02)


def test_types_of_disability_and_their_sexes():
    world = default_people()
    known = parameters("services")
    rows = [row for row in services(world)["iep"] if row[2] is None]
    kinds = np.array([row[3] for row in rows])
    male = world.students.sex[[row[0] for row in rows]] == SEXES.index("M")
    assert male.mean() == pytest.approx(0.65, abs=0.025)
    for name, share in zip(known["iep_types"], known["iep_mix"], strict=True):
        assert (kinds == name).mean() == pytest.approx(share / 100, abs=0.02)
    assert male[kinds == "autism"].mean() == pytest.approx(0.81, abs=0.06)
    boys = male[kinds == "specific_learning_disability"].mean()
    assert boys == pytest.approx(0.57, abs=0.05)


def test_english_learners_go_by_home_language_and_grade():
    world = default_people()
    students, here = world.students, enrolled(world)
    learns = students.needs.is_el(world.config.years - 1) & here
    language = students.home_language
    spanish = language == LANGUAGES.index("spa")
    assert spanish[learns].mean() == pytest.approx(0.76, abs=0.04)
    english = language == LANGUAGES.index("eng")
    assert learns[english & here].mean() < 0.02 < learns[spanish & here].mean()
    rows = np.isnat(world.spells.exit_date)
    grade = world.spells.grade[rows]
    by_grade = learns[world.spells.student[rows]]
    assert by_grade[grade <= 2].mean() > 1.5 * by_grade[grade >= 9].mean()


def test_service_spells_lie_within_the_time_at_school():
    world = people()
    spells = world.spells
    seen = spells.student[~spells.is_no_show]
    first = {}
    for student, day in zip(seen, spells.entry_date[~spells.is_no_show], strict=True):
        first.setdefault(student, day)
    for name, rows in services(world).items():
        end_before = {}
        for student, begin, end, detail in rows:
            assert np.datetime64(begin) >= first[student]
            assert end is None or begin < end <= world.config.as_of.astype(object)
            assert (detail is not None) == (name in ("iep", "el"))
            assert end_before.get(student, begin) is not None
            assert end_before.get(student, begin) <= begin
            end_before[student] = end


def test_nobody_has_free_and_reduced_lunch_at_once():
    found = services(people())
    spans = sorted(found["frl_free"] + found["frl_reduced"], key=lambda row: row[:2])
    for before, after in itertools.pairwise(spans):
        if before[0] == after[0]:
            assert before[2] is not None and before[2] <= after[1]


def test_children_of_a_home_have_the_same_contacts():
    world = people()
    table = world.tables["student_contacts"].to_pylist()
    home_of = dict(
        zip(
            world.students.id.to_pylist(),
            world.students.household.tolist(),
            strict=True,
        )
    )
    of_student, homes_of_contact = {}, {}
    for row in table:
        of_student.setdefault(row["student_id"], []).append(row)
        home = home_of[row["student_id"]]
        homes_of_contact.setdefault(row["contact_id"], set()).add(home)
    assert set(of_student) == set(home_of)
    assert all(len(homes) == 1 for homes in homes_of_contact.values())
    assert set(homes_of_contact) == set(
        world.tables["contacts"]["contact_id"].to_pylist()
    )
    for rows in of_student.values():
        assert sorted(row["priority"] for row in rows) == list(range(1, len(rows) + 1))
        assert len({row["relationship"] for row in rows}) == len(rows)


def test_kinds_of_homes():
    table = default_people().tables["student_contacts"].to_pylist()
    parents = {}
    for row in table:
        if row["contact_type"] == "Parent/Guardian":
            parents.setdefault(row["student_id"], set()).add(row["relationship"])
    homes = list(parents.values())
    two = np.mean([len(home) == 2 for home in homes])
    assert 0.66 < two < 0.76
    alone = [home for home in homes if home in ({"Mother"}, {"Father"})]
    assert np.mean([home == {"Mother"} for home in alone]) == pytest.approx(
        0.87, abs=0.04
    )
    step = np.mean([bool(home & {"Stepfather", "Stepmother"}) for home in homes])
    assert step == pytest.approx(0.08, abs=0.015)


def test_phones_and_addresses_belong_to_nobody():
    world = people()
    for phone in world.tables["contacts"]["phone"].to_pylist():
        assert phone[6:].startswith("555-01")
    for table in ("students", "contacts"):
        emails = world.tables[table]["email"].drop_null().to_pylist()
        assert all(email.endswith(".example.org") for email in emails)
        assert len(set(emails)) == len(emails)


def test_even_uniforms_are_even_within_every_key_and_prefix():
    keys = np.random.default_rng(0).integers(0, 5, 2_000)
    draws = even_uniforms(np.random.default_rng(1), keys)
    for stop in (500, 1_000, 2_000):
        for key in range(5):
            values = draws[:stop][keys[:stop] == key]
            # independent draws would miss by about 0.04
            assert abs((values < 0.3).mean() - 0.3) < 0.02
