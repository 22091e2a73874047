"""The register of establishments."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.dfe.figures import table
from generator.dfe.files.establishments import (
    FIRST_FEDERATION_UID,
    PHASES,
    area_columns,
    listing,
    opened_dates,
    school_names,
    type_names,
)
from generator.dfe.layouts import OFSTED, gias_header
from generator.dfe.names import joined
from generator.dfe.returns import ALONE, NEVER
from generator.dfe.schools import BOARDERS, RATINGS, of_kind
from generator.dfe.text import csv_file, dated
from generator.tables import words

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
URBAN = {
    "A1": "(England/Wales) Urban major conurbation",
    "B1": "(England/Wales) Urban minor conurbation",
    "C1": "(England/Wales) Urban city and town",
    "D1": "(England/Wales) Rural town and fringe",
    "E1": "(England/Wales) Rural village",
}


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
    opened = np.where(is_new, opened_dates(world, rng)[found.school], since)
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


def _federations(world):
    """Number of the hard federation of each school, -1 without."""
    number = np.full(len(world.schools), -1)
    rows = world.maintained
    hard = (rows.role != ALONE) & ~rows.is_soft
    number[rows.school[hard]] = rows.federation[hard]
    return number


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


def _nothing_to_say():
    """Columns in which the register says the same of nearly every school."""
    columns = {f"{name} (name)": "Not applicable" for name in NOT_APPLICABLE}
    columns |= {f"{name} (code)": "0" for name in NOT_APPLICABLE if name in CODED}
    columns["ReligiousEthos (name)"] = "Does not apply"
    return columns
