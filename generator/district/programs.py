"""Four programmes with known true effects, and the answer key that goes with them.

Runs before attendance and scores: it builds the absence and achievement models, decides
who takes part, and leaves in `world.treated` whom each programme acts upon.
"""

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.absence import build_absence, text_ranks
from generator.district.absence_calibration import calibrate
from generator.district.achievement import Achievement
from generator.district.assessments import SCREENER_ID
from generator.district.assignment import (
    Season,
    assign_by_cutoff,
    assign_selected,
    randomise,
)
from generator.district.nudges import nudge_outcomes, solve_nudges
from generator.district.parameters import parameters
from generator.district.sittings import interim_means, sit_interim
from generator.district.truth import subgroup_parameters
from generator.district.world import SUBJECTS


def add_programs(world):
    """Fill `programs` and `program_participations`, `world.absence`,
    `world.achievement`, `world.treated` and the answer key."""
    settings = parameters("programs")["programs"]
    world.absence = build_absence(world)
    world.achievement = Achievement(world)
    season = Season.of(world)
    by_kind = {program["kind"]: program for program in settings}
    arms = randomise(world, season, by_kind["randomised"])
    world.absence.rows[-1].treated[arms.row[arms.is_served]] = True
    world.absence.nudge_begin = season.begin
    world.absence.nudge_effect = -by_kind["randomised"]["effect"] / 0.085
    calibrate(world.absence)
    solve_nudges(world.absence, arms, by_kind["randomised"]["effect"])
    season.look_back(world)
    found = {}
    for program in settings:
        if program["kind"] == "selected":
            found[program["id"]] = assign_selected(world, season, program)
        elif program["kind"] == "cutoff":
            found[program["id"]] = assign_by_cutoff(world, season, program)
        else:
            found[program["id"]] = arms
    for program in settings:
        _finish(world, season, program, found[program["id"]])
    world.tables["programs"] = _programs_table(settings)
    world.tables["program_participations"] = _participations_table(
        world, season, settings, found
    )
    world.truth["programs"] = _truth_table(world, season, settings, found)
    world.truth["potential_outcomes"] = _outcomes_table(world, settings, found)
    world.truth["subgroup_parameters"] = subgroup_parameters(world)


def _finish(world, season, program, part):
    """Set dose and outcomes of `part`, and whom the programme acts upon."""
    rows = world.absence.rows[-1]
    served = np.zeros(len(world.students.id), dtype=bool)
    served[rows.student[part.row[part.is_served]]] = True
    world.treated[program["id"]] = served
    weeks = season.weeks(world, program, rows, part.row)
    rng = world.streams("programs", program["id"], "dose")
    came = (1 - rows.rate[part.row]) * rng.uniform(0.8, 1.0, len(part.row))
    part.dose = np.where(part.is_served, program["hours_per_week"] * weeks * came, 0.0)
    if program["kind"] == "randomised":
        part.y0, part.y1 = nudge_outcomes(world.absence, part)
        return
    year = len(world.absence.rows) - 1
    subject = SUBJECTS.index(program["subject"])
    # teachers act with and without the programme
    effects = world.achievement.teacher_effects(year)[:, subject]
    spring = sit_interim(world, year, "spring", subject, effects)
    grade = rows.grade[part.row]
    mean = interim_means(program["subject"], "spring")[grade]
    sd = np.array(parameters("interim_calibration")["sd"])[grade]
    part.y0 = (spring.score[part.row] - mean) / sd
    part.y1 = part.y0 + program["effect"]


def _programs_table(settings):
    size = len(settings)
    cut = [program.get("cutoff_score", np.nan) for program in settings]
    order = np.argsort([program["id"] for program in settings])
    table = pa.table(
        {
            "program_id": pa.array([program["id"] for program in settings]),
            "program_name": pa.array([program["name"] for program in settings]),
            "domain": pa.array([program["domain"] for program in settings]),
            "assignment": pa.array([program["kind"] for program in settings]),
            "assignment_unit": tables.constant("student", size),
            "is_within_school": tables.flags(np.ones(size)),
            "cutoff_assessment_id": pa.array(
                [SCREENER_ID if "cutoff_score" in one else None for one in settings],
                pa.string(),
            ),
            "cutoff_score": tables.decimals(cut, 0),
        }
    )
    return table.take(pa.array(order))


def _participations_table(world, season, settings, found):
    rows = world.absence.rows[-1]
    pieces = []
    for place, program in enumerate(settings):
        part = found[program["id"]]
        is_randomised = program["kind"] == "randomised"
        listed = part.is_served | is_randomised
        arm = np.where(part.is_served, 0, 1) if is_randomised else -1
        begin, end = season.dates(world, program, rows, part.row)
        columns = (rows.student[part.row], place, begin, end, part.dose, arm)
        pieces.append([np.broadcast_to(c, len(listed))[listed] for c in columns])
    student, place, begin, end, dose, arm = (
        np.concatenate(column) for column in zip(*pieces, strict=True)
    )
    names = [program["id"] for program in settings]
    rank = np.argsort(np.argsort(names))
    order = np.lexsort((begin, rank[place], text_ranks(world.students.id)[student]))
    return pa.table(
        {
            "student_id": tables.words(student[order], world.students.id),
            "program_id": tables.words(place[order], names),
            "begin_date": tables.dates(begin[order]),
            "end_date": tables.dates(end[order]),
            "dose_hours": tables.decimals(dose[order], 1),
            "assigned_arm": tables.words(arm[order], ["treatment", "control"]),
        }
    )


def _truth_table(world, season, settings, found):
    days = world.calendar.days[-1]
    in_points = [program["domain"] == "attendance" for program in settings]
    effects = [program["effect"] for program in settings]
    served = [found[program["id"]].is_served.sum() for program in settings]
    return pa.table(
        {
            "program_id": pa.array([program["id"] for program in settings]),
            "outcome": pa.array([_outcome(program) for program in settings]),
            "unit": pa.array(
                ["share of days" if one else "norm SD" for one in in_points]
            ),
            "true_effect": tables.decimals(effects, 4),
            "estimand": pa.array([ESTIMANDS[one["kind"]] for one in settings]),
            "school_year": tables.integers(
                np.full(len(settings), world.calendar.years[-1])
            ),
            "begin_date": tables.dates(np.full(len(settings), days[season.begin])),
            "eligible": tables.integers([len(found[p["id"]].row) for p in settings]),
            "served": tables.integers(served),
        }
    )


ESTIMANDS = {
    "selected": "average effect on those served",
    "cutoff": "effect at the cut score on those whom it makes take part",
    "randomised": "average effect on everybody randomised",
}


def _outcome(program):
    if program["domain"] == "attendance":
        return "share of days absent from begin_date"
    return f"interim {program['subject']} spring"


def _outcomes_table(world, settings, found):
    parts = [found[program["id"]] for program in settings]
    student = world.absence.rows[-1].student
    sizes = [len(part.row) for part in parts]
    place = np.repeat(np.arange(len(parts)), sizes)
    who = np.concatenate([student[part.row] for part in parts])
    order = np.lexsort((text_ranks(world.students.id)[who], place))

    def joined(name):
        return np.concatenate([getattr(part, name) for part in parts])[order]

    outcomes = [_outcome(program) for program in settings]
    return pa.table(
        {
            "student_id": tables.words(who[order], world.students.id),
            "program_id": tables.words(place[order], [one["id"] for one in settings]),
            "outcome": tables.words(place[order], outcomes),
            "y0": tables.decimals(joined("y0"), 4),
            "y1": tables.decimals(joined("y1"), 4),
            "propensity": tables.decimals(joined("propensity"), 4),
            "assignment": tables.flags(joined("is_assigned")),
            "is_served": tables.flags(joined("is_served")),
            "dose_hours": tables.decimals(joined("dose"), 1),
        }
    )
