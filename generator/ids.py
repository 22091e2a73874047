"""Native identifiers: look random, never collide, stable when other tables change."""

import numpy as np
import pyarrow as pa

ROUNDS = 4


def permuted(count, size, key):
    """The first `count` values of a keyed permutation of 0..size-1, as int64.

    A Feistel network over the bits of `size`; values outside 0..size-1 walk on until
    they fall inside. Value i does not depend on `count`, so adding rows keeps the
    identifiers of the others.

    count: int, at most `size`
    key: int, such as `Streams.number("ids", "students")`
    Raises ValueError when count exceeds size.
    """
    if count > size:
        raise ValueError(f"{count} identifiers do not fit into {size}")
    half = max(1, (int(size - 1).bit_length() + 1) // 2)
    values = np.arange(count, dtype=np.uint64)
    outside = np.ones(count, dtype=bool)
    while outside.any():
        values[outside] = _feistel(values[outside], half, key)
        outside = values >= size
    return values.astype(np.int64)


def _feistel(values, half, key):
    mask, shift = np.uint64((1 << half) - 1), np.uint64(half)
    left, right = values >> shift, values & mask
    for turn in range(ROUNDS):
        subkey = np.uint64((key >> (32 * turn)) & 0xFFFFFFFF)
        left, right = right, left ^ (_mix(right, subkey) & mask)
    return (left << shift) | right


def _mix(values, subkey):
    """A 64-bit integer mixer with good avalanche (multiply, shift, exclusive or)."""
    with np.errstate(over="ignore"):
        mixed = (values + subkey) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        return mixed ^ (mixed >> np.uint64(32))


def native_ids(streams, kind, count, prefix="", digits=7):
    """`count` texts such as S0482913: `prefix` and `digits` digits, all different.

    streams: `Streams` of the district
    kind: what is identified, such as "students"; each kind has its own permutation
    """
    numbers = permuted(count, 10**digits, streams.number("ids", kind))
    texts = np.char.zfill(numbers.astype(f"U{digits}"), digits)
    return pa.array([prefix + text for text in texts.tolist()], pa.string())
