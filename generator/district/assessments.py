"""The tests: their scales, norms and where performance levels begin."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from generator import tables
from generator.district.achievement import WINDOWS
from generator.district.parameters import parameters
from generator.district.schools import GRADE_NAMES
from generator.district.sittings import interim_means, state_scale
from generator.district.world import SUBJECTS

SCREENER_ID = "SCR-READING"


@dataclass
class Assessments:
    """(A,) tests, one per subject, grade and window where the norms differ."""

    rows: list  # dicts of the columns of assessments.csv
    cuts: np.ndarray  # (A, 3) lowest scores of levels 2, 3 and 4

    def table(self):
        """assessments.csv, by assessment_id."""
        rows = sorted(self.rows, key=lambda row: row["assessment_id"])
        numbers = {"norm_mean": 1, "norm_sd": 1, "standard_error": 1}
        whole = ["scale_min", "scale_max", *(f"cut_level_{n}" for n in (2, 3, 4))]
        columns = {}
        for name in rows[0]:
            values = [row[name] for row in rows]
            if name in numbers:
                columns[name] = tables.decimals(values, numbers[name])
            elif name in whole:
                columns[name] = tables.integers(values)
            else:
                columns[name] = pa.array(values, pa.string())
        return pa.table(columns)

    def place(self, kind, subject, window=None):
        """(13,) index of the test by grade; -1 where there is none."""
        place = np.full(13, -1)
        for index, row in enumerate(self.rows):
            same = (row["kind"], row["subject"]) == (kind, subject)
            if same and row["assessment_id"].endswith(_ending(kind, window)):
                grade = row["grade_level"]
                if grade is None:
                    place[:] = index
                else:
                    place[GRADE_NAMES.index(grade)] = index
        return place


def all_assessments():
    """The `Assessments`: interim by window, state summative and screener."""
    rows = [*_interim(), *_state(), _screener()]
    cuts = [[row[f"cut_level_{level}"] for level in (2, 3, 4)] for row in rows]
    return Assessments(rows, np.array(cuts))


def _ending(kind, window):
    return f"-{window.upper()}" if kind == "interim" else ""


def _interim():
    known = parameters("interim_calibration")
    for subject in SUBJECTS:
        for window in WINDOWS:
            means = interim_means(subject, window)
            for grade, mean, sd in zip(
                known["grades"], means, known["sd"], strict=True
            ):
                yield _row(
                    f"INT-{subject.upper()}-{grade:02d}{_ending('interim', window)}",
                    f"{known['name']} {subject} {GRADE_NAMES[grade]} {window}",
                    (subject, GRADE_NAMES[grade], "interim"),
                    known["scale"],
                    [round(mean + z * sd) for z in known["cut_z"]],
                    (mean, sd, known["standard_error"]),
                )


def _state():
    known = parameters("state_assessment")
    for subject in SUBJECTS:
        low, high = state_scale(subject)
        for place, grade in enumerate(known["grades"]):
            mean, sd = (known[key][subject][place] for key in ("mean", "sd"))
            yield _row(
                f"STATE-{subject.upper()}-{grade:02d}",
                f"{known['name']} {subject} {GRADE_NAMES[grade]}",
                (subject, GRADE_NAMES[grade], "state"),
                (int(low[place]), int(high[place])),
                known["cuts"][subject][place],
                (mean, sd, known["standard_error"]),
            )


def _screener():
    known = parameters("scores")["screener"]
    norms = (known["mean"], known["sd"], known["standard_error"])
    kind = ("reading", None, "screener")
    return _row(SCREENER_ID, known["name"], kind, known["scale"], known["cuts"], norms)


def _row(code, name, kind, scale, cuts, norms):
    subject, grade, sort = kind
    return {
        "assessment_id": code,
        "assessment_name": name,
        "subject": subject,
        "grade_level": grade,
        "kind": sort,
        "scale_min": scale[0],
        "scale_max": scale[1],
        **{
            f"cut_level_{level}": cut
            for level, cut in zip((2, 3, 4), cuts, strict=True)
        },
        "norm_mean": norms[0],
        "norm_sd": norms[1],
        "standard_error": norms[2],
    }
