"""Budget forecasts of trusts: three returns with their plans, and reserve trends."""

import numpy as np

from generator.dfe.draws import spread
from generator.dfe.figures import Frame
from generator.dfe.money import THOUSAND, total_costs, total_income

# Lines of the return: number and title. Those of IT stand in the newest layout only.
TITLES = {
    199: "Start-up and transition grants",
    200: "General annual grant",
    205: "Other grants of the department",
    210: "Other government grants",
    211: "Income from facilities and services",
    220: "Other self-generated income",
    298: "Total revenue income",
    310: "Teaching staff",
    320: "Support staff",
    335: "Total staff costs",
    336: "Administration software and systems",
    337: "Connectivity",
    338: "IT learning resources",
    339: "IT support and training",
    340: "Laptops, desktops and tablets",
    341: "Onsite servers",
    342: "Other hardware",
    350: "Premises costs",
    360: "Supplies and services",
    380: "Total revenue expenditure",
    410: "In-year balance",
    430: "Balance c/f to next period ",
    980: "Contingency",
    999: "Pupil numbers (actual and estimated)",
}
IT = range(336, 343)
IT_SHARES = np.array([4, 3, 6, 5, 6, 1.5, 2]) / 1000
# Of the three-year return: number there and here.
PLANNED = {2980: 298, 3800: 380, 4300: 430, 9000: 999}
# Months of a year's first period, September to March.
FIRST_PERIOD = 7 / 12
GROWTH = 1.035
# Change of the reserve in a year as a share of income, spread, share of trusts.
TRENDS = [(-0.035, 0.008, 0.24), (0.0, 0.006, 0.46), (0.03, 0.008, 0.30)]
MISSING = 0.015


def trust_totals(world):
    """Income, costs, staff, reserve and pupils of each trust, as a `Frame`."""
    rows, own, central = world.academies, world.own, world.central
    count = len(world.trusts)

    def both(line):
        mine = np.bincount(rows.trust, getattr(own, line), count)
        return mine + getattr(central, line)

    current = ~rows.is_superseded
    pupils = np.bincount(rows.trust, world.fte[rows.school] * current, count)
    return Frame(
        income=np.bincount(rows.trust, total_income(own), count)
        + total_income(central),
        costs=np.bincount(rows.trust, total_costs(own), count) + total_costs(central),
        staff=both("teaching_staff")
        + both("education_support_staff")
        + both("administrative_and_clerical_staff")
        + both("premises_staff")
        + both("other_staff")
        + both("catering_staff"),
        teachers=both("teaching_staff"),
        reserve=both("revenue_reserve"),
        pupils=pupils,
        is_active=np.bincount(rows.trust, current, count) > 0,
    )


class Budgets:
    """Returns of the run year and of the two before it."""

    def __init__(self, streams, world):
        self.world = world
        self.totals = trust_totals(world)
        rng, count = streams("trends"), len(world.trusts)
        low, wide, share = (np.array(part) for part in zip(*TRENDS, strict=True))
        trend = spread(rng, share, count)
        self.slope = low[trend] + rng.normal(0, 1, count) * wide[trend]
        self.errors = {back: rng.normal(0, 0.006, (count, 7)) for back in (2, 1, 0)}
        self.missing = {back: rng.random(count) < MISSING for back in (2, 1, 0)}
        some = np.flatnonzero(self.totals.is_active)
        for back, row in zip((2, 1, 0), rng.permutation(some)[:3], strict=False):
            self.missing[back][row] = True
        self.bias = rng.normal(0, 0.012, count)

    def returned(self, back):
        """Row numbers of the trusts whose return of `back` years ago is there."""
        return np.flatnonzero(self.totals.is_active & ~self.missing[back])

    def reserve(self, back, ahead):
        """Reserve at the end of year -back + ahead, as that return saw it."""
        totals = self.totals
        years = ahead - back
        error = self.errors[back][:, ahead + 1] + self.bias * (ahead > 0)
        change = self.slope * years + error * (ahead != 0) + error * 0.3
        return totals.reserve + change * totals.income

    def amounts(self, back, ahead):
        """{line: amount in thousands} of the year -back + ahead, by trust."""
        totals, year = self.totals, GROWTH ** (ahead - back)
        income = totals.income * year
        reserve = self.reserve(back, ahead)
        before = self.reserve(back, ahead - 1)
        costs = income - (reserve - before)
        staff = costs * totals.staff / np.maximum(totals.costs, 1)
        own = income * 0.05
        lines = {
            199: income * 0.002,
            205: income * 0.07,
            210: income * 0.04,
            211: own * 0.6,
            220: own * 0.4,
            298: income,
            310: staff * totals.teachers / np.maximum(totals.staff, 1),
            335: staff,
            350: costs * 0.07,
            380: costs,
            430: reserve,
            980: costs * 0.01,
        }
        lines |= {line: costs * IT_SHARES[line - IT.start] for line in IT}
        lines = {line: np.rint(value / THOUSAND) for line, value in lines.items()}
        # sums of whole thousands
        grants = sum(lines[line] for line in (199, 205, 210, 211, 220))
        lines[200] = lines[298] - grants
        lines[320] = lines[335] - lines[310]
        lines[360] = lines[380] - lines[335] - lines[350]
        lines[410] = lines[298] - lines[380]
        return lines

    def sofa(self, back, has_third, has_it):
        """The return as columns: trust, line, Y1P1, Y1P2 and so on; trust by trust."""
        rows = self.returned(back)
        titles = [line for line in TITLES if has_it or line not in IT]
        columns = {}
        for number in range(1, 4 if has_third else 3):
            amounts = self.amounts(back, number - 2)
            before = self.amounts(back, number - 3)
            first, second = [], []
            for line in titles:
                if line == 999:
                    first.append(self._pupils(back, 2 * number - 3))
                    second.append(self._pupils(back, 2 * number - 2))
                elif line == 430:
                    first.append(np.rint((before[line] + amounts[line]) / 2))
                    second.append(amounts[line])
                else:
                    part = np.rint(amounts[line] * FIRST_PERIOD)
                    first.append(part)
                    second.append(amounts[line] - part)
            columns[f"Y{number}P1"] = np.stack(first, 1)[rows].ravel()
            columns[f"Y{number}P2"] = np.stack(second, 1)[rows].ravel()
        return Frame(
            trust=np.repeat(rows, len(titles)),
            line=np.tile(np.array(titles), len(rows)),
            **columns,
        )

    def three_years(self, back):
        """The plan as columns: trust, line, Y2, Y3, Y4."""
        rows = self.returned(back)
        columns = {}
        for number in (2, 3, 4):
            amounts = self.amounts(back, number - 1)
            amounts[999] = self._pupils(back, number - 1)
            found = [amounts[here] for here in PLANNED.values()]
            columns[f"Y{number}"] = np.stack(found, 1)[rows].ravel()
        return Frame(
            trust=np.repeat(rows, len(PLANNED)),
            line=np.tile(np.array(list(PLANNED)), len(rows)),
            **columns,
        )

    def _pupils(self, back, ahead):
        change = 1 + self.slope * 0.3 * (ahead - back)
        return np.rint(self.totals.pupils * change)
