"""Key stage 2 and 4 as workbooks."""

import numpy as np
import pyarrow as pa

from generator.dfe.files.establishments import area_columns
from generator.dfe.layouts import listed
from generator.dfe.results import BANDS, KS2_CODES, KS4_CODES
from generator.dfe.xlsx import Coded, Sheet, workbook
from generator.tables import words

# Of the layouts from this on there is no Progress 8 to publish.
NO_PROGRESS = 2025
NOT_PUBLISHED = "NP"


def ks2(world):
    """Progress and attainment at the end of primary school."""
    rows = np.flatnonzero(world.results.has_ks2)
    found, schools = world.results.take(rows), world.schools.take(rows)
    area = area_columns(world, rows)
    codes = words(found.ks2_code, KS2_CODES).cast(pa.string())
    pupils = _in_group(world, rows, 10)
    columns = {
        "RECTYPE": np.ones(len(rows), dtype=np.int64),
        "LEA": area.code,
        "ESTAB": schools.estab,
        "URN": schools.urn,
        "SCHNAME": world.names.school.take(pa.array(rows)),
        "TOWN": world.names.town.take(pa.array(rows)),
        "PCODE": world.names.postcode.take(pa.array(rows)),
        "TOTPUPS": world.heads[rows],
        "TELIG": pupils,
        "BELIG": pupils // 2,
        "GELIG": pupils - pupils // 2,
        "READPROG": Coded(found.reading, codes),
        "READPROG_LOWER": Coded(np.round(found.reading - 1.5, 1), codes),
        "READPROG_UPPER": Coded(np.round(found.reading + 1.5, 1), codes),
        "WRITPROG": Coded(found.writing, codes),
        "WRITPROG_LOWER": Coded(np.round(found.writing - 1.5, 1), codes),
        "WRITPROG_UPPER": Coded(np.round(found.writing + 1.5, 1), codes),
        "MATPROG": Coded(found.mathematics, codes),
        "MATPROG_LOWER": Coded(np.round(found.mathematics - 1.5, 1), codes),
        "MATPROG_UPPER": Coded(np.round(found.mathematics + 1.5, 1), codes),
        # a share as a text, as it is published
        "PTRWM_EXP": _shares(found, codes),
    }
    return workbook([Sheet("ks2", list(columns), columns)]), len(rows)


def ks4(world):
    """Attainment 8 and Progress 8, among five hundred columns."""
    rows = np.flatnonzero(world.results.has_ks4)
    found, schools = world.results.take(rows), world.schools.take(rows)
    area = area_columns(world, rows)
    header = listed("ks4")
    codes = words(found.ks4_code, KS4_CODES).cast(pa.string())
    band_codes = codes
    if world.layout >= NO_PROGRESS:
        band_codes = words(np.zeros(len(rows)), [NOT_PUBLISHED]).cast(pa.string())
    bands = words(found.band, BANDS).cast(pa.string())
    # a figure can have a code for a band
    odd = words(np.where(found.band_is_coded, 0, -1), ["SUPP"]).cast(pa.string())
    pupils = _in_group(world, rows, 15)
    girls = world.pupils.ft_girls[rows, 15].astype(np.int64)
    heads = world.heads[rows]
    all_girls = (world.pupils.ft_girls + world.pupils.pt_girls)[rows].sum(1)
    columns = {
        "RECTYPE": np.ones(len(rows), dtype=np.int64),
        "LEA": area.code,
        "ESTAB": schools.estab,
        "URN": schools.urn,
        "SCHNAME": world.names.school.take(pa.array(rows)),
        "TOWN": world.names.town.take(pa.array(rows)),
        "PCODE": world.names.postcode.take(pa.array(rows)),
        "TELNUM": world.names.phone.take(pa.array(rows)),
        "NFTYPE": words(schools.is_academy, ["CY", "AC"]),
        "EGENDER": words(schools.gender, ["MIXED", "GIRLS", "BOYS"]),
        "TOTPUPS": heads,
        "NUMBOYS": heads - all_girls,
        "NUMGIRLS": all_girls,
        "TPUP": pupils,
        "BPUP": pupils - girls,
        "GPUP": girls,
        "TOTATT8": Coded(np.round(found.attainment8 * pupils, 1), codes),
        "ATT8SCR": Coded(found.attainment8, codes),
        "P8PUP": Coded(np.floor(pupils * 0.95), band_codes),
        "P8MEA": Coded(found.progress8, band_codes),
        "P8CILOW": Coded(np.round(found.progress8 - 0.2, 2), band_codes),
        "P8CIUPP": Coded(np.round(found.progress8 + 0.2, 2), band_codes),
        "P8_BANDING": Coded(bands, _first(band_codes, odd)),
    }
    columns = {name: values for name, values in columns.items() if name in header}
    return workbook([Sheet("england", list(header), columns)]), len(rows)


def _in_group(world, rows, group):
    counts = world.pupils.ft_girls + world.pupils.ft_boys
    return counts[rows, group].astype(np.int64)


def _shares(found, codes):
    texts = [f"{int(share)}%" for share in found.expected]
    return Coded(pa.array(texts, pa.string()), codes)


def _first(one, other):
    return pa.array(
        [a or b for a, b in zip(one.to_pylist(), other.to_pylist(), strict=True)],
        pa.string(),
    )
