"""Somebody who reads EngagementMetric and works out what it does not say.

Knows, beside what is shown, which channel a partner belongs to and which platform a
partner or programme is of, as the names say it; that the total is the sum of each
dimension, a platform has as many enrolments by partner as by programme, and partner by
programme by cohort may leave some out. Shares no code with edstats.disclosure.
"""

from __future__ import annotations

import csv
from pathlib import Path

from conftest import REPO, query
from table_attacker import NOBODY_KNOWS, STUDENTS, Attack

DIMENSIONS = ["partner_org", "program", "cohort_month", "channel", "geography"]
ALL = "All"
TOTAL = (ALL,) * len(DIMENSIONS)
PARTNER, PROGRAM, COHORT, CHANNEL, PLACE = range(len(DIMENSIONS))


def platform_of(name: str) -> str:
    """The platform in the brackets at the end of a partner's or programme's name."""
    return name.rpartition("(")[2].rstrip(")")


class MetricAttack(Attack):
    """An `Attack` on a share of one period.

    channels: partner -> its channel; truth: cell -> enrolments. Of a cell that is
    hidden for others the reader guesses, and is right, that it has enough of them.
    """

    def __init__(self, rows, below, channels, truth):
        self.channels, self.known_widths = channels, {}
        super().__init__(rows, DIMENSIONS, below)
        for cell, row in self.by_cell.items():
            is_other = row["state"] == "suppressed_complementary"
            if is_other and row["denominator"] is None and truth[cell] >= below:
                self.low[self.place[cell, STUDENTS]] = below

    def intervals(self, enough, whole=False):
        """Those of `Attack`, worked out once."""
        if enough not in self.known_widths:
            self.known_widths[enough] = super().intervals(enough, whole)
        return self.known_widths[enough]

    def add_margins(self):
        def alone(place):
            return [
                cell
                for cell in self.by_cell
                if cell != TOTAL and sum(name != ALL for name in cell) == 1
                if cell[place] != ALL
            ]

        for place in (COHORT, CHANNEL, PLACE):
            self.add_sum(TOTAL, alone(place))
        partners, programs = alone(PARTNER), alone(PROGRAM)
        for channel in alone(CHANNEL):
            own = [cell for cell in partners if self.channel(cell) == channel[CHANNEL]]
            self.add_sum(channel, own)
        for place in (PARTNER, PROGRAM):
            self.add_sum(TOTAL, alone(place))
        for platform in sorted({platform_of(cell[PARTNER]) for cell in partners}):
            self.add_platform(
                [one for one in partners if platform_of(one[PARTNER]) == platform],
                [one for one in programs if platform_of(one[PROGRAM]) == platform],
            )
        together = [cell for cell in self.by_cell if sum(n != ALL for n in cell) == 3]
        for place in (PARTNER, PROGRAM, COHORT):
            for margin in alone(place):
                parts = [cell for cell in together if cell[place] == margin[place]]
                self.add_sum(margin, parts, has_rest=True)

    def channel(self, cell):
        return self.channels[cell[PARTNER]]

    def add_sum(self, margin, parts, has_rest=False):
        for layer in self.layers:
            terms = [(self.place[margin, layer], 1)]
            terms += [(self.place[part, layer], -1) for part in parts]
            if has_rest:
                rest = (margin, f"rest of {layer}")
                self.add(rest, 0, NOBODY_KNOWS)
                terms.append((self.place[rest], -1))
            self.sums.append(terms)

    def add_platform(self, partners, programs):
        for layer in self.layers:
            terms = [(self.place[cell, layer], 1) for cell in partners]
            terms += [(self.place[cell, layer], -1) for cell in programs]
            self.sums.append(terms)


def bound_of(students: int) -> float:
    """How near to 0 or 1 a rate is told as a bound only (the seed's default preset)."""
    with (REPO / "seeds/policies/disclosure_policies.csv").open() as file:
        steps = [
            (int(row["from_students"]), float(row["value"]))
            for row in csv.DictReader(file)
            if (row["policy_id"], row["parameter"]) == ("default_n10", "bound_rate")
        ]
    return max((start, bound) for start, bound in steps if start <= students)[1]


def shares_told(warehouse: Path) -> dict[tuple, list[dict]]:
    """(metric, period) -> what EngagementMetric tells of its cells."""
    found = {}
    for metric, period, *cell, state, numerator, denominator in query(
        warehouse,
        f"select metric_name, period, {', '.join(DIMENSIONS)}, suppression_state,"
        ' cast(numerator as bigint), denominator from reports."EngagementMetric"'
        " where metric_name like '%\\_share' escape '\\'",
    ):
        row = dict(zip(DIMENSIONS, cell, strict=True))
        row |= {"state": state, "numerator": numerator, "denominator": denominator}
        if state.startswith("bounded"):
            bound = bound_of(denominator)
            row["rate_low"] = 0 if state == "bounded_low" else 1 - bound
            row["rate_high"] = bound if state == "bounded_low" else 1
        found.setdefault((metric, period), []).append(row)
    return found


def counted(warehouse: Path, metric: str, period: str) -> dict[tuple, int]:
    """Cell -> enrolments, whether they are told or not."""
    names = [
        f"case when {name} = 'all' then '{ALL}' else {name} end" for name in DIMENSIONS
    ]
    names[CHANNEL] = (
        f"case when channel = 'all' or partner_org <> 'all' then '{ALL}'"
        " else channel end"
    )
    rows = query(
        warehouse,
        f"select {', '.join(names)}, denominator"
        " from intermediate.int_dost__metric_cells"
        f" where metric_name = '{metric}' and period = '{period}'"
        " and (platform = 'all' or partner_org <> 'all' or program <> 'all')",
    )
    return {tuple(cell): students for *cell, students in rows}


def channels_of(warehouse: Path) -> dict[str, str]:
    """Partner, as EngagementMetric names it -> its channel."""
    return dict(
        query(
            warehouse,
            "select partner_name || ' (' || data_source || ')', channel_name"
            " from engagement.dim_partner_orgs",
        )
    )
