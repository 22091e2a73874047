"""Classes of elementary schools: homerooms, specialist lessons, support groups."""

import numpy as np

from generator.district.courses import courses
from generator.district.parameters import parameters
from generator.district.stays import (
    MODES,
    SELF_CONTAINED,
    classes_needed,
    rank_within,
)

PERIODS = 6  # in which specialists teach
# Periods behind that of physical education, modulo PERIODS
SECOND_LESSON, LEARNING_SUPPORT, ENGLISH = 3, 1, 2


def homeroom_classes(world, stays, groups):
    """All classes of self-contained grades, as the parts of `timetable.Classes`.

    Returns (group, period, option, member class, member stay).
    """
    stay = np.flatnonzero(groups.mode[stays.group] == SELF_CONTAINED)
    group = stays.group[stay]
    size = parameters("courses")["class_size"][MODES[SELF_CONTAINED]]
    count = classes_needed(groups.counted, size)
    shuffled = world.streams("timetable", "homerooms").random(len(stay))
    index = rank_within(group, shuffled) * count[group] // groups.total[group]
    codes, room = np.unique(group * 1000 + index, return_inverse=True)
    room_group = codes // 1000
    place = groups.school[room_group] * 1000 + groups.year[room_group]
    number = rank_within(place, codes)  # of the homeroom within its school
    parts = [_homerooms(groups, room_group, room, stay)]
    parts.extend(_lessons(groups, room_group, number, room, stay))
    parts.extend(_support(stays, groups, number[room], stay))
    offsets = np.cumsum([0, *(len(part[0]) for part in parts)])[:-1]
    return (
        np.concatenate([part[0] for part in parts]),
        np.concatenate([part[1] for part in parts]),
        [option for part in parts for option in part[2]],
        np.concatenate(
            [part[3] + offset for part, offset in zip(parts, offsets, strict=True)]
        ),
        np.concatenate([part[4] for part in parts]),
    )


def _by_grade(name, grades):
    ids = parameters("courses")["elementary"][name]
    return [courses(ids[grade]) for grade in grades]


def _homerooms(groups, room_group, room, stay):
    period = np.zeros(len(room_group), dtype=np.int64)
    option = _by_grade("homeroom", groups.grade[room_group])
    return room_group, period, option, room, stay


def _lessons(groups, room_group, number, room, stay):
    """Each homeroom has physical education, and art or music, together."""
    grades, turn = groups.grade[room_group], number % PERIODS
    yield (
        room_group,
        turn + 1,
        _by_grade("physical_education", grades),
        room,
        stay,
    )
    # one round of periods has art, the next has music; the other way round next year
    is_art = (number // PERIODS + groups.year[room_group]) % 2 == 0
    art, music = _by_grade("art", grades), _by_grade("music", grades)
    second = [art[i] if is_art[i] else music[i] for i in range(len(art))]
    yield room_group, (turn + SECOND_LESSON) % PERIODS + 1, second, room, stay


def _support(stays, groups, number, stay):
    """Learning support and English groups, in periods in which the class is there."""
    known = parameters("courses")
    for name, chosen, later in [
        ("learning_support", stays.is_iep[stay], LEARNING_SUPPORT),
        ("english_learners", stays.is_el[stay], ENGLISH),
    ]:
        pulled = stay[chosen]
        group = stays.group[pulled]
        period = (number[chosen] + later) % PERIODS + 1
        place = (groups.school[group] * 1000 + groups.year[group]) * 10 + period
        places, place = np.unique(place, return_inverse=True)
        counts = np.bincount(place, stays.is_counted[pulled], len(places))
        enough = counts >= known["min_support_group"]
        wanted = classes_needed(counts, known["class_size"][name])
        # neighbouring grades sit together
        rank = rank_within(place, groups.grade[group] * 1e9 + pulled)
        totals = np.bincount(place, minlength=len(places))
        index = rank * wanted[place] // totals[place]
        kept = enough[place]
        codes, first, member = np.unique(
            place[kept] * 1000 + index[kept], return_index=True, return_inverse=True
        )
        option = [courses(known["elementary"][name])] * len(codes)
        yield group[kept][first], period[kept][first], option, member, pulled[kept]
