"""Test and examination results: key stage 2 and 4."""

import numpy as np

from generator.dfe.draws import spread
from generator.dfe.figures import Frame
from generator.dfe.schools import of_kind

# Codes in the place of a figure.
KS2_CODES = ["SUPP", "LOWCOV"]
KS4_CODES = ["NE", "NP", "SUPP", "LOWCOV"]
BANDS = [
    "Well below average",
    "Below average",
    "Average",
    "Above average",
    "Well above average",
]
EDGES = [-0.5, -0.195, 0.195, 0.5]


def make_results(streams, schools, pupils, heads):
    """Key stage figures; the mask says who has a row, code -1 is a figure."""
    rng, size = streams("results"), len(schools)
    richness = 0.25 - pupils.fsm / np.maximum(heads, 1)
    ability = richness + rng.normal(0, 0.25, size)
    state = schools.is_state_funded
    primary = state & (schools.high_age >= 10) & (schools.low_age <= 7)
    special = of_kind(schools, "special", "alternative")
    primary &= of_kind(schools, "primary", "middle_primary", "all_through") | special
    secondary = state & (schools.high_age >= 16) & (schools.low_age < 16)
    progress = [np.round(ability * 4 + rng.normal(0, 1.4, size), 1) for _ in range(3)]
    p8 = np.round(ability * 1.3 + rng.normal(0, 0.25, size) - special * 1.2, 2)
    band = np.searchsorted(EDGES, p8, side="right")
    # the published bands look at intervals, too: some are one off
    off = rng.random(size) < 0.06
    band = np.where(off, np.clip(band + rng.choice([-1, 1], size), 0, 4), band)
    return Frame(
        has_ks2=primary & (heads > 0),
        has_ks4=secondary & (heads > 0),
        reading=progress[0],
        writing=progress[1],
        mathematics=progress[2],
        expected=np.clip(np.rint(60 + ability * 50 - special * 50), 0, 100),
        ks2_code=_codes(rng, size, KS2_CODES, np.where(special, 0.45, 0.03)),
        attainment8=np.round(np.clip(46 + ability * 22 - special * 32, 1, 90), 1),
        progress8=p8,
        band=band,
        ks4_code=_codes(rng, size, KS4_CODES, np.where(special, 0.40, 0.02)),
        # a figure whose band has a code
        band_is_coded=rng.random(size) < 0.005,
    )


def _codes(rng, size, codes, share):
    drawn = spread(rng, np.ones(len(codes)), size)
    return np.where(rng.random(size) < share, drawn, -1)
