"""Teachers' posts in the making: classes of a department shared out by period."""

from dataclasses import dataclass, field

import numpy as np

from generator.district.courses import catalogue
from generator.district.parameters import parameters

OPEN = 24  # itinerant posts that are looked at for room
WHOLE = 10  # tenths of a full-time post
LEAST_TOUR = 4  # classes of one who travels between schools, full time
SUPPORT = ("special_education", "english_learners")


@dataclass
class Draft:
    """A post with classes in different periods; `rests`: (school, classes) each."""

    year: int
    department: int
    rests: list
    periods: int = 0  # bit mask
    is_whole: bool = False
    departments: set = field(default_factory=set)

    @property
    def classes(self):
        return [place for _, places in self.rests for place in places]

    @property
    def load(self):
        return sum(len(places) for _, places in self.rests)

    def absorb(self, other):
        """Take over the classes of another draft."""
        own = dict(self.rests)
        for school, places in other.rests:
            own[school] = own.get(school, []) + places
        self.rests = list(own.items())
        self.periods |= other.periods
        self.departments |= other.departments

    def home(self):
        """The school, -1 when there are several."""
        return self.rests[0][0] if len(self.rests) == 1 else -1

    def parts(self):
        """(school, tenths of full time) each: full time, or two tenths per class.

        Those who travel between schools work full time.
        """
        whole = self.is_whole or self.load >= 5 or len(self.rests) > 1
        total = WHOLE if whole else 2 * self.load
        exact = [total * len(places) / self.load for _, places in self.rests]
        tenths = [int(share) for share in exact]
        by_rest = sorted(range(len(exact)), key=lambda i: (tenths[i] - exact[i], i))
        for place in by_rest[: total - sum(tenths)]:
            tenths[place] += 1
        return [
            (school, share)
            for (school, _), share in zip(self.rests, tenths, strict=True)
        ]


def draft_posts(timetable, year):
    """Drafts of all departments and schools in one year."""
    places = np.flatnonzero(timetable.year == year)
    order = places[
        np.lexsort(
            (
                timetable.period[places],
                timetable.department[places],
                timetable.school[places],
            )
        )
    ]
    school, department = timetable.school[order], timetable.department[order]
    changed = (np.diff(school) != 0) | (np.diff(department) != 0)
    drafts = []
    for part in np.split(order, np.flatnonzero(changed) + 1):
        if len(part):
            drafts.extend(_department(timetable, year, part))
    return drafts


def _department(timetable, year, places):
    school = int(timetable.school[places[0]])
    department = int(timetable.department[places[0]])
    name, periods = catalogue().departments[department], timetable.period[places]
    by_period = {}
    for place, period in zip(places.tolist(), periods.tolist(), strict=True):
        by_period.setdefault(period, []).append(place)
    drafts = []
    for target, is_whole in _targets(name, by_period, len(places)):
        draft = _fill(by_period, target)
        if draft:
            mask = sum(1 << period for period, _ in draft)
            rests = [(school, [place for _, place in draft])]
            drafts.append(Draft(year, department, rests, mask, is_whole, {department}))
    return drafts


def _targets(name, by_period, count):
    """Pairs: most classes of a post, whether it is whole; enough for all classes."""
    rule = parameters("staff")["posts"]
    parallel = max(len(places) for places in by_period.values())
    if name == "elementary":
        return [(1, True)] * count
    if name == "special_education":
        needed = max(parallel, round(count / rule["support_load"]))
        return _even(count, needed, count > 1)
    needed = max(parallel, -(-count // rule["most_classes"]))
    if count / needed >= rule["even_load"]:
        return _even(count, needed, True)
    full = int(count / rule["full_load"])
    targets = [(rule["most_classes"] - index % 2, True) for index in range(full)]
    return targets + [(rule["most_classes"], False)] * count


def _even(count, needed, is_whole):
    share, rest = divmod(count, needed)
    even = [(share + (index < rest), is_whole) for index in range(needed)]
    # rarely the periods do not allow it
    return even + [(parameters("staff")["posts"]["most_classes"], False)] * count


def _fill(by_period, target):
    """Take a class of each of the `target` periods that have most left."""
    fullest = sorted(by_period, key=lambda period: (-len(by_period[period]), period))
    taken = []
    for period in fullest[:target]:
        taken.append((period, by_period[period].pop()))
        if not by_period[period]:
            del by_period[period]
    return taken


def _is_rest(draft):
    return not draft.is_whole and draft.load < 5


def combine(drafts, small_schools):
    """Join rests of departments that one teacher may combine, within each school."""
    rule, names = parameters("staff")["posts"], catalogue().departments
    allowed = {frozenset(map(names.index, pair)) for pair in rule["combined"]}
    by_school = {}
    for draft in drafts:
        if _is_rest(draft):
            by_school.setdefault(draft.rests[0][0], []).append(draft)
    gone = set()
    for school, rests in by_school.items():
        rests.sort(key=lambda draft: (-draft.load, draft.department))
        for place, draft in enumerate(rests):
            for other in rests[place + 1 :]:
                if id(draft) in gone or id(other) in gone or not _fits(draft, other):
                    continue
                pair = frozenset((draft.department, other.department))
                if pair in allowed or len(pair) == 1 or school in small_schools:
                    draft.absorb(other)
                    gone.add(id(other))
    drafts[:] = [draft for draft in drafts if id(draft) not in gone]


def _fits(draft, other):
    most = parameters("staff")["posts"]["most_classes"]
    return (
        not draft.periods & other.periods
        and draft.load + other.load <= most
        and len(draft.departments | other.departments) <= 3
    )


def share_out(drafts, timetable):
    """Give single classes to teachers of other fields in the school; returns these."""
    rule, names = parameters("staff")["posts"], catalogue().departments
    kept_apart = {names.index(name) for name in (*SUPPORT, "elementary")}
    quota = int(rule["out_of_field"] * len(drafts))
    full = {}
    for draft in drafts:
        if draft.is_whole and draft.load < rule["most_classes"]:
            full.setdefault(draft.rests[0][0], []).append(draft)
    waived, gone = [], set()
    for rest in sorted(filter(_is_rest, drafts), key=lambda draft: draft.load):
        if rest.load > 2 or rest.load > quota or rest.departments & kept_apart:
            continue
        classes = rest.classes
        bits = [1 << int(timetable.period[place]) for place in classes]
        hosts = _hosts(rest, bits, full.get(rest.rests[0][0], []), kept_apart)
        if len(hosts) < len(bits):
            continue
        for place, bit, host in zip(classes, bits, hosts, strict=True):
            host.rests[0][1].append(place)
            host.periods |= bit
            full[host.rests[0][0]].remove(host)  # one class out of field at most
            waived.append(place)
        quota -= rest.load
        gone.add(id(rest))
    drafts[:] = [draft for draft in drafts if id(draft) not in gone]
    return waived


def _hosts(rest, bits, candidates, kept_apart):
    """A teacher of another field for each of the periods `bits`; fewer when short."""
    hosts = []
    for bit in bits:
        for host in candidates:
            taken = any(host is other for other in hosts)
            apart = host.departments & (rest.departments | kept_apart)
            if not taken and not apart and not host.periods & bit:
                hosts.append(host)
                break
    return hosts


def travel(drafts):
    """Drafts with the rests of one department put together over schools."""
    kept, rests = [], {}
    for draft in drafts:
        if _is_rest(draft):
            rests.setdefault(draft.department, []).append(draft)
        else:
            kept.append(draft)
    for department in sorted(rests):
        for together in _tours(rests[department]):
            if sum(draft.load for draft in together) < LEAST_TOUR:
                kept.extend(together)  # part-time, each at its school
                continue
            for other in together[1:]:
                together[0].absorb(other)
            kept.append(together[0])
    return kept


def _tours(drafts):
    """Groups of drafts of different schools that one teacher can hold."""
    rule, tours = parameters("staff")["posts"], []
    for draft in drafts:
        for tour in tours[-OPEN:]:
            load = sum(other.load for other in tour) + draft.load
            busy = any(draft.periods & other.periods for other in tour)
            full = len(tour) == rule["most_schools"] or load > rule["most_classes"]
            if not busy and not full and tour[-1].rests[0][0] != draft.rests[0][0]:
                tour.append(draft)
                break
        else:
            tours.append([draft])
    return tours
