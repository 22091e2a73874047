"""Posts: what one member of staff does in one school year, before anybody is hired.

Teachers' posts are made of the classes of one department of a school, in different
periods; what is left over is combined with another department, taught out of field, put
together with other schools' rests as an itinerant post, or part-time.
"""

from dataclasses import dataclass

import numpy as np

from generator.district.courses import catalogue
from generator.district.drafts import combine, draft_posts, share_out, travel
from generator.district.parameters import parameters
from generator.district.support import support_posts

POSITIONS = [
    "teacher",
    "special_education_teacher",
    "el_teacher",
    "paraprofessional",
    "counselor",
    "principal",
    "assistant_principal",
    "librarian",
    "specialist",
    "other",
]
TEACHER, SPECIAL_EDUCATION, ENGLISH_LEARNERS = range(3)


@dataclass
class Posts:
    """(T,) posts; (F,) shares of a post at a school; (L,) classes; (U,) co-teaching."""

    year: np.ndarray
    position: np.ndarray  # POSITIONS
    department: np.ndarray  # of the catalogue; -1 for other staff
    home: np.ndarray  # school; -1 when there are several
    load: np.ndarray  # classes
    part_post: np.ndarray  # (F,) index of the post
    part_school: np.ndarray
    part_tenths: np.ndarray  # of full time
    class_post: np.ndarray  # (L,)
    class_waived: np.ndarray  # (L,) bool: taught out of field
    co_class: np.ndarray  # (U,) class with a second teacher
    co_post: np.ndarray  # (U,)


def make_posts(world, timetable):
    """The `Posts` of all years, ordered by year."""
    drafts, waived = [], []
    for year in range(len(world.calendar.years)):
        made = draft_posts(timetable, year)
        combine(made, _small_schools(timetable, year))
        waived.extend(share_out(made, timetable))
        drafts.extend(travel(made))
    teaching = _teaching(timetable, drafts, waived)
    return _with_support(world, timetable, teaching)


def _small_schools(timetable, year):
    groups = timetable.groups
    here = groups.year == year
    students = np.bincount(groups.school[here], groups.counted[here])
    return set(np.flatnonzero(students < parameters("staff")["posts"]["small_school"]))


def _teaching(timetable, drafts, waived):
    """`Posts` of drafts."""
    class_post = np.full(len(timetable.school), -1)
    parts = []
    for index, draft in enumerate(drafts):
        class_post[draft.classes] = index
        parts.extend((index, school, tenths) for school, tenths in draft.parts())
    department = np.array([draft.department for draft in drafts])
    position = np.zeros(len(drafts), dtype=np.int64)
    names = catalogue().departments
    position[department == names.index("special_education")] = SPECIAL_EDUCATION
    position[department == names.index("english_learners")] = ENGLISH_LEARNERS
    part = np.array(parts).reshape(-1, 3)
    is_waived = np.zeros(len(timetable.school), dtype=bool)
    is_waived[waived] = True
    co_class, co_post = _co_teaching(timetable, drafts, position)
    return Posts(
        year=np.array([draft.year for draft in drafts]),
        position=position,
        department=department,
        home=np.array([draft.home() for draft in drafts]),
        load=np.array([len(draft.classes) for draft in drafts]),
        part_post=part[:, 0],
        part_school=part[:, 1],
        part_tenths=part[:, 2],
        class_post=class_post,
        class_waived=is_waived,
        co_class=co_class,
        co_post=co_post,
    )


def _co_teaching(timetable, drafts, position):
    """Second teachers of core classes: (classes, posts).

    Special education and English teachers of one school join one subject's classes in
    periods that they have free, no class twice.
    """
    names = catalogue().departments
    core = [names.index(name) for name in ("english", "mathematics", "elementary")]
    chosen = np.isin(timetable.department, core)
    free = {}
    for place in np.flatnonzero(chosen):
        key = (
            timetable.school[place],
            timetable.year[place],
            timetable.department[place],
        )
        free.setdefault(tuple(map(int, key)), []).append(int(place))
    most = parameters("staff")["posts"]["co_teaching_load"]
    found, turn = [], {}
    for index in np.flatnonzero(position != TEACHER):
        draft = drafts[index]
        if len(draft.rests) > 1:
            continue
        place = draft.rests[0][0], draft.year
        turn[place] = turn.get(place, -1) + 1
        subject = 1 if turn[place] % 2 and position[index] == SPECIAL_EDUCATION else 0
        candidates = free.get((*place, core[subject])) or free.get(
            (*place, core[2]), []
        )
        taken = _join(timetable, draft, candidates or [], most - len(draft.classes))
        found.extend((joined, index) for joined in taken)
    pairs = np.array(found, dtype=np.int64).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _join(timetable, draft, candidates, count):
    """Take up to `count` classes in free periods out of `candidates`."""
    busy, taken = draft.periods, []
    for place in list(candidates):
        if len(taken) >= count:
            break
        bit = 1 << int(timetable.period[place])
        if not busy & bit:
            busy |= bit
            taken.append(place)
            candidates.remove(place)
    return taken


def _with_support(world, timetable, posts):
    """`posts` and those of the staff who do not teach, ordered by year."""
    year, position, home, part = support_posts(world, timetable, POSITIONS)
    count, offset = len(year), len(posts.year)
    none = np.full(count, -1)
    years = np.concatenate([posts.year, year])
    order = np.argsort(years, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    return Posts(
        year=years[order],
        position=np.concatenate([posts.position, position])[order],
        department=np.concatenate([posts.department, none])[order],
        home=np.concatenate([posts.home, home])[order],
        load=np.concatenate([posts.load, none * 0])[order],
        part_post=place[np.concatenate([posts.part_post, part[:, 0] + offset])],
        part_school=np.concatenate([posts.part_school, part[:, 1]]),
        part_tenths=np.concatenate([posts.part_tenths, part[:, 2]]),
        class_post=place[posts.class_post],
        class_waived=posts.class_waived,
        co_class=posts.co_class,
        co_post=place[posts.co_post],
    )
