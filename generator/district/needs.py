"""Who needs special education or English lessons, from which school year to which."""

from dataclasses import dataclass

import numpy as np

from generator.district.households import even_uniforms
from generator.district.parameters import parameters
from generator.district.world import SEXES
from generator.streams import draw_codes
from generator.vocabulary import LANGUAGES

NONE = -1
ALWAYS = 999


@dataclass
class Needs:
    """(N,) arrays; years are indexes of school years, before the first if negative."""

    iep_type: np.ndarray  # code of iep_types, NONE without
    iep_start: np.ndarray  # first school year
    iep_end: np.ndarray  # first school year without, ALWAYS if none
    delay_end: np.ndarray  # first school year with the type that followed a delay
    delay_next: np.ndarray  # that type, NONE if the service ended
    el_start: np.ndarray  # ALWAYS for those who never learn English in school
    el_end: np.ndarray

    def has_iep(self, year):
        """(N,) bool: special education in school year `year` (index or array)."""
        return (
            (self.iep_type != NONE) & (self.iep_start <= year) & (year < self.iep_end)
        )

    def is_el(self, year):
        """(N,) bool: English learner in school year `year` (index or array)."""
        return (self.el_start <= year) & (year < self.el_end)


def draw_needs(world, enrolled):
    """`Needs` of all children.

    enrolled: (N,) bool, on the as-of date; their shares meet the options prob_iep and
    prob_el
    """
    young = world.households.children
    homes = world.households
    iep = _special_education(world, young, homes, enrolled)
    el = _english_learners(world, young, homes, enrolled)
    return Needs(*iep, *el)


def type_code(name):
    """Code of a disability type."""
    return parameters("services")["iep_types"].index(name)


def _special_education(world, young, homes, enrolled):
    known = parameters("services")
    rng = world.streams("needs", "iep")
    size, last = len(young.cohort), world.config.years - 1
    types = len(known["iep_types"])
    # every type is drawn for everybody: start and end, if the child had it
    starts = np.stack([draw_codes(rng, _starts(known, k), size) for k in range(types)])
    lasts = np.stack([_length(rng, known, k, size) for k in range(types)])
    begin, end = young.cohort + starts, young.cohort + starts + lasts
    delay = type_code("developmental_delay")
    end[delay] = young.cohort + known["delay_until_grade"] + 1
    covered = (begin <= last) & (last < end)
    chance = _ever_chances(world, known, young, homes, enrolled, covered)
    edges = np.cumsum(chance, axis=0)
    ticket = even_uniforms(rng, enrolled.astype(int))
    code = (ticket[None, :] > edges).sum(axis=0)
    code = np.where(code < types, code, NONE)
    code = _special_schools(rng, known, young, code)
    row = np.maximum(code, 0), np.arange(size)
    following = _types_by_sex(rng, known, "delay_becomes", young)
    was_delay = code == delay
    kept = young.is_special & (code != NONE)
    start = np.where(kept, young.cohort, begin[row])
    stop = np.where(was_delay | kept, ALWAYS, end[row])
    delay_end = np.where(was_delay, end[delay], ALWAYS)
    return code, start, stop, delay_end, np.where(was_delay, following, NONE)


def _starts(known, code):
    starts = known["iep_starts"]
    return starts.get(known["iep_types"][code], starts["other"])


def _length(rng, known, code, size):
    """School years that a service lasts; ALWAYS when its type has no end."""
    hazard = known["iep_end"].get(known["iep_types"][code], 0)
    if hazard == 0:
        return np.full(size, ALWAYS)
    years = np.floor(np.log(rng.random(size)) / np.log1p(-hazard)).astype(int)
    return 1 + np.minimum(years, 50)


def _ever_chances(world, known, young, homes, enrolled, covered):
    """(types, N) chances such that students enrolled today have the wanted shares."""
    share = world.config.district.prob_iep
    mix = np.array(known["iep_mix"]) / np.sum(known["iep_mix"])
    target = share * mix
    special = young.is_special[enrolled].mean()
    for name, part in known["special_types"].items():
        target[type_code(name)] -= special * part
    delay = type_code("developmental_delay")
    now = covered[:, enrolled].mean(axis=1)
    ever = np.zeros(len(mix))
    ever[delay] = max(target[delay], 0) / max(now[delay], 0.02)
    # a delay in lower grades is another type in higher ones
    past = (young.cohort[enrolled] + known["delay_until_grade"]) < (
        world.config.years - 1
    )
    for name, part in known["delay_becomes"].items():
        target[type_code(name)] -= ever[delay] * past.mean() * part
    rest = np.arange(len(mix)) != delay
    ever[rest] = np.maximum(target[rest], 0) / np.maximum(now[rest], 0.02)
    poor = homes.is_frl[young.household]
    factor = np.where(poor, known["iep_frl_factor"], 1.0)
    factor = factor / factor[enrolled].mean()
    male = np.array(known["iep_male"])
    share_male = (young.sex == SEXES.index("M")).mean()
    by_sex = np.stack([(1 - male) / (1 - share_male), male / share_male])
    is_male = (young.sex == SEXES.index("M")).astype(int)
    return ever[:, None] * by_sex[is_male].T * factor


def _types_by_sex(rng, known, rule, young):
    """(N,) a type for every child by the shares of `rule`, boys and girls apart."""
    names, weights = zip(*known[rule].items(), strict=True)
    types = np.array([type_code(name) for name in names])
    male = np.array(known["iep_male"])[types]
    is_male = young.sex == SEXES.index("M")
    boys = draw_codes(rng, weights * male, len(is_male))
    girls = draw_codes(rng, weights * (1 - male), len(is_male))
    return types[np.where(is_male, boys, girls)]


def _special_schools(rng, known, young, code):
    drawn = _types_by_sex(rng, known, "special_types", young)
    return np.where(young.is_special, drawn, code)


def _english_learners(world, young, homes, enrolled):
    """First school year as a learner and first one behind it."""
    known = parameters("services")
    rng = world.streams("needs", "el")
    size, last = len(young.cohort), world.config.years - 1
    shares = [*known["el_exit_after"], known["el_never_exits"]]
    length = draw_codes(rng, shares, size)
    length = np.where(length == len(shares) - 1, ALWAYS, length)
    end = young.cohort + length
    language = homes.language[young.household]
    chances = np.full(len(LANGUAGES), known["el_other_home"])
    chances[LANGUAGES.index("eng")] = known["el_english_home"]
    chances[LANGUAGES.index("spa")] = 1
    chance = chances[language]
    now = (chance * (end > last))[enrolled].mean()
    factor = world.config.district.prob_el / max(now, 1e-6)
    # evenly within languages, so that the shares come out
    ticket = even_uniforms(rng, language * 2 + enrolled)
    learns = ticket < np.minimum(chance * factor, 0.97)
    return np.where(learns, young.cohort, ALWAYS), np.where(learns, end, ALWAYS)
