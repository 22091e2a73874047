"""What attendance nudges do: the same absences, some of them prevented."""

import numpy as np

from generator.district.absence_trial import make_trial

STEPS = (
    5  # the effect is almost proportional; what chance adds, the best step leaves out
)
MOST = 0.6  # share of absences prevented


def solve_nudges(absence, arms, effect):
    """Set the share of absences that a nudge prevents, such that the mean over
    everybody in `arms` (a `Participation`) is `effect`, in share of days."""
    if not len(arms.row):
        return
    trial = _trial(absence, arms)
    without = _share_absent(trial, arms, False)
    best, least = absence.nudge_effect, np.inf
    for _ in range(STEPS):
        reached = (_share_absent(trial, arms, True) - without).mean()
        if abs(reached - effect) < least:
            best, least = absence.nudge_effect, abs(reached - effect)
        ratio = effect / min(reached, effect / 4)
        absence.nudge_effect = min(absence.nudge_effect * ratio, MOST)
    absence.nudge_effect = best


def nudge_outcomes(absence, arms):
    """(y0, y1): share of days absent from the first day on, without and with nudges."""
    if not len(arms.row):
        return np.zeros(0), np.zeros(0)
    trial = _trial(absence, arms)
    return _share_absent(trial, arms, False), _share_absent(trial, arms, True)


def _trial(absence, arms):
    """The rows, at any school, of everybody in `arms`, from the first day on."""
    rows, year = absence.rows[-1], len(absence.rows) - 1
    sample = np.isin(rows.student, rows.student[arms.row])
    nudged = np.zeros(len(rows.spell), dtype=bool)
    nudged[arms.row] = True
    spans = [
        span for span in absence.month_spans(year) if span[2] > absence.nudge_begin
    ]
    trial = make_trial(absence, sample, spans)
    trial.rows.treated = nudged[sample]
    return trial


def _share_absent(trial, arms, is_nudged):
    """(P,) share of days absent with everybody nudged, or nobody."""
    rows, kept = trial.rows, trial.rows.treated
    rows.treated = kept & is_nudged
    away, days = trial.run(trial.absence.nudge_begin)
    rows.treated = kept
    size = int(rows.student.max()) + 1
    absent = np.bincount(rows.student, away, minlength=size)
    enrolled = np.bincount(rows.student, days, minlength=size)
    student = trial.absence.rows[-1].student[arms.row]
    return absent[student] / np.maximum(enrolled[student], 1)
