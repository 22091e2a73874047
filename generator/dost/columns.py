"""Columns that the files share: times in the platform's zone, phones, identifiers."""

import numpy as np
import pyarrow as pa

from generator.dost.calls import NO_TIME, NONE
from generator.dost.catalogue import (
    PHONE_PREFIX,
    PROVIDER_PREFIX,
    PROVIDER_SERIAL,
    source_names,
)
from generator.dost.parameters import parameters
from generator.ids import permuted
from generator.tables import integers, words

MINUTE = 60


def sources(codes):
    """Column `data_source`."""
    return words(codes, source_names())


def timestamps(seconds, source):
    """Seconds since 1970 in India as the platform writes them; NO_TIME is missing."""
    behind = np.array(
        [s["behind_ist_minutes"] for s in parameters("programs")["sources"]]
    )
    missing = seconds == NO_TIME
    local = np.where(missing, 0, seconds - behind[source] * MINUTE)
    return pa.array(local.astype("datetime64[s]"), mask=missing)


def numbers(values):
    """Integer column; NONE is missing."""
    return integers(values, np.asarray(values) == NONE)


def phone_texts(world):
    """Spellings of all phones: plain, with +91, with 0, one behind the other."""
    size = 2 * len(world.users)
    serial = permuted(size, 10**PROVIDER_SERIAL, world.streams.number("phones"))
    plain = _serial_texts(PHONE_PREFIX, serial)
    spellings = list(parameters("population")["phone_formats"])
    return pa.array(
        [
            ("" if prefix == "plain" else prefix) + text
            for prefix in spellings
            for text in plain
        ],
        pa.string(),
    )


def provider_texts(world):
    """Provider numbers by serial."""
    size = world.partners.number.max() + 1
    key = world.streams.number("provider numbers")
    return _serial_texts(PROVIDER_PREFIX, permuted(size, 10**PROVIDER_SERIAL, key))


def _serial_texts(prefix, serial):
    return [f"{prefix}{number:0{PROVIDER_SERIAL}d}" for number in serial.tolist()]
