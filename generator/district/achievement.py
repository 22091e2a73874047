"""Achievement behind all tests: one true level per student, subject, year and window.

Levels are in SDs of the norms of the student's grade and window. Tests observe them
with an error of their own.
"""

from dataclasses import dataclass, field

import numpy as np

from generator.district.parameters import parameters
from generator.district.world import GROUPS, SUBJECTS

WINDOWS = ["fall", "winter", "spring"]
# subjects of courses whose teachers act on reading and on math
SUBJECT_COURSES = [
    {"english_language_arts", "general_elementary"},
    {"mathematics", "general_elementary"},
]


@dataclass
class Achievement:
    """Students' true levels, made year by year; those of one year are kept.

    The rows of a year are those of `world.absence.rows[year]`.
    """

    world: object
    kept: dict = field(default_factory=dict)

    def levels(self, year):
        """(R, 2, 3) float32: level by row, subject and window of the year, without
        teachers' and programmes' effects."""
        return self._of(year)["levels"]

    def year_levels(self, year):
        """(R, 2) float32: level by row and subject without the part of a window."""
        return self._of(year)["year_levels"]

    def teacher_effects(self, year):
        """(R, 2) float: mean effect of the row's teachers of reading and of math."""
        return self._of(year)["teacher_effects"]

    def _of(self, year):
        if self.kept.get("year") != year:
            self.kept = {"year": year, **self._levels(year)}
            self.kept["teacher_effects"] = _teacher_effects(self.world, year)
        return self.kept

    def _levels(self, year):
        rows = self.world.absence.rows[year]
        shares = parameters("scores")["variance"]
        _, first, inverse = np.unique(
            rows.student, return_index=True, return_inverse=True
        )
        student = rows.student[first]
        level = self._lasting(student, rows.grade[first], rows.school[first])
        year_part = self._pair(year, "year", student, 1)[:, :, 0]
        level += np.sqrt(shares["year"]) * year_part
        window_part = self._pair(year, "window", student, len(WINDOWS))
        levels = level[:, :, None] + np.sqrt(shares["window"]) * window_part
        return {
            "levels": levels.astype(np.float32)[inverse],
            "year_levels": level.astype(np.float32)[inverse],
        }

    def effects(self, year, subject, window):
        """(R,) float: what teachers and programmes add by `window`, in SDs."""
        by_winter = parameters("scores")["shown_by_winter"]
        shown = {"fall": 0.0, "winter": by_winter, "spring": 1.0}[window]
        rows = self.world.absence.rows[year]
        if not shown:
            return np.zeros(len(rows.student))
        effects = self.teacher_effects(year)[:, subject]
        if year == len(self.world.absence.rows) - 1:
            for program in parameters("programs")["programs"]:
                if program.get("subject") == SUBJECTS[subject]:
                    served = self.world.treated[program["id"]][rows.student]
                    effects = effects + program["effect"] * served
        return shown * effects

    def _pair(self, year, part, student, windows):
        """(n, 2, windows) normals, correlated between the subjects."""
        label = self.world.calendar.years[year]
        rng = self.world.streams("achievement", part, label)
        drawn = rng.standard_normal((len(self.world.students.id), 2, windows))
        shared = parameters("scores")["subject_correlation"]
        drawn[:, 1] = shared * drawn[:, 0] + np.sqrt(1 - shared**2) * drawn[:, 1]
        return drawn[student]

    def _lasting(self, student, grade, school):
        """(n, 2): ability with mean 0 by grade and the wanted variance.

        What is shared by a group or a school keeps its full size, so that the gaps are
        those that the ability was made with; only what is a student's own is shrunk.
        """
        wanted = parameters("scores")["variance"]["lasting"]
        ability = self.world.students.ability[student]
        lasting = np.empty(ability.shape)
        for subject in range(len(SUBJECTS)):
            level = _standardised(ability[:, subject], grade)
            shared = _shared_part(self.world, student, school, level)
            own = level - shared
            share = (wanted - shared.var()) / own.var() if len(own) > 1 else 1.0
            lasting[:, subject] = shared + np.sqrt(max(share, 0.1)) * own
        return lasting


def _teacher_effects(world, year):
    """(R, 2) float: mean effect of a row's teachers of reading and of math."""
    teaching = world.teaching
    subjects = world.tables["courses"]["subject"].to_pylist()
    size = len(world.students.id)
    effects = np.zeros((size, len(SUBJECTS)))
    in_year = teaching.section_year == year
    for subject, taught in enumerate(SUBJECT_COURSES):
        is_taught = np.array([name in taught for name in subjects])
        section = in_year & is_taught[teaching.section_course]
        members = np.flatnonzero(section[teaching.member_section])
        student = teaching.member_student[members]
        educator = teaching.section_educator[teaching.member_section[members]]
        effect = teaching.teacher_effect[educator, subject]
        total = np.bincount(student, effect, minlength=size)
        count = np.bincount(student, minlength=size)
        effects[:, subject] = total / np.maximum(count, 1)
    rows = world.absence.rows[year]
    found = effects[rows.student]
    # norms are those of the district with its teachers: no effect on a grade's mean
    size = np.maximum(np.bincount(rows.grade, minlength=13), 1)
    for subject in range(len(SUBJECTS)):
        total = np.bincount(rows.grade, found[:, subject], minlength=13)
        found[:, subject] -= (total / size)[rows.grade]
    return found


def _standardised(values, grade):
    """Mean 0 and SD 1 within each grade of at least 30 students, mean 0 in others."""
    size = np.maximum(np.bincount(grade, minlength=13), 1)
    mean = np.bincount(grade, weights=values, minlength=13) / size
    centred = values - mean[grade]
    sd = np.sqrt(np.bincount(grade, weights=centred**2, minlength=13) / size)
    return centred / np.where(size >= 30, np.maximum(sd, 1e-6), 1.0)[grade]


def _shared_part(world, student, school, level):
    """(n,) what the student's groups and school explain of `level`."""
    students = world.students
    known = [
        students.is_frl,
        students.is_iep,
        students.is_el,
        students.sex == 1,
        *(students.group == code for code in range(1, len(GROUPS))),
    ]
    # In steps of 2^-20 sums are exact, whatever the order and the number of threads.
    level = np.round(level * 2**20) / 2**20
    design = np.stack([np.ones(len(student)), *(one[student] for one in known)], axis=1)
    # a constant column (a group without students) must not make the system singular
    weights = np.linalg.lstsq(design.T @ design, design.T @ level, rcond=1e-10)[0]
    fitted = design @ weights
    count = np.bincount(school)
    left = np.bincount(school, weights=level - fitted) / np.maximum(count, 1)
    # of a small school's mean a part is chance
    return fitted + (left * count / (count + 10))[school]
