"""The small tables of what is played: programmes, lessons, contents, prompts."""

import numpy as np
import pyarrow as pa

from generator.dost.calls import NONE
from generator.dost.catalogue import PHASES, panel, source_names
from generator.dost.columns import numbers, sources
from generator.dost.parameters import parameters
from generator.dost.prompts import DESIRED, OPTIONS
from generator.tables import dates, words


def programs(world):
    """Table of the programmes."""
    found = world.programs
    courses = parameters("programs")["courses"]
    given = [courses[code] for code in found.course]
    names = [
        f"{one['name']} {number}"
        for one, number in zip(given, found.number, strict=True)
    ]
    return pa.table(
        {
            "data_source": sources(found.source),
            "id": pa.array(found.id),
            "name": pa.array(names),
            "language": pa.array([one["language"] for one in given]),
        }
    )


def sequences(world):
    """Table of the lessons of all programmes."""
    found = world.programs
    program = np.repeat(np.arange(len(found.lessons)), found.lessons)
    lesson = np.arange(len(program)) - found.first_lesson[program]
    course = found.course[program]
    prompt = world.prompts[program, lesson]
    return pa.table(
        {
            "data_source": sources(found.source[program]),
            "id": pa.array(found.lesson_id),
            "program_id": pa.array(found.id[program]),
            "sequence_index": pa.array(lesson + 1),
            "week": pa.array(found.week[program, lesson]),
            "day": pa.array(found.day[program, lesson]),
            # the newest version
            "content_id": pa.array(
                world.contents.id[world.contents.second[course, lesson]]
            ),
            "prompt_id": numbers(np.where(prompt < 0, NONE, prompt + 1)),
        }
    )


def contents(world, edited=True):
    """Table of the contents, by version."""
    found = world.contents
    courses = parameters("programs")["courses"]
    names = [
        f"{courses[course]['name']} {courses[course]['language']} "
        + (f"{lesson + 1:03d}" if lesson >= 0 else "draft")
        for course, lesson in zip(found.course, found.lesson, strict=True)
    ]
    has_second = found.second[found.course, found.lesson] != np.arange(len(names))
    status = np.where(has_second, 1, 0)
    status[found.is_draft] = 2
    missing = found.is_draft.copy()
    if edited:
        missing[world.mistakes.contents] = True
    return pa.table(
        {
            "data_source": sources(found.source),
            "id": pa.array(found.id),
            "name": pa.array(names),
            "version": pa.array(found.version),
            "status": words(status, ["active", "retired", "draft"]),
            "duration_secs": pa.array(found.secs, mask=missing),
            "valid_from": dates(found.valid_from),
        }
    )


def prompts():
    """Table of the prompts, the same for every platform."""
    given = parameters("programs")
    phase, question = panel()
    size, count = len(phase), len(source_names())
    rows = np.tile(np.arange(size), count)
    is_panel = phase[rows] >= 0
    codes = [
        f"{'Q' if asked else 'P'}{number + 1:02d}"
        for asked, number in zip(is_panel, question[rows], strict=True)
    ]
    return pa.table(
        {
            "data_source": sources(np.repeat(np.arange(count), size)),
            "id": pa.array(rows + 1),
            "question": pa.array(codes),
            "module": pa.array(rows * given["modules"] // size + 1),
            "phase": words(phase[rows], PHASES),
            "options": pa.array(np.full(len(rows), OPTIONS)),
            "desired_response": numbers(np.where(is_panel, DESIRED, NONE)),
        }
    )
