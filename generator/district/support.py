"""Posts of staff who do not teach classes, from principals to the school office."""

import numpy as np

from generator.district.parameters import parameters
from generator.district.stays import MODES

WHOLE = 10  # tenths of a full-time post
HALF = 5


def support_posts(world, timetable, positions):
    """All such posts: (year, position, home, parts).

    positions: list of position names
    parts: (F, 3) int: index of the post, school, tenths of full time
    """
    counts = _students(world, timetable.groups)
    years, codes, homes, parts = [], [], [], []
    for name, rule in parameters("staff")["support"].items():
        code = positions.index(name)
        rates = np.array([rule[mode] for mode in MODES])
        for year in range(len(counts)):
            # posts shared by schools stay as they are over the years
            students = counts[year] if rule.get("whole") else counts.mean(axis=0)
            is_open = counts[year].sum(axis=1) > 0
            if rule.get("whole"):
                made = _whole(world, name, rule, students @ rates, is_open)
            else:
                made = _shared(rule, students @ rates, is_open)
            for post in made:
                homes.append(post[0][0] if len(post) == 1 else -1)
                parts.extend((len(years), *part) for part in post)
                years.append(year)
                codes.append(code)
    return np.array(years), np.array(codes), np.array(homes), np.array(parts)


def _students(world, groups):
    """(Y, S, 3) students on the count day by MODES."""
    shape = len(world.calendar.years), len(world.schools.level), len(MODES)
    counts = np.zeros(shape)
    np.add.at(counts, (groups.year, groups.school, groups.mode), groups.counted)
    return counts


def _whole(world, name, rule, needed, is_open):
    """Posts of one school each; some of them part-time where there are many."""
    count = np.where(is_open, np.maximum(np.rint(needed), rule["least"]), 0)
    school = np.repeat(np.arange(len(count)), count.astype(int))
    tenths = np.full(len(school), WHOLE)
    if name in ("paraprofessional", "other"):
        part_time = parameters("staff")["part_time"]
        # the same posts of a school in every year
        turn = (np.arange(len(school)) * 0.6180339887498949 + school * 0.37) % 1
        tenths[turn < part_time] = HALF + (school[turn < part_time] % 3)
    return [
        [(int(place), int(share))] for place, share in zip(school, tenths, strict=True)
    ]


def _shared(rule, needed, is_open):
    """Posts of full time over neighbouring schools: their needs, end to end, cut."""
    tenths = np.maximum(np.rint(needed * WHOLE), rule["least"] * WHOLE).astype(int)
    ends = np.cumsum(np.where(is_open, tenths, 0))
    posts = []
    for start in range(0, int(ends[-1]), WHOLE):
        stop = min(start + WHOLE, int(ends[-1]))
        first = np.searchsorted(ends, start, side="right")
        last = np.searchsorted(ends, stop, side="left")
        post = []
        for school in range(first, last + 1):
            share = min(stop, ends[school]) - max(start, _before(ends, school))
            if share > 0:
                post.append((school, int(share)))
        if stop - start == WHOLE:
            posts.append(post)
        else:  # the last: part-time at each school; a tenth is nobody's job
            posts.extend([part] for part in post if part[1] > 1)
    return posts


def _before(ends, school):
    return ends[school - 1] if school else 0
