"""Names and e-mail addresses of the people in a demo district."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator import tables
from generator.vocabulary import FIRST_NAMES, SURNAMES, draw_first_names, draw_surnames
from generator.vocabulary.addresses import ascii_folded


def adult_names(rng, sexes, surnames=None):
    """First names and surnames as dictionary columns.

    sexes: int array, 0 F and 1 M
    surnames: codes into SURNAMES; drawn when not given
    """
    english = np.zeros(len(sexes), dtype=np.int32)
    first, _ = draw_first_names(rng, sexes, english, adults=True)
    if surnames is None:
        surnames, _ = draw_surnames(rng, english)
    return tables.words(first, FIRST_NAMES), tables.words(surnames, SURNAMES)


def initial_emails(first_names, surnames, domain, first_number=None):
    """E-mail addresses such as wcabrera44@domain: initial and surname, all different.

    first_names, surnames: dictionary columns
    first_number: number behind the first address of a name, counted up for the next;
        None: the first has no number, the second a 2
    """
    initials, initial = _folded(first_names, lambda name: name[:1])
    lasts, last = _folded(surnames, str)
    keys, place = np.unique(initial * len(lasts) + last, return_inverse=True)
    names = [
        initials[key // len(lasts)] + lasts[key % len(lasts)] for key in keys.tolist()
    ]
    turns = _turns(place)
    if first_number is None:
        numbers = ["", *map(str, range(2, int(turns.max(initial=0)) + 2))]
    else:
        numbers = [str(first_number + n) for n in range(int(turns.max(initial=0)) + 1)]
    return pc.binary_join_element_wise(
        pa.array(names, pa.string()).take(pa.array(place)),
        pa.array(numbers, pa.string()).take(pa.array(turns)),
        pa.scalar(f"@{domain}"),
        "",
    )


def _folded(column, part):
    """(texts, codes): a part of the folded words, each once, and the rows' places."""
    texts = [part(ascii_folded(word)) for word in column.dictionary.to_pylist()]
    known, place = np.unique(np.array(texts, dtype=object), return_inverse=True)
    return known.tolist(), place[column.indices.to_numpy()].astype(np.int64)


def _turns(place):
    """How many earlier rows have the same value."""
    order = np.argsort(place, kind="stable")
    ordered = place[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    lengths = np.diff(starts, append=len(place))
    turns = np.empty(len(place), dtype=np.int64)
    turns[order] = np.arange(len(place)) - np.repeat(starts, lengths)
    return turns
