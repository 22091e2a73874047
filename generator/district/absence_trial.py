"""The last school year tried with other rates or treatments, same random numbers."""

import dataclasses
from dataclasses import dataclass

import numpy as np

from generator.district.absence import BLOCK, Rows, enrolled_days
from generator.district.absence_days import fill_days


@dataclass
class Trial:
    """Some rows of the last year, months of it, and their random numbers."""

    absence: object
    rows: Rows
    spans: list  # (month, first, last)
    uniforms: list  # per month (R, D) float32
    enrolled: list  # per month (R, D) bool

    def run(self, begin=0):
        """(days absent, days enrolled), (R,) each, from day `begin` of the year on."""
        rows, states, absence = self.rows, self.absence.states, self.absence
        carry = np.zeros((len(rows.spell), 2), dtype=np.uint8)
        away = np.zeros(len(rows.spell), dtype=np.int64)
        days = np.zeros(len(rows.spell), dtype=np.int64)
        for (_, first, last), uniforms, enrolled in zip(
            self.spans, self.uniforms, self.enrolled, strict=True
        ):
            factors = absence.starts[-1][None, first:last]
            if absence.nudge_effect and rows.treated.any():
                factors = absence.nudged(factors, first, rows.treated)
            codes = np.zeros(uniforms.shape, dtype=np.uint8)
            block = (codes, np.zeros_like(carry), carry)
            everybody = slice(0, len(codes))
            fill_days(*block, uniforms, factors, rows, everybody, states)
            counted = enrolled & (np.arange(first, last) >= begin)
            away += (states.is_absent[codes] & counted).sum(axis=1)
            days += counted.sum(axis=1)
            carry = block[1]
        return away, days

    def only(self, kept):
        """The trial with the rows in `kept`, (R,) bool."""
        return Trial(
            self.absence,
            _kept_rows(self.rows, kept),
            self.spans,
            [uniforms[kept] for uniforms in self.uniforms],
            [enrolled[kept] for enrolled in self.enrolled],
        )


def make_trial(absence, sample, spans):
    """A `Trial` of the rows in `sample`, (R,) bool, over the months `spans`."""
    rows, year = absence.rows[-1], len(absence.rows) - 1
    uniforms, enrolled = [], []
    for label, first, last in spans:
        rng, drawn = absence.stream(year, label), []
        for low in range(0, len(sample), BLOCK):
            kept = sample[low : low + BLOCK]
            block = rng.random((len(kept), last - first), dtype=np.float32)
            drawn.append(block[kept])
        uniforms.append(np.concatenate(drawn))
        enrolled.append(enrolled_days(rows, first, last)[sample])
    return Trial(absence, _kept_rows(rows, sample), spans, uniforms, enrolled)


def _kept_rows(rows, kept):
    return dataclasses.replace(
        rows, **{name: values[kept] for name, values in vars(rows).items()}
    )
