"""Who reports what: openings, closures, moves, federations, the rows of both lists."""

import numpy as np

from generator.dfe.draws import pick, spread
from generator.dfe.figures import Frame
from generator.dfe.schools import FREE_SCHOOL_TYPES, la_codes, of_kind, spare_urns
from generator.dfe.trusts import describe_trusts

# Behind those of trusts.
FIRST_UPIN = 140_000
NEVER = np.datetime64("NaT", "D")
FULL_YEAR = 12
# Months in which maintained schools become academies, from September on.
CONVERSIONS = [30, 7, 8, 8, 11, 8, 6, 10, 4, 4, 2, 2]
# Shares of academies, or of maintained schools where it says so.
CONVERTED, CONVERTED_BEFORE, OPENED, MOVED, CLOSED, ONE_DAY = (
    0.018, 0.004, 0.004, 0.005, 0.002, 0.0006,
)  # fmt: skip
MERGED, AREA_BEFORE, CAME_AND_WENT = 0.001, 0.12, 0.0003
# Of two schools that became one: the shares of the pupils.
HALVES = (0.55, 0.45)
MAINTAINED_CLOSED, NOT_SUPPLIED, LEADS = 0.011, 0.005, 0.035
# What the status of an academy in the year is called.
WHOLE, JOINED, LEFT = range(3)
STATUS = ["Member for whole period", "Joined during period", "Left during period"]
EXISTING, NEW, ONE_DAY_STATUS = range(3)
TRUST_STATUS = ["Existing", "New", "1 day"]


class Events:
    """What happened in the year, by row number of the school."""

    def __init__(self, streams, schools, year):
        self.start = np.datetime64(f"{year - 1}-09-01", "D")
        size = len(schools)
        self.joined = np.full(size, NEVER)
        self.left = np.full(size, NEVER)
        self.closed = np.full(size, NEVER)
        self.months = np.full(size, FULL_YEAR)
        free = np.isin(schools.type_code, FREE_SCHOOL_TYPES)
        academies = np.flatnonzero(schools.is_academy)
        rng = streams("academies")
        left = rng.permutation(academies[~free[academies]])
        everyone = len(academies)

        def some(share, least=1):
            nonlocal left
            count = min(len(left), max(least, round(share * everyone)))
            chosen, left = left[:count], left[count:]
            return np.sort(chosen)

        self.converted = some(CONVERTED, 4)
        self.converted_before = some(CONVERTED_BEFORE, 2)
        self.moved = some(MOVED, 2)
        self.closed_academies = some(CLOSED)
        self.merged = some(MERGED, 2)
        self.one_day = some(ONE_DAY)
        self.came_and_went = some(CAME_AND_WENT)
        self.area_before = some(AREA_BEFORE)
        self.settled = np.sort(left)
        self.opened = pick(rng, academies[free[academies]], OPENED * 8, 1)
        self._dates(streams("dates"))
        self._maintained(streams("maintained"), schools, year)

    def _dates(self, rng):
        start = self.start.astype("datetime64[M]")

        def day(months, rows, last=28):
            firsts = (start + months).astype("datetime64[D]")
            later = rng.integers(1, last, len(rows)) * (rng.random(len(rows)) < 0.15)
            return firsts + later

        rows = self.converted
        months = spread(rng, CONVERSIONS, len(rows))
        self.joined[rows] = day(months, rows)
        # of the schools that became one, both report until the spring
        self.joined[self.merged] = day(
            5 + rng.integers(0, 5, len(self.merged)), self.merged, 2
        )
        rows = self.converted_before
        self.joined[rows] = day(-rng.integers(1, 6, len(rows)), rows)
        self.joined[self.opened] = self.start
        rows = self.moved
        self.left[rows] = day(rng.integers(2, 11, len(rows)), rows, 2)
        rows = self.closed_academies
        self.left[rows] = day(rng.integers(4, 11, len(rows)), rows, 2)
        self.closed[rows] = self.left[rows]
        rows = self.came_and_went
        self.joined[rows] = day(rng.integers(1, 4, len(rows)), rows, 2)
        self.left[rows] = day(rng.integers(6, 10, len(rows)), rows, 2)
        self.closed[rows] = self.left[rows]

    def _maintained(self, rng, schools, year):
        maintained = np.flatnonzero(schools.is_maintained)
        start = np.datetime64(f"{year - 1}-04", "M")
        rows = pick(rng, maintained, MAINTAINED_CLOSED, 2)
        months = rng.integers(1, FULL_YEAR, len(rows))
        self.closed_maintained = rows
        self.months[rows] = months
        self.closed[rows] = (start + months).astype("datetime64[D]")


def joined_months(dates):
    """Months of the academies year after joining; the first ten days count as all."""
    months = (dates.astype("datetime64[M]").astype(int) % 12 + 4) % 12
    day = (dates - dates.astype("datetime64[M]")).astype(int) + 1
    early = (months == 0) & (day <= 10)
    return np.where(
        np.isnat(dates) | early, FULL_YEAR, np.where(months == 0, 11, 12 - months)
    )


def left_months(dates):
    """Months of the academies year before leaving."""
    months = (dates.astype("datetime64[M]").astype(int) % 12 + 4) % 12
    return np.where(np.isnat(dates), FULL_YEAR, months)


def closed_schools(streams, schools, events, year):
    """Predecessors of academies as a `Frame`; `origin` is the academy's row number."""
    rng = streams("predecessors")
    single = np.concatenate(
        [events.converted, events.converted_before, events.area_before]
    )
    double = np.repeat(events.merged, 2)
    origin = np.concatenate([single, double])
    size = len(origin)
    fraction = np.ones(size)
    fraction[len(single) :] = np.array(HALVES)[np.arange(len(double)) % 2]
    recent = ~np.isin(origin, events.area_before)
    ago = rng.integers(2, 11, size)
    opened = (np.datetime64(f"{year}-09", "M") - 12 * ago).astype("datetime64[D]")
    date = np.where(recent, events.joined[origin], opened)
    census = np.datetime64(f"{year}-01-15", "D")
    period_end = np.datetime64(f"{year}-04-01", "D")
    months = (date.astype("datetime64[M]").astype(int) % 12 + 9) % 12
    return Frame(
        origin=origin,
        fraction=fraction,
        urn=spare_urns(schools, streams("predecessor urns"), size),
        estab=_free_numbers(schools, origin),
        type_code=np.where(
            of_kind(schools.take(origin), "special"),
            7,
            np.where(
                of_kind(schools.take(origin), "alternative"),
                14,
                np.where(schools.is_faith[origin], 2, 1),
            ),
        ),
        date=date,
        in_census=recent & (date > census),
        in_cdc=np.isin(origin, events.area_before)
        | np.isin(origin, events.merged)
        | (recent & (rng.random(size) < 0.5)),
        has_return=recent & (date >= np.datetime64(f"{year - 1}-04-02", "D")),
        months=np.where(date >= period_end, FULL_YEAR, np.maximum(months, 1)),
    )


def _free_numbers(schools, origin):
    """Establishment numbers that no open school of the area has."""
    codes = la_codes(schools)
    taken = set((codes * 10_000 + schools.estab).tolist())
    numbers = []
    for row in origin:
        number = int(schools.estab[row]) // 1000 * 1000 + 999
        while codes[row] * 10_000 + number in taken:
            number -= 1
        taken.add(codes[row] * 10_000 + number)
        numbers.append(number)
    return np.array(numbers, dtype=np.int64)


def academy_rows(streams, schools, trusts, events):
    """Rows of the academies return as a `Frame`, and all trusts, the odd ones too."""
    rng = streams("academy rows")
    current = np.flatnonzero(schools.is_academy)
    before = events.moved
    one_day = events.one_day
    rows = np.concatenate([current, before, one_day])
    old_trust = _other_trusts(rng, schools, trusts, before)
    extra = describe_trusts(streams, np.ones(len(one_day), dtype=int), len(trusts))
    trust = np.concatenate(
        [schools.trust[current], old_trust, len(trusts) + np.arange(len(one_day))]
    )
    size = len(rows)
    is_before = np.zeros(size, dtype=bool)
    is_before[len(current) : len(current) + len(before)] = True
    is_one_day = np.zeros(size, dtype=bool)
    is_one_day[len(current) + len(before) :] = True
    is_moved = np.isin(rows, events.moved) & ~is_before
    # a conversion before the year is no joining in the period
    in_period = events.joined >= events.start
    joined = np.where(in_period, events.joined, NEVER)[rows]
    joined = np.where(is_moved, events.left[rows], joined)
    left = np.where(is_moved, NEVER, events.left[rows])
    day = events.start + 60
    joined = np.where(is_one_day, day, joined)
    left = np.where(is_one_day, day, left)
    frame = Frame(
        school=rows,
        trust=trust,
        upin=FIRST_UPIN + _numbers(streams("upins"), size),
        joined=joined,
        left=left,
        valid_to=np.where(is_before | is_one_day, left, NEVER),
        months=np.where(
            is_one_day,
            1,
            np.maximum(joined_months(joined) + left_months(left) - FULL_YEAR, 1),
        ),
        status=np.where(
            ~np.isnat(left), LEFT, np.where(~np.isnat(joined), JOINED, WHOLE)
        ),
        trust_status=np.where(
            is_one_day,
            ONE_DAY_STATUS,
            np.where(np.isin(rows, events.opened), NEW, EXISTING),
        ),
        is_superseded=is_before | is_one_day,
        is_one_day=is_one_day,
    )
    both = {
        name: np.concatenate([values, getattr(extra, name)])
        for name, values in trusts.__dict__.items()
    }
    order = np.lexsort([frame.upin, schools.urn[rows]])
    return frame.take(order), Frame(**both)


def _numbers(rng, size):
    """Different numbers, not in a row."""
    return rng.permutation(max(40_000, 2 * size))[:size]


def _other_trusts(rng, schools, trusts, rows):
    several = np.flatnonzero(trusts.is_multi)
    if not len(several):
        several = np.arange(len(trusts))
    found = several[rng.integers(0, len(several), len(rows))]
    same = found == schools.trust[rows]
    after = several[(np.searchsorted(several, found) + 1) % len(several)]
    return np.where(same, after, found)


# Roles in a federation, as the master list names them.
ALONE, LEAD, MEMBER = range(3)
ROLES = ["Not federated", "Lead school", "Member school"]


def maintained_rows(streams, schools, closed, events):
    """Rows of the maintained list as a `Frame`, by URN; `lead`: a row number or -1."""
    rng = streams("maintained rows")
    own = np.flatnonzero(schools.is_maintained)
    old = np.flatnonzero(closed.has_return)
    frame = Frame(
        school=np.concatenate([own, closed.origin[old]]),
        closed=np.concatenate([np.full(len(own), -1), old]),
        urn=np.concatenate([schools.urn[own], closed.urn[old]]),
        estab=np.concatenate([schools.estab[own], closed.estab[old]]),
        months=np.concatenate([events.months[own], closed.months[old]]),
        fraction=np.concatenate([np.ones(len(own)), closed.fraction[old]]),
    )
    frame = frame.take(np.argsort(frame.urn))
    size = len(frame)
    frame.role = np.full(size, ALONE)
    frame.lead = np.full(size, -1)
    frame.is_soft = np.zeros(size, dtype=bool)
    frame.federation = np.full(size, -1)
    _federate(rng, schools, frame)
    free = np.flatnonzero((frame.role == ALONE) & (frame.months == FULL_YEAR))
    frame.not_supplied = np.zeros(size, dtype=bool)
    frame.not_supplied[pick(rng, free, NOT_SUPPLIED, 2)] = True
    return frame


def _federate(rng, schools, frame):
    """Some schools of an area report together under one of them."""
    fitting = (frame.months == FULL_YEAR) & (frame.closed < 0)
    fitting &= of_kind(
        schools.take(frame.school), "primary", "nursery", "middle_primary"
    )
    rows = rng.permutation(np.flatnonzero(fitting))
    wanted = max(4, round(LEADS * len(rows)))
    area = schools.area[frame.school[rows]]
    rows = rows[np.argsort(area, kind="stable")]
    area = np.sort(area)
    # runs of neighbours: a lead and one to three members
    sizes = 2 + spread(rng, [60, 28, 12], len(rows))
    starts = np.cumsum(sizes) - sizes
    usable = starts + sizes <= len(rows)
    starts, sizes = starts[usable], sizes[usable]
    same = area[starts] == area[starts + sizes - 1]
    # a small set may have none within one area
    order = np.append(rng.permutation(np.flatnonzero(same)), np.flatnonzero(~same))
    for number, group in enumerate(np.sort(order[:wanted])):
        first, length = starts[group], sizes[group]
        members = rows[first : first + length]
        frame.lead[members] = members[0]
        frame.role[members] = MEMBER
        frame.role[members[0]] = LEAD
        frame.federation[members] = number
        # the first is soft, so that both kinds are in a small set
        frame.is_soft[members] = number == 0 or rng.random() < 0.25
