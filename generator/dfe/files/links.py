"""Links between establishments, and the groups that they are members of."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.dfe.files.establishments import (
    FIRST_FEDERATION_UID,
    PHASES,
    area_columns,
    opened_dates,
    type_names,
)
from generator.dfe.layouts import listed
from generator.dfe.names import joined
from generator.dfe.returns import ALONE, NEVER
from generator.dfe.text import csv_file, dated
from generator.tables import words

# Types of trusts and federations among the groups.
SINGLE_GROUP, MULTI_GROUP, FEDERATION_GROUP = 10, 6, 1
GROUP_NAMES = {
    SINGLE_GROUP: "Single-academy trust",
    MULTI_GROUP: "Multi-academy trust",
    FEDERATION_GROUP: "Federation",
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
    when = opened_dates(world, rng)[rest]
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
