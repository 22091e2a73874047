"""Identifiers of the demo districts, in both modes, different in a whole run."""

import numpy as np
import pyarrow as pa

from generator.ids import permuted

SEQUENTIAL_STEP = 100_000


class Identifiers:
    """The identifiers of one district.

    Alphanumeric: hexadecimal digits, as many as the demo generator uses and more when
    those would not do for all districts; each district has a range of its own.
    Sequential: one count over everything in the district, from its own round number.
    """

    def __init__(self, streams, options, index, per_district):
        """`index`: number of the district; `per_district`: entities in one, at most."""
        self.streams, self.index = streams, index
        self.districts = options.num_districts
        self.is_sequential = options.id_mode == "sequential"
        steps = -(-(per_district + 1) // SEQUENTIAL_STEP)
        self.next = (index + 1) * steps * SEQUENTIAL_STEP + 1

    def take(self, kind, count, digits, before=0):
        """`count` identifiers of `kind`, a text array.

        kind: what is identified
        digits: hexadecimal digits of the alphanumeric mode
        before: how many of that kind were taken already
        """
        if self.is_sequential:
            numbers = np.arange(self.next, self.next + count)
            self.next += count
            return pa.array(numbers).cast(pa.string())
        return self.hexadecimal(kind, before + count, digits)[before:]

    def hexadecimal(self, kind, count, digits):
        """`count` texts of at least `digits` hexadecimal digits, in either mode."""
        while 16**digits < 2 * count * self.districts:
            digits += 1
        numbers = self._own_part(("ids", kind), count, 16**digits)
        return pa.array([f"{number:0{digits}x}" for number in numbers.tolist()])

    def numbers(self, kind, count, low, high):
        """`count` different whole numbers from `low` up to `high`, as int64.

        Beyond `high` where the range does not hold so many.
        """
        size = max(high - low, 2 * count * self.districts)
        return self._own_part(("numbers", kind), count, size) + low

    def _own_part(self, name, count, size):
        """`count` numbers out of this district's part of 0..size-1."""
        share = size // self.districts
        return permuted(count, share, self.streams.number(*name)) + self.index * share
