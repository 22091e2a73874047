"""The numbers behind cells, what a reader knows of each, and what ties them together.

A measure that only counts students has one number per cell. One with a rate has three:
students, those who count, and those who do not. They add up to each other in a cell,
and to the margins' in every sum.
"""

from dataclasses import dataclass, field

import numpy as np

# What is done with a cell. The first three are shown; of a cell HIDDEN or PROTECTING
# nothing is told, of one RATE_HIDDEN the students are. REST is what a margin has beyond
# the parts that are shown: nobody prints it, everybody can take the difference.
PUBLISHED, BOUNDED, RATE_HIDDEN, HIDDEN, PROTECTING, REST = range(6)

# More than any count, so that nothing is known; small enough for sums of many.
UNKNOWN = 2**40

STUDENTS, EVENTS, OTHERS = range(3)


@dataclass
class Numbers:
    """The numbers of one measure: layer by layer, each with one per cell.

    value: the true numbers; state: of each cell
    sum_of, number, sign: entries of sums, in the order of sum_of; the signed numbers
        of a sum add up to its constant
    """

    policy: object
    students: np.ndarray
    events: np.ndarray | None
    state: np.ndarray
    sum_of: np.ndarray
    number: np.ndarray
    sign: np.ndarray
    constant: np.ndarray
    value: np.ndarray = field(init=False)

    def __post_init__(self):
        layers = [self.students]
        if self.events is not None:
            layers += [self.events, self.students - self.events]
        self.value = np.concatenate(layers)

    @property
    def cells(self):
        return len(self.students)

    def layer_of(self, number):
        return number // self.cells

    def limits(self, state=None):
        """(lowest, highest) that its cell's state, or another, tells of each number.

        A reader knows that a hidden cell has students, and fewer than the minimum when
        it says so. One that protects another has at least the minimum, which its state
        lets a reader think; below, its state was changed so as not to say so.
        """
        state = self.state if state is None else state
        least = self.policy.min_students
        shown = state < HIDDEN
        low = np.where(shown, self.students, np.where(state == REST, 0, 1))
        low = np.where((state == PROTECTING) & (self.students >= least), least, low)
        high = np.where(shown, self.students, UNKNOWN)
        high = np.where(state == HIDDEN, least - 1, high)
        if self.events is None:
            return low, high
        lows, highs = [low], [high]
        bound = self.policy.bound_counts(self.students)
        others = self.students - self.events
        between = (self.events > bound) & (others > bound)
        for value, rest in ((self.events, others), (others, self.events)):
            low, high = np.zeros_like(value), np.full_like(value, UNKNOWN)
            is_told = state == PUBLISHED
            low[is_told], high[is_told] = value[is_told], value[is_told]
            at_bottom = (state == BOUNDED) & (value <= bound)
            high[at_bottom] = bound[at_bottom]
            at_top = (state == BOUNDED) & (rest <= bound) & ~at_bottom
            low[at_top] = (self.students - bound)[at_top]
            # a rate that is hidden and has no bound lies between the bounds
            inside = (state == RATE_HIDDEN) & between
            low[inside] = (bound + 1)[inside]
            lows.append(low)
            highs.append(high)
        return np.concatenate(lows), np.concatenate(highs)

    def states_told_less(self):
        """What each cell becomes to tell less of its students, and of its rate."""
        of_students = np.where(self.state <= HIDDEN, PROTECTING, self.state)
        of_rates = np.where(self.state < RATE_HIDDEN, RATE_HIDDEN, self.state)
        of_rates = np.where(self.state == RATE_HIDDEN, PROTECTING, of_rates)
        return of_students, of_rates

    def limits_told_less(self):
        """The `limits` of each number if its own cell told less of it."""
        of_students, of_rates = self.states_told_less()
        students, rates = self.limits(of_students), self.limits(of_rates)
        return tuple(
            np.concatenate([own[: self.cells], of_rate[self.cells :]])
            for own, of_rate in zip(students, rates, strict=True)
        )

    def needs(self):
        """The width that the interval of each number must keep; 0 where it is shown."""
        width = self.policy.min_interval_width
        is_small = self.students < self.policy.min_students
        is_hidden = (self.state == HIDDEN) | (self.state == PROTECTING)
        is_small_rest = (self.state == REST) & is_small
        need = np.where(is_hidden | is_small_rest, width, 0)
        if self.events is None:
            return need
        bound = self.policy.bound_counts(self.students)
        others = self.students - self.events
        at_bound = (self.events <= bound) | (others <= bound)
        of_rate = np.where(
            self.state == RATE_HIDDEN, self.policy.min_rate_interval_width, need
        )
        narrow = (self.state == BOUNDED) | ((self.state == REST) & at_bound & ~is_small)
        of_rate = np.where(narrow, np.minimum(width, bound), of_rate)
        # where students are shown, the others' interval is that of the events, turned
        of_others = np.where(narrow | (self.state == RATE_HIDDEN), 0, of_rate)
        return np.concatenate([need, of_rate, of_others])


def first_states(policy, students, events, people=None):
    """What is done with each cell for its own sake."""
    state = np.full(len(students), PUBLISHED)
    if events is not None:
        bound = policy.bound_counts(students)
        state[(events <= bound) | (students - events <= bound)] = BOUNDED
    if people is not None:
        # the state that says small would say it of the students, who may be enough
        state[people < policy.min_students] = PROTECTING
    state[students < policy.min_students] = HIDDEN
    return state


def read_numbers(cells, sums, policy):
    """`Numbers` of the `Cells` of a measure and their `Sums`, with first states.

    Where the parts of an exclusive sum come to less than its margin, a cell is added
    for the rest. Raises ValueError where they come to more.
    """
    students, events = cells.students, cells.events
    rest = sums.rest(students)
    wrong = np.flatnonzero(sums.is_exclusive & (rest < 0))
    if len(wrong):
        margin = sums.cell[(sums.sum_of == wrong[0]) & (sums.sign == 1)][0]
        raise ValueError(f"parts are more than their margin: {cells.label(margin)}")
    open_sums = np.flatnonzero(sums.is_exclusive & (rest > 0))
    constants = [np.where(sums.is_exclusive, 0, rest)]
    state = first_states(policy, students, events, cells.people)
    if events is not None:
        rest_events = sums.rest(events)
        of_rest = np.where(sums.is_exclusive, rest, 0)
        wrong = (rest_events < 0) | (rest_events > of_rest)
        if np.any(wrong & sums.is_exclusive):
            raise ValueError("the numerators of parts do not fit that of their margin")
        constant = np.where(sums.is_exclusive, 0, rest_events)
        constants += [constant, constants[0] - constant]
        events = np.concatenate([events, rest_events[open_sums]])
    students = np.concatenate([students, rest[open_sums]])
    state = np.concatenate([state, np.full(len(open_sums), REST)])
    entries = (
        np.concatenate([sums.sum_of, open_sums]),
        np.concatenate([sums.cell, len(cells) + np.arange(len(open_sums))]),
    )
    signs = np.concatenate([sums.sign, -np.ones(len(open_sums), dtype=np.int64)])
    # the others of a sum follow from its students and events
    layers = (STUDENTS,) if events is None else (STUDENTS, EVENTS)
    return assembled(policy, students, events, state, entries, signs, constants, layers)


def assembled(policy, students, events, state, entries, signs, constants, layers):
    """`Numbers`, with each sum in each layer, and students of two kinds in a cell."""
    count, cells = len(constants[0]), len(students)
    sum_of = [entries[0] + layer * count for layer in layers]
    number = [entries[1] + layer * cells for layer in layers]
    sign = [signs] * len(layers)
    constant = [constants[layer] for layer in layers]
    if events is not None:
        own = np.arange(cells)
        for layer, of_layer in ((STUDENTS, 1), (EVENTS, -1), (OTHERS, -1)):
            sum_of.append(own + len(layers) * count)
            number.append(own + layer * cells)
            sign.append(np.full(cells, of_layer))
        constant.append(np.zeros(cells, dtype=np.int64))
    sum_of, number, sign = (np.concatenate(column) for column in (sum_of, number, sign))
    order = np.argsort(sum_of, kind="stable")
    return Numbers(
        policy=policy,
        students=students,
        events=events,
        state=state,
        sum_of=sum_of[order],
        number=number[order],
        sign=sign[order],
        constant=np.concatenate(constant),
    )
