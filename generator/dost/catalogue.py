"""Partners with their numbers, programmes, lessons, contents and prompts.

Arrays by row number. Identifiers count from 1 within a platform, so that an identifier
means nothing without its `data_source`.
"""

from dataclasses import dataclass

import numpy as np

from generator.dfe.draws import apportion
from generator.dost.parameters import parameters

PHASES = ["Baseline", "Midline", "Endline"]
# Indian numbers of ten digits begin with 6 to 9 or an area code; behind area code 11
# no subscriber has a number that begins with 1: nobody can be called under these.
PROVIDER_PREFIX, UNKNOWN_PREFIX, PHONE_PREFIX = "1110", "1112", "1111"
PROVIDER_SERIAL = 6


def source_names():
    """Platforms by code."""
    return [one["name"] for one in parameters("programs")["sources"]]


def numbered(sources):
    """Identifiers from 1 within each source, in the order of the rows."""
    sources = np.asarray(sources)
    found = np.zeros(len(sources), dtype=np.int64)
    for source in np.unique(sources):
        rows = sources == source
        found[rows] = np.arange(1, rows.sum() + 1)
    return found


@dataclass(frozen=True)
class Partners:
    """Partners, and the periods in which each had a provider number.

    source, channel, effect (on the logit of pick-up), users (how many): by partner
    own: row of a period that has no beginning and no end, by partner
    number_partner, number (its serial), valid_from, valid_to (NaT: open): by period
    """

    source: np.ndarray
    channel: np.ndarray
    effect: np.ndarray
    users: np.ndarray
    own: np.ndarray
    number_partner: np.ndarray
    number: np.ndarray
    valid_from: np.ndarray
    valid_to: np.ndarray


def make_partners(streams, users, first_day):
    """`Partners` of `users` users who sign up from `first_day` on."""
    given = parameters("population")["partners"]
    count = given["count"]
    shares = [one["partners"] for one in parameters("programs")["sources"]]
    source = np.repeat(np.arange(len(shares)), shares)
    rng = streams("partners")
    effect = rng.standard_normal(count)
    effect = (effect - effect.mean()) / effect.std(ddof=1) * given["effect_sd"]
    weights = np.exp(rng.normal(0, given["size_sd"], count))
    # users of a partner: at least 500 of 50,000, with room for those without number
    through = round(users * given["user_share"])
    sizes = apportion(through, weights, int(users * given["least_share"]))
    channel = rng.permutation(np.arange(count) % len(given["channels"]))
    return Partners(source, channel, effect, sizes, *_numbers(rng, source, first_day))


def _numbers(rng, source, first_day):
    given = parameters("population")
    count, (low, high) = len(source), given["partners"]["numbers"]
    each = rng.integers(low, high + 1, count)
    partner = np.repeat(np.arange(count), each)
    number = np.arange(len(partner))
    start = np.full(len(partner), first_day - 200, dtype="datetime64[D]")
    end = np.full(len(partner), np.datetime64("NaT"), dtype="datetime64[D]")
    # the first number of a partner is its own and always in force
    is_first = np.diff(partner, prepend=-1) > 0
    others = np.flatnonzero(~is_first)
    reused = rng.permutation(others)[: round(given["partners"]["reused"] * len(number))]
    before = []
    for row in np.sort(reused):
        change = first_day + rng.integers(120, given["window_days"] - 120)
        beside = np.flatnonzero(source == source[partner[row]])
        previous = rng.choice(beside[beside != partner[row]])
        before.append((previous, number[row], start[row], change))
        start[row] = change
    columns = list(zip(*before, strict=True)) or [(), (), (), ()]
    return (
        np.flatnonzero(is_first),
        np.append(partner, np.array(columns[0], dtype=np.int64)),
        np.append(number, np.array(columns[1], dtype=np.int64)),
        np.append(start, np.array(columns[2], dtype="datetime64[D]")),
        np.append(end, np.array(columns[3], dtype="datetime64[D]")),
    )


@dataclass(frozen=True)
class Programs:
    """Programmes and their lessons.

    source, course, number (within its course), weight, lessons (how many): by programme
    week, day: by programme and lesson, 0 behind the last; week counts from 1
    first_lesson: row of the programme's first lesson among all lessons; their
        identifiers are `lesson_id`
    """

    source: np.ndarray
    course: np.ndarray
    number: np.ndarray
    weight: np.ndarray
    lessons: np.ndarray
    week: np.ndarray
    day: np.ndarray
    first_lesson: np.ndarray
    lesson_id: np.ndarray
    id: np.ndarray


def make_programs():
    """`Programs` as the parameters list them; nothing is drawn."""
    given = parameters("programs")
    courses = given["courses"]
    source, course, number = [], [], []
    for code, one in enumerate(courses):
        source += [source_names().index(one["source"])] * one["programs"]
        course += [code] * one["programs"]
        number += range(1, one["programs"] + 1)
    source, course = np.array(source), np.array(course)
    lessons = np.array([c["weeks"] * len(c["days"]) for c in courses])[course]
    week = np.zeros((len(course), lessons.max()), dtype=np.int64)
    day = np.zeros_like(week)
    for row, code in enumerate(course):
        days = courses[code]["days"]
        k = np.arange(lessons[row])
        week[row, : lessons[row]] = k // len(days) + 1
        day[row, : lessons[row]] = np.array(days)[k % len(days)]
    ids = numbered(source)
    return Programs(
        source=source,
        course=course,
        number=np.array(number),
        weight=1 / ids ** given["zipf"],
        lessons=lessons,
        week=week,
        day=day,
        first_lesson=np.cumsum(lessons) - lessons,
        lesson_id=numbered(np.repeat(source, lessons)),
        id=ids,
    )


@dataclass(frozen=True)
class Contents:
    """What is played; rows are versions, and drafts that nobody heard.

    source, course, lesson, version, secs, valid_from, is_draft, id: by row
    first, second: row by course and lesson; without a second version both are the same
    """

    source: np.ndarray
    course: np.ndarray
    lesson: np.ndarray
    version: np.ndarray
    secs: np.ndarray
    valid_from: np.ndarray
    is_draft: np.ndarray
    id: np.ndarray
    first: np.ndarray
    second: np.ndarray


def make_contents(streams, first_day):
    """`Contents` of all courses."""
    given = parameters("programs")
    courses, rng = given["courses"], streams("contents")
    low, high = given["duration_secs"]
    rows, places = [], []
    for code, one in enumerate(courses):
        lessons = one["weeks"] * len(one["days"])
        places += [(code, k, 1) for k in range(lessons)]
        changed = rng.permutation(lessons)[: max(2, round(given["versions"] * lessons))]
        places += [(code, k, 2) for k in np.sort(changed)]
        places += [(code, -1, 1)] * given["drafts"]
    rows = np.array(places)
    source = np.array([source_names().index(c["source"]) for c in courses])[rows[:, 0]]
    window = parameters("population")["window_days"]
    later = first_day + rng.integers(window // 4, window // 2, len(rows))
    shape = len(courses), max(c["weeks"] * len(c["days"]) for c in courses)
    by_version = []
    for version in (1, 2):
        place = (
            np.zeros(shape, dtype=np.int64) if version == 1 else by_version[0].copy()
        )
        chosen = np.flatnonzero((rows[:, 2] == version) & (rows[:, 1] >= 0))
        place[rows[chosen, 0], rows[chosen, 1]] = chosen
        by_version.append(place)
    return Contents(
        source=source,
        course=rows[:, 0],
        lesson=rows[:, 1],
        version=rows[:, 2],
        secs=rng.integers(low, high + 1, len(rows)),
        valid_from=np.where(rows[:, 2] == 2, later, first_day - 200),
        is_draft=rows[:, 1] < 0,
        id=numbered(source),
        first=by_version[0],
        second=by_version[1],
    )


def prompt_places(programs):
    """Prompt number (from 0) by programme and lesson, -1 where none is asked."""
    count = parameters("programs")["prompts"]
    found = np.full(programs.week.shape, -1, dtype=np.int64)
    for row, lessons in enumerate(programs.lessons):
        found[row, ((np.arange(count) + 0.5) * lessons / count).astype(int)] = (
            np.arange(count)
        )
    return found


def panel():
    """Phase (0..2, -1 none) and panel question (from 0, else the prompt) by prompt."""
    given = parameters("programs")
    count, each = given["prompts"], given["panel_questions"]
    phase = np.full(count, -1)
    question = np.arange(count)
    for code, start in enumerate((0, (count - each) // 2, count - each)):
        phase[start : start + each] = code
        question[start : start + each] = np.arange(each)
    return phase, question
