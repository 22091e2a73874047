"""The catalogue: which defects there are, at which rate, found by which rule."""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Entry:
    """One defect of the catalogue.

    rate: share of the rows of `base`; for D14 a number of schools
    rules: rule id -> severity
    """

    code: str
    name: str
    domain: str
    base: str
    rate: float
    rules: dict
    hard_negative: str = None


_FILE = yaml.safe_load(Path(__file__).with_name("catalogue.yml").read_text())
CATALOGUE = {code: Entry(code, **entry) for code, entry in _FILE["codes"].items()}
SEVERITY = {
    rule: severity
    for entry in CATALOGUE.values()
    for rule, severity in entry.rules.items()
}
# Every rule belongs to one code.
CODE_OF_RULE = {rule: code for code, entry in CATALOGUE.items() for rule in entry.rules}


def rates_of(level, overrides=None):
    """Code -> rate at `level`, 0 for what is off.

    level: none, default or heavy
    overrides: code -> rate, in place of the level's; a share, for D14 a count
    """
    factor = {"none": 0, "default": 1, "heavy": _FILE["heavy"]}[level]
    rates = {code: entry.rate * factor for code, entry in CATALOGUE.items()}
    return rates | dict(overrides or {})
