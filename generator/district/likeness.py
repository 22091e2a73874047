"""People who could be taken for one person: same birth date and sex, similar names."""

from functools import lru_cache

import numpy as np

LETTERS = 32
# A rule that looks for one person under two ids allows this many edits in a name.
EDITS = 2


def confusable(birth_date, sex, first, last):
    """Rows that could be taken for an earlier row, ascending.

    Both names are within two edits (insert, delete, replace), as in Emma and Ella.

    birth_date, sex: (N,) arrays
    first, last: (codes, words) of names; codes are (N,) ints into words
    """
    order = np.lexsort((np.arange(len(sex)), sex, birth_date))
    birth_date, sex = birth_date[order], sex[order]
    names = [_Names(codes[order], words) for codes, words in (first, last)]
    found, step = [], 1
    rows = np.arange(len(order))
    while True:
        rows = rows[rows < len(order) - step]
        # people of one birth date and sex stand side by side: none at this distance,
        # none further away
        same = (birth_date[rows] == birth_date[rows + step]) & (
            sex[rows] == sex[rows + step]
        )
        rows = rows[same]
        if not len(rows):
            break
        near = rows
        for check in (_Names.share_letters, _Names.may_be_near):
            for name in names:
                near = near[check(name, near, near + step)]
        found += [
            order[row + step]
            for row in near.tolist()
            if all(name.is_near(row, row + step) for name in names)
        ]
        step += 1
    return np.unique(np.array(found, dtype=int))


class _Names:
    """Names of people, compared quickly by letters and length, then exactly."""

    def __init__(self, codes, words):
        self.codes, self.words = codes, [word.lower() for word in words]
        self.length = np.array([len(word) for word in words], dtype=np.int16)
        self.letters = np.zeros((len(words), LETTERS), dtype=np.int16)
        for row, word in enumerate(self.words):
            for letter in word:
                self.letters[row, ord(letter) % LETTERS] += 1
        bits = np.uint32(1) << np.arange(LETTERS, dtype=np.uint32)
        self.masks = ((self.letters > 0) * bits).sum(axis=1, dtype=np.uint32)[codes]

    def share_letters(self, rows, others):
        """(len(rows),) bool; quicker and coarser than `may_be_near`."""
        # an edit takes away one kind of letter at most, and brings in one
        apart = np.bitwise_count(self.masks[rows] ^ self.masks[others])
        return apart <= 2 * EDITS

    def may_be_near(self, rows, others):
        """(len(rows),) bool; false only when more edits than allowed lie between."""
        one, other = self.codes[rows], self.codes[others]
        result = np.abs(self.length[one] - self.length[other]) <= EDITS
        one, other = one[result], other[result]
        # an edit changes the counts of at most two letters by one
        apart = np.abs(self.letters[one] - self.letters[other]).sum(axis=1)
        result[result] = apart <= 2 * EDITS
        return result

    def is_near(self, row, other):
        """Whether the names of two rows are within the edits allowed."""
        one, two = self.words[self.codes[row]], self.words[self.codes[other]]
        return edits(*sorted((one, two))) <= EDITS


@lru_cache(maxsize=100_000)
def edits(one, other):
    """Levenshtein distance of two texts."""
    line = list(range(len(other) + 1))
    for row, letter in enumerate(one, start=1):
        before, line[0] = line[0], row
        for column, target in enumerate(other, start=1):
            before, line[column] = (
                line[column],
                min(
                    line[column] + 1,
                    line[column - 1] + 1,
                    before + (letter != target),
                ),
            )
    return line[-1]
