"""The children of the families: birth dates, sex, what they share with siblings."""

from dataclasses import dataclass

import numpy as np

from generator.district.parameters import parameters
from generator.district.world import GROUPS, SEXES
from generator.streams import draw_codes

LAST_GRADE = 12
NEVER = -99
# Cohorts before the first year generated whose members may still be in school then:
# grade 12, after two repeated years
OLDEST = 14
# school cohorts between a family's first and last child, at most
SPAN = 18


@dataclass
class Children:
    """(N,) arrays, siblings side by side until the students are put into order."""

    household: np.ndarray  # index of the family
    cohort: np.ndarray  # index of the school year of kindergarten; may be negative
    birth_date: np.ndarray
    is_late: np.ndarray  # bool: began kindergarten a year late
    sex: np.ndarray  # SEXES
    group: np.ndarray  # GROUPS
    has_other_surname: np.ndarray  # bool
    is_special: np.ndarray  # bool: goes to the school for special education
    first_grade_9: np.ndarray  # index of the school year, NEVER before grade 9
    late_grade: np.ndarray  # grade of entry into public school; 0 = kindergarten
    ability: np.ndarray  # (N, 2) standard normal, alike among siblings
    absence: np.ndarray  # standard normal, alike among siblings


def cohort_count(years):
    """Cohorts over which the families' first children are spread evenly."""
    return years + OLDEST + SPAN


def draw_children(world, families):
    """All children who could be in school in the years generated, as `Children`."""
    known, years = parameters("population"), world.config.years
    household, turn, gap, cohort = _births(world, len(families.zone), years)
    birth = _birth_dates(world, turn, gap, cohort)
    young = (cohort >= -OLDEST) & (cohort < years)
    household, cohort, birth = household[young], cohort[young], birth[young]
    rng = world.streams("children", "traits")
    size = len(household)
    sex = (rng.random(size) < known["male_share"]).astype(np.int32)
    birth, is_late = _late_starts(rng, known, turn[young], gap[young], sex, birth)
    # X last, so that late starts go by the sex that families report at birth
    sex[rng.random(size) < known["x_share"]] = SEXES.index("X")
    layout = world.schools.layout
    special = parameters("schools")["special_share"]
    boys_more = parameters("schools")["special_by_sex"]
    special *= "special" in layout.kinds and world.config.district.prob_iep > 0
    return Children(
        household=household,
        cohort=cohort,
        birth_date=birth,
        is_late=is_late,
        sex=sex,
        group=_groups(rng, known, families.group[household]),
        has_other_surname=rng.random(size) < known["other_surname"],
        is_special=rng.random(size) < special * np.array(boys_more)[sex],
        first_grade_9=np.full(size, NEVER),
        late_grade=draw_codes(rng, _late_shares(), size),
        ability=_ability_noise(world, known, household, len(families.zone)),
        absence=_absence_noise(world, known, household, len(families.zone)),
    )


def _births(world, count, years):
    """Household, birth order, gap to the sibling before and cohort of every child."""
    known = parameters("population")
    rng = world.streams("children", "births")
    sizes, shares = zip(*known["children"].items(), strict=True)
    number = np.array(sizes)[draw_codes(rng, shares, count)]
    # every cohort gets its share of families: grades then differ by what the model says
    spread = rng.permutation(count) * (cohort_count(years) / count)
    first = np.floor(spread).astype(int) - OLDEST - SPAN
    household = np.repeat(np.arange(count), number)
    start = np.repeat(np.cumsum(number) - number, number)
    turn = np.arange(len(household)) - start
    lengths, shares = zip(*known["birth_gaps"].items(), strict=True)
    gap = np.array(lengths)[draw_codes(rng, shares, len(household))]
    gap[turn == 0] = 0
    total = np.cumsum(gap)
    return household, turn, gap, first[household] + total - total[start]


def _birth_dates(world, turn, gap, cohort):
    """Five years old before the cut-off; siblings ten months apart, or twins."""
    known = parameters("population")
    days = world.streams("children", "birth_date").integers(0, 365, len(turn))
    for order in range(1, int(turn.max()) + 1):
        row = np.flatnonzero(turn == order)
        before = days[row - 1]
        days[row] = np.where(
            gap[row] == 1, np.minimum(days[row], before + 60), days[row]
        )
        days[row] = np.where(gap[row] == 0, before, days[row])
    year = int(world.calendar.years[0]) - 1 - 5 + cohort
    cutoff = np.datetime64(f"1970-{known['cutoff']}", "D") - np.datetime64("1970-01-01")
    january = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return january + cutoff - 1 - days


def _late_starts(rng, known, turn, gap, sex, birth):
    """Move some births a year back (a late start) or behind the cut-off (early)."""
    rule = known["late_start"]
    chance = np.where(sex == 1, rule["boys"], rule["girls"])
    late = (rng.random(len(sex)) < chance) & ((turn == 0) | (gap >= 3))
    # no child follows, and not a twin
    last = np.append(turn[1:] == 0, True) & ((turn == 0) | (gap >= 2))
    early = (rng.random(len(sex)) < known["early_start"]) & last & ~late
    cutoff = birth.astype("datetime64[Y]").astype("datetime64[D]")
    shift = np.datetime64(f"1970-{known['cutoff']}", "D") - np.datetime64("1970-01-01")
    passed = birth >= cutoff + shift
    cutoff = (birth.astype("datetime64[Y]") + passed).astype("datetime64[D]") + shift
    birth = np.where(early, cutoff + rng.integers(0, 60, len(sex)), birth)
    return np.where(late, birth - 365, birth), late


def _groups(rng, known, family_group):
    """Some children belong to another group than their family."""
    rule = known["other_group"]
    other = draw_codes(rng, rule["weights"], len(family_group))
    changed = rng.random(len(family_group)) < rule["share"]
    if len(rule["weights"]) != len(GROUPS):
        raise ValueError("other_group needs a weight per group")
    return np.where(changed, other, family_group)


def _late_shares():
    shares = parameters("mobility")["late_entry"]
    return [1 - sum(shares), *shares[1:]]


def _ability_noise(world, known, household, families):
    """What gaps and schools do not explain, by subject: half family, half the child."""
    rng = world.streams("children", "ability")
    shared = _correlated(rng, known, families)[household]
    own = _correlated(rng, known, len(household))
    share = known["family_share"]
    return np.sqrt(share) * shared + np.sqrt(1 - share) * own


def _correlated(rng, known, size):
    """(size, 2) standard normal draws with the correlation of the subjects."""
    draws = rng.standard_normal((size, 2))
    rho = known["subject_correlation"]
    draws[:, 1] = rho * draws[:, 0] + np.sqrt(1 - rho**2) * draws[:, 1]
    return draws


def _absence_noise(world, known, household, families):
    rng = world.streams("children", "absence")
    share = known["absence"]["household_share"]
    shared = rng.standard_normal(families)[household]
    own = rng.standard_normal(len(household))
    return np.sqrt(share) * shared + np.sqrt(1 - share) * own
