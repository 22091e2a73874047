"""GIAS, its links, and the building blocks."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.dfe.buildings import AGES
from generator.dfe.figures import Frame, table
from generator.dfe.layouts import OFSTED, gias_header, listed
from generator.dfe.names import joined
from generator.dfe.returns import ALONE, HALVES, NEVER
from generator.dfe.schools import BOARDERS, RATINGS, of_kind
from generator.dfe.text import csv_file, dated
from generator.tables import words

PHASES = {
    0: "Not applicable",
    1: "Nursery",
    2: "Primary",
    3: "Middle deemed primary",
    4: "Secondary",
    5: "Middle deemed secondary",
    6: "16 plus",
    7: "All-through",
}
# Types of trusts and federations among the groups.
SINGLE_GROUP, MULTI_GROUP, FEDERATION_GROUP = 10, 6, 1
GROUP_NAMES = {
    SINGLE_GROUP: "Single-academy trust",
    MULTI_GROUP: "Multi-academy trust",
    FEDERATION_GROUP: "Federation",
}
FIRST_FEDERATION_UID = 1_000
SPECIAL_TYPES = [7, 8, 12]
CODED = {
    "ReasonEstablishmentOpened",
    "Diocese",
    "OfstedSpecialMeasures",
    "QABName",
    "EstablishmentAccredited",
}
NOT_APPLICABLE = {
    *CODED,
    "SchoolSponsorFlag",
    "FurtherEducationType",
    "BSOInspectorateName",
    "TeenMoth",
    "CCF",
    "SENPRU",
    "EBD",
    "FTProv",
    "Section41Approved",
}
OTHER_LINKS = [
    "Sixth Form Centre Link",
    "Predecessor - Split School",
    "Predecessor - amalgamated",
    "Predecessor - merged",
    "Merged - expansion of school capacity",
    "Merged - change in age range",
    "Successor - amalgamated",
    "Other",
]


def listing(world, is_open, is_closed):
    """Establishments by URN: open and closed ones, with what they have of their own.

    is_open, is_closed: masks of the schools and of their predecessors
    """
    schools, closed = world.schools, world.closed
    open_rows, closed_rows = np.flatnonzero(is_open), np.flatnonzero(is_closed)
    origin = closed.origin[closed_rows]
    found = Frame(
        school=np.concatenate([open_rows, origin]),
        urn=np.concatenate([schools.urn[open_rows], closed.urn[closed_rows]]),
        estab=np.concatenate([schools.estab[open_rows], closed.estab[closed_rows]]),
        type_code=np.concatenate(
            [schools.type_code[open_rows], closed.type_code[closed_rows]]
        ),
        is_old=np.concatenate(
            [np.zeros(len(open_rows), dtype=bool), np.ones(len(origin), dtype=bool)]
        ),
        closed=np.concatenate(
            [world.events.closed[open_rows], closed.date[closed_rows]]
        ),
        fraction=np.concatenate(
            [np.ones(len(open_rows)), closed.fraction[closed_rows]]
        ),
    )
    return found.take(np.argsort(found.urn))


def school_names(world, found):
    """Names of the establishments of a listing; a predecessor keeps its old one."""
    rows = pa.array(found.school)
    old = world.names.before.take(rows)
    # of two predecessors one was for the young
    halves = pa.array(np.where(found.fraction == HALVES[0], " and Nursery", ""))
    return pc.if_else(
        pa.array(found.is_old), joined(old, halves), world.names.school.take(rows)
    )


def type_names(codes):
    """Names of types of establishments."""
    types = table("types")
    place = np.searchsorted(types.code, codes)
    return words(place, types.name.tolist())


def area_columns(world, rows):
    """Code, name, region and so on of the areas of these schools."""
    areas, regions = table("areas"), table("regions")
    area = world.schools.area[rows]
    number = {name: place for place, name in enumerate(regions.region)}
    region = np.array([number[name] for name in areas.region])[area]
    codes = areas.code.astype(np.int64)
    return Frame(
        code=codes[area],
        name=words(area, areas.name.tolist()),
        region=words(region, regions.region.tolist()),
        gor=words(region, regions.gor_code.tolist()),
        gss=words(region, regions.gss.tolist()),
        new_code=words(area, [f"E06{code:06d}" for code in codes]),
        ward=words(area, [f"E05{code:06d}" for code in codes]),
        seat=words(area, [f"E14{code:06d}" for code in codes]),
        output=words(area, [f"E02{code:06d}" for code in codes]),
        lower=words(area, [f"E01{code:06d}" for code in codes]),
    )


def gias(world):
    """Establishments, open and closed."""
    everyone = np.ones(len(world.schools), dtype=bool)
    found = listing(world, everyone, np.ones(len(world.closed), dtype=bool))
    rng = world.streams("gias")
    columns = {
        **_who(world, found),
        **_dates(world, found, rng),
        **_offers(world, found),
        **_counts(world, found),
        **_groups(world, found),
        **_contacts(world, found, rng),
        **_places(world, found, rng),
        **_nothing_to_say(),
    }
    if world.layout >= 2024:
        columns = {name: columns[name] for name in columns if name not in OFSTED}
    return csv_file(gias_header(world.layout), columns, "cp1252"), len(found)


def _who(world, found):
    it, types = world.schools.take(found.school), table("types")
    area = area_columns(world, found.school)
    place = np.searchsorted(types.code, found.type_code)
    is_closed = ~np.isnat(found.closed)
    no_phase = np.isin(found.school, world.no_phase) & ~found.is_old
    phase = np.where(no_phase, 0, it.phase_code)
    return {
        "URN": found.urn,
        "LA (code)": area.code,
        "LA (name)": area.name,
        "EstablishmentNumber": found.estab,
        "EstablishmentName": school_names(world, found),
        "TypeOfEstablishment (code)": found.type_code,
        "TypeOfEstablishment (name)": type_names(found.type_code),
        "EstablishmentTypeGroup (code)": types.group_code[place],
        "EstablishmentTypeGroup (name)": words(place, types.group_name.tolist()),
        "EstablishmentStatus (code)": np.where(is_closed, 2, 1),
        "EstablishmentStatus (name)": words(is_closed, ["Open", "Closed"]),
        "ReasonEstablishmentClosed (code)": np.where(found.is_old, 10, 0),
        "ReasonEstablishmentClosed (name)": words(
            found.is_old, ["Not applicable", "Academy Converter"]
        ),
        "PhaseOfEducation (code)": phase,
        "PhaseOfEducation (name)": words(phase, list(PHASES.values())),
        "UKPRN": 10_000_000 + found.urn % 1_000_000,
        "UPRN": 100_000_000 + found.urn * 7,
    }


def _dates(world, found, rng):
    pattern = "%d/%m/%Y" if world.layout < 2023 else "%d-%m-%Y"
    it, size = world.schools.take(found.school), len(found)
    since = np.datetime64("1950-09-01") + rng.integers(0, 18_000, size)
    is_new = it.is_academy & ~found.is_old
    opened = np.where(is_new, _opened(world, rng)[found.school], since)
    # most schools have been there for so long that nobody has noted when it began
    opened = np.where(~is_new & (rng.random(size) < 0.7), NEVER, opened)
    inspected = np.datetime64(f"{world.year - 1}-06-01") - rng.integers(0, 2000, size)
    inspected = np.where(it.rating == len(RATINGS) - 1, NEVER, inspected)
    census = np.full(size, np.datetime64(f"{world.year}-01-19"))
    changed = np.datetime64(f"{world.year}-09-01") - rng.integers(0, 400, size)
    return {
        "OpenDate": dated(opened, pattern),
        "CloseDate": dated(found.closed, pattern),
        "CensusDate": dated(census, pattern),
        "OfstedLastInsp": dated(inspected, pattern),
        "LastChangedDate": dated(changed, pattern),
    }


def _offers(world, found):
    it = world.schools.take(found.school)
    no_sixth_form = np.where(of_kind(it, "primary", "nursery"), 2, 1)
    sixth_form = np.where(it.has_sixth_form, 0, no_sixth_form)
    no_nursery = np.where(it.low_age > 7, 2, 1)
    open_to_all = np.where(of_kind(it, "secondary", "all_through"), 1, 2)
    policy = np.where(it.is_selective, 0, open_to_all)
    special = np.isin(found.type_code, SPECIAL_TYPES) | of_kind(it, "special")
    boarders = pa.array(it.boarding)
    codes = pa.array([code for code, _ in BOARDERS], pa.int64())
    names = pa.array([name for _, name in BOARDERS], pa.string())
    return {
        "StatutoryLowAge": it.low_age,
        "StatutoryHighAge": it.high_age,
        "Boarders (code)": codes.take(boarders),
        "Boarders (name)": names.take(boarders),
        "NurseryProvision (name)": words(
            np.where(it.has_nursery, 0, no_nursery),
            ["Has Nursery Classes", "No Nursery Classes", "Not applicable"],
        ),
        "OfficialSixthForm (code)": np.array([1, 2, 0])[sixth_form],
        "OfficialSixthForm (name)": words(
            sixth_form,
            ["Has a sixth form", "Does not have a sixth form", "Not applicable"],
        ),
        "Gender (code)": np.array([3, 2, 1])[it.gender],
        "Gender (name)": words(it.gender, ["Mixed", "Girls", "Boys"]),
        "ReligiousCharacter (code)": np.where(it.is_faith, 2, 6),
        "ReligiousCharacter (name)": words(it.is_faith, ["None", "Church of England"]),
        "AdmissionsPolicy (code)": np.array([2, 4, 0])[policy],
        "AdmissionsPolicy (name)": words(
            policy, ["Selective", "Non-selective", "Not applicable"]
        ),
        "SpecialClasses (code)": np.where(special, 1, 2),
        "SpecialClasses (name)": words(
            special, ["No Special Classes", "Has Special Classes"]
        ),
        "OfstedRating (name)": pa.array(list(RATINGS), pa.string()).take(
            pa.array(it.rating)
        ),
    }


def _counts(world, found):
    rows = found.school
    heads = _part(world.heads, found)
    girls = _part((world.pupils.ft_girls + world.pupils.pt_girls).sum(1), found)
    free = 100 * world.pupils.fsm[rows] / np.maximum(world.heads[rows], 1)
    return {
        "SchoolCapacity": np.ceil(heads * 1.08).astype(np.int64),
        "NumberOfPupils": heads,
        "NumberOfBoys": heads - girls,
        "NumberOfGirls": girls,
        "PercentageFSM": np.round(free, 1),
        "FSM": _part(world.pupils.fsm, found),
    }


def _part(counts, found):
    """What of the counts of the schools belongs to these establishments."""
    return np.floor(counts[found.school] * found.fraction).astype(np.int64)


def _groups(world, found):
    it = world.schools.take(found.school)
    none = pa.scalar(None, pa.string())
    trust = np.where(it.is_academy & ~found.is_old, it.trust, -1)
    of_trust = np.maximum(trust, 0)
    federation = np.where(found.is_old, -1, _federations(world)[found.school])
    return {
        "TrustSchoolFlag (code)": np.where(trust >= 0, 3, 0),
        "TrustSchoolFlag (name)": words(
            trust >= 0, ["Not applicable", "Supported by a multi-academy trust"]
        ),
        "Trusts (code)": pa.array(world.trusts.uid[of_trust], mask=trust < 0),
        "Trusts (name)": pc.if_else(
            pa.array(trust >= 0), world.trust_names.take(pa.array(of_trust)), none
        ),
        "FederationFlag (name)": words(
            federation >= 0, ["Not under a federation", "Supported by a federation"]
        ),
        "Federations (code)": pa.array(
            federation + FIRST_FEDERATION_UID, mask=federation < 0
        ),
        "Federations (name)": pc.if_else(
            pa.array(federation >= 0), joined("Federation ", federation + 1), none
        ),
    }


def _contacts(world, found, rng):
    names, rows = world.names, pa.array(found.school)
    titles = ["Ms", "Mr", "Mrs", "Dr"]
    return {
        "Street": names.street.take(rows),
        "Town": names.town.take(rows),
        "Postcode": names.postcode.take(rows),
        "SchoolWebsite": names.website.take(rows),
        "TelephoneNum": names.phone.take(rows),
        "HeadTitle (name)": words(rng.integers(0, len(titles), len(found)), titles),
        "HeadFirstName": names.head_first.take(rows),
        "HeadLastName": names.head_last.take(rows),
        "HeadPreferredJobTitle": "Headteacher",
    }


def _places(world, found, rng):
    area, size = area_columns(world, found.school), len(found)
    return {
        "Locality": joined(area.name, " Ward"),
        "County (name)": area.name,
        "GOR (code)": area.gor,
        "GOR (name)": area.region,
        "DistrictAdministrative (code)": area.new_code,
        "DistrictAdministrative (name)": area.name,
        "AdministrativeWard (code)": area.ward,
        "AdministrativeWard (name)": joined(area.name, " Ward"),
        "ParliamentaryConstituency (code)": area.seat,
        "ParliamentaryConstituency (name)": joined(area.name, " Central"),
        **_urban(rng, world.schools.take(found.school)),
        "GSSLACode (name)": area.new_code,
        "Easting": 100_000 + rng.integers(0, 550_000, size),
        "Northing": 10_000 + rng.integers(0, 640_000, size),
        "MSOA (name)": joined(area.name, " 001"),
        "LSOA (name)": joined(area.name, " 001A"),
        "RSCRegion (name)": area.region,
        "Country (name)": "United Kingdom",
        "MSOA (code)": area.output,
        "LSOA (code)": area.lower,
    }


def _nothing_to_say():
    """Columns in which the register says the same of nearly every school."""
    columns = {f"{name} (name)": "Not applicable" for name in NOT_APPLICABLE}
    columns |= {f"{name} (code)": "0" for name in NOT_APPLICABLE if name in CODED}
    columns["ReligiousEthos (name)"] = "Does not apply"
    return columns


def _opened(world, rng):
    """When academies became what they are, by row number of the school."""
    size = len(world.schools)
    opened = np.datetime64(f"{world.year}-09", "M") - 12 * rng.integers(2, 13, size)
    opened = opened.astype("datetime64[D]")
    old = world.closed
    opened[old.origin] = old.date
    joined_on = world.events.joined
    return np.where(np.isnat(joined_on), opened, joined_on)


def _federations(world):
    """Number of the hard federation of each school, -1 without."""
    number = np.full(len(world.schools), -1)
    rows = world.maintained
    hard = (rows.role != ALONE) & ~rows.is_soft
    number[rows.school[hard]] = rows.federation[hard]
    return number


URBAN = {
    "A1": "(England/Wales) Urban major conurbation",
    "B1": "(England/Wales) Urban minor conurbation",
    "C1": "(England/Wales) Urban city and town",
    "D1": "(England/Wales) Rural town and fringe",
    "E1": "(England/Wales) Rural village",
}


def _urban(rng, it):
    rural = np.where(of_kind(it, "primary"), 0.3, 0.1)
    drawn = rng.random(len(it))
    london = np.isin(it.london, ["Inner", "Outer"])
    code = np.select(
        [london, drawn < rural * 0.45, drawn < rural, drawn < 0.45], [0, 4, 3, 0], 2
    )
    return {
        "UrbanRural (code)": words(code, list(URBAN)),
        "UrbanRural (name)": words(code, list(URBAN.values())),
    }


def gias_links(world):
    """Links between establishments, with rows of nothing behind them."""
    schools, closed = world.schools, world.closed
    rng = world.streams("links")
    parts = [
        (schools.urn[closed.origin], closed.urn, "Predecessor", closed.date),
        (closed.urn, schools.urn[closed.origin], "Successor", closed.date),
    ]
    # older predecessors, which are no longer in the register
    known = np.isin(np.arange(len(schools)), closed.origin)
    rest = np.flatnonzero(schools.is_academy & ~known)
    gone = 200_000 + rng.permutation(max(600_000, len(rest)))[: len(rest)]
    when = _opened(world, rng)[rest]
    parts.append((schools.urn[rest], gone, "Predecessor", when))
    size = len(schools)
    some = np.sort(rng.permutation(size)[: max(len(OTHER_LINKS), size // 40)])
    partner = schools.urn[rng.permutation(size)[: len(some)]]
    kinds = np.array(OTHER_LINKS, dtype=object)[np.arange(len(some)) % len(OTHER_LINKS)]
    dates = np.datetime64("2005-09-01") + rng.integers(0, 6000, len(some))
    parts.append((schools.urn[some], partner, kinds, dates))
    urn = np.concatenate([part[0] for part in parts])
    target = np.concatenate([part[1] for part in parts])
    kind = np.concatenate(
        [
            np.full(len(part[0]), part[2], dtype=object)
            if isinstance(part[2], str)
            else part[2]
            for part in parts
        ]
    )
    date = np.concatenate([part[3].astype("datetime64[D]") for part in parts])
    by_urn = dict(
        zip(schools.urn.tolist(), world.names.school.to_pylist(), strict=True)
    )
    order = np.lexsort([target, urn])
    names = [by_urn.get(int(code), f"School {code}") for code in target[order]]
    columns = {
        "URN": urn[order],
        "LinkURN": target[order],
        "LinkName": pa.array(names, pa.string()),
        "LinkType": pa.array(kind[order].tolist(), pa.string()),
        "LinkEstablishedDate": dated(date[order]),
    }
    content = csv_file(listed("gias_links"), columns, "cp1252", padding=len(urn))
    return content, len(urn)


def gias_all_links(world):
    """Members of groups: trusts and hard federations."""
    schools, trusts = world.schools, world.trusts
    rows, listed_rows = world.academies, world.maintained
    current = np.flatnonzero(~rows.is_superseded)
    before = np.flatnonzero(rows.is_superseded & ~rows.is_one_day)
    hard = np.flatnonzero((listed_rows.role != ALONE) & ~listed_rows.is_soft)
    school = np.concatenate(
        [rows.school[current], rows.school[before], listed_rows.school[hard]]
    )
    trust = np.concatenate(
        [rows.trust[current], rows.trust[before], np.full(len(hard), -1)]
    )
    of_trust = np.maximum(trust, 0)
    is_trust = trust >= 0
    federation = np.concatenate(
        [np.zeros(len(school) - len(hard), dtype=int), listed_rows.federation[hard]]
    )
    kind = np.where(
        is_trust,
        np.where(trusts.is_multi[of_trust], MULTI_GROUP, SINGLE_GROUP),
        FEDERATION_GROUP,
    )
    closed = np.full(len(school), NEVER)
    closed[len(current) : len(current) + len(before)] = rows.left[before]
    joined_on = np.where(
        is_trust,
        trusts.incorporated[of_trust],
        np.datetime64("2012-09-01"),
    )
    it, area = schools.take(school), area_columns(world, school)
    kinds = sorted(GROUP_NAMES)
    empty = pa.scalar(None, pa.string())
    padded = pc.utf8_lpad(pa.array(trusts.company[of_trust]).cast(pa.string()), 8, "0")
    columns = {
        "URN": it.urn,
        "Group UID": np.where(
            is_trust, trusts.uid[of_trust], FIRST_FEDERATION_UID + federation
        ),
        "Group ID": pc.if_else(
            pa.array(is_trust), joined("TR", trusts.uid[of_trust]), empty
        ),
        "Group Name": pc.if_else(
            pa.array(is_trust),
            world.trust_names.take(pa.array(of_trust)),
            joined("Federation ", federation + 1),
        ),
        "Companies House Number": pc.if_else(pa.array(is_trust), padded, empty),
        "Group Type (code)": kind,
        "Group Type": words(
            np.searchsorted(kinds, kind), [GROUP_NAMES[code] for code in kinds]
        ),
        "Closed Date": dated(closed),
        "Open date": dated(joined_on),
        "Incorporated on (open date)": dated(
            np.where(is_trust, trusts.incorporated[of_trust], NEVER)
        ),
        "Group Status (code)": "OPEN",
        "Group Status": "Open",
        "Joined date": dated(joined_on),
        "EstablishmentName": world.names.school.take(pa.array(school)),
        "TypeOfEstablishment (code)": it.type_code,
        "TypeOfEstablishment (name)": type_names(it.type_code),
        "PhaseOfEducation (code)": it.phase_code,
        "PhaseOfEducation (name)": words(it.phase_code, list(PHASES.values())),
        "LA (code)": area.code,
        "LA (name)": area.name,
    }
    return csv_file(listed("gias_all_links"), columns, "cp1252"), len(school)


def cdc(world):
    """Building blocks, under the URN of the time of the survey."""
    blocks, closed = world.blocks, world.closed
    own = np.flatnonzero(world.in_cdc[blocks.school])
    parts = [(world.schools.urn[blocks.school[own]], own, np.ones(len(own)))]
    starts = np.searchsorted(blocks.school, closed.origin)
    ends = np.searchsorted(blocks.school, closed.origin, side="right")
    old = np.flatnonzero(closed.in_cdc)
    number = (ends - starts)[old]
    rows = np.repeat(starts[old], number) + (
        np.arange(number.sum()) - np.repeat(np.cumsum(number) - number, number)
    )
    parts.append(
        (
            np.repeat(closed.urn[old], number),
            rows,
            np.repeat(closed.fraction[old], number),
        )
    )
    urn, rows, fraction = (np.concatenate(part) for part in zip(*parts, strict=True))
    order = np.lexsort([rows, urn])
    urn, rows, fraction = urn[order], rows[order], fraction[order]
    found = blocks.take(rows)
    name = world.names.school.take(pa.array(found.school))
    survey = words(urn % 5 > 1, ["CDC1", "CDC2"])
    ages = words(found.age, list(AGES))
    columns = {
        "Site": joined(urn, " ", name, " (", survey, ")"),
        "URN": urn,
        "SurveySectionSectionType": words(found.is_ancillary, ["BLOCK", "ANCILLARY"]),
        "GIFA": np.maximum(np.rint(found.area * fraction), 1),
        "Block Age": ages,
    }
    return csv_file(listed("cdc"), columns), len(urn)
