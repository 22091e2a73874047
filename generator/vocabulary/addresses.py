"""Street names, e-mail addresses and phone numbers that belong to nobody."""

import unicodedata
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.tables import words
from generator.vocabulary.sources import word_lists

STREETS = word_lists()["streets"]
# Letters that have no decomposition into an ASCII letter and a mark
LETTERS = str.maketrans(
    {"đ": "d", "Đ": "d", "ł": "l", "Ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe"}
)


@cache
def ascii_folded(text):
    """Lower-case ASCII letters and digits of `text`: Nguyễn is nguyen."""
    plain = unicodedata.normalize("NFD", text.translate(LETTERS)).lower()
    return "".join(c for c in plain if c.isascii() and c.isalnum())


def emails(first_names, surnames, domain):
    """E-mail addresses first.last@domain, all different, in row order.

    The second of a name gets a 2 behind it, the third a 3: adding people at the end
    leaves the others' addresses alone.

    first_names, surnames: dictionary arrays of (N,) texts, none missing
    domain: below example.org, such as "students.plum-canyon.example.org"
    Raises ValueError when the domain could exist.
    """
    if not (domain == "example.org" or domain.endswith(".example.org")):
        raise ValueError(f"{domain} is not below example.org")
    first, firsts = _folded(first_names)
    last, lasts = _folded(surnames)
    turn = _occurrence(first.astype(np.int64) * max(len(lasts), 1) + last)
    suffixes = [""] + [str(n) for n in range(2, int(turn.max(initial=0)) + 2)]
    return pc.binary_join_element_wise(
        firsts.take(pa.array(first)),
        pa.scalar("."),
        lasts.take(pa.array(last)),
        pa.array(suffixes).take(pa.array(turn)),
        pa.scalar(f"@{domain}"),
        "",
    )


def phones(rng, area_codes):
    """Phone numbers in the range kept for fiction, such as (602) 555-0134.

    area_codes: (N,) int array. There are a hundred numbers per area code, so people
    share them. Returns a text column.
    """
    areas, place = np.unique(np.asarray(area_codes), return_inverse=True)
    numbers = [f"({area}) 555-01{line:02d}" for area in areas for line in range(100)]
    return words(place * 100 + rng.integers(0, 100, len(place)), numbers)


def _folded(column):
    """(codes, texts): the folded words, each once, and the rows' places among them."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    folded = [ascii_folded(text) for text in column.dictionary.to_pylist()]
    texts, place = np.unique(np.array(folded, dtype=object), return_inverse=True)
    codes = place.astype(np.int64)[column.indices.to_numpy(zero_copy_only=False)]
    return codes, pa.array(texts, pa.string())


def _occurrence(keys):
    """How many earlier rows have the same key."""
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))
    turn = np.arange(len(keys)) - np.repeat(starts, np.diff(starts, append=len(keys)))
    result = np.empty(len(keys), dtype=np.int64)
    result[order] = turn
    return result
