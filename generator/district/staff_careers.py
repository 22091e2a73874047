"""Careers: who holds which post in which year, from hiring to leaving the district."""

from dataclasses import dataclass

import numpy as np

from generator.district.parameters import parameters
from generator.district.posts import TEACHER
from generator.district.stays import rank_within
from generator.streams import stratified_uniforms

BEFORE = -1  # hired before the first year generated


@dataclass
class Careers:
    """(E,) people, in the order of hiring; (T,) posts; (V,) years on leave."""

    first_year: np.ndarray  # index of the first year here, BEFORE for the first staff
    left_year: np.ndarray  # first year not here; number of years when still here
    first_experience: np.ndarray  # years, in the first year generated or when hired
    first_post: np.ndarray  # index of the post
    post_person: np.ndarray  # (T,)
    leave_person: np.ndarray  # (V,)
    leave_year: np.ndarray
    leave_post: np.ndarray  # the post held before

    def experience(self, year):
        """(E,) years of experience in a year (index or array), never below 0."""
        start = np.maximum(self.first_year, 0)
        return np.maximum(self.first_experience + year - start, 0)


class _Staff:
    """People so far, as growing arrays."""

    def __init__(self, world, posts):
        self.world, self.posts = world, posts
        self.years = len(world.calendar.years)
        self.post_person = np.full(len(posts.year), -1)
        self.arrays = {
            name: np.zeros(0, dtype=np.int64)
            for name in ("first_year", "left_year", "first_experience", "post", "first")
        }
        self.tenths = np.bincount(posts.part_post, posts.part_tenths, len(posts.year))
        self.leaves = []

    def hire(self, year, vacancies):
        kind = "stock" if year == 0 else "hired"
        rng = self.world.streams("careers", kind, year)
        count, start = len(vacancies), len(self.arrays["post"])
        new = {
            "first_year": np.full(count, year if year else BEFORE),
            "left_year": np.full(count, self.years),
            "first_experience": draw_experience(rng, kind, count),
            "post": vacancies,
            "first": vacancies,
        }
        for name, values in new.items():
            self.arrays[name] = np.concatenate([self.arrays[name], values])
        self.post_person[vacancies] = np.arange(start, start + count)


def draw_experience(rng, kind, size):
    """Years of experience of `size` people. `kind`: stock or hired."""
    known = parameters("staff")["careers"]
    bands, shares = np.array(known["bands"]), np.array(known[kind])
    uniform = stratified_uniforms(rng, size)
    band = np.minimum(np.searchsorted(np.cumsum(shares), uniform), len(shares) - 1)
    within = rng.random(size)
    # in the last, open band most are near its beginning
    within = np.where(band == len(shares) - 1, 1 - (1 - within) ** (1 / 2.3), within)
    if kind == "hired":  # most beginners come straight from their training
        within = np.where(band == 0, within**4, within)
    low, high = bands[band], bands[band + 1]
    return (low + within * (high - low)).astype(np.int64)


def make_careers(world, posts):
    """The `Careers` of everybody who holds one of `posts`."""
    staff = _Staff(world, posts)
    for year in range(staff.years):
        open_posts = np.flatnonzero(posts.year == year)
        if year:
            _carry_over(staff, year, open_posts)
        staff.hire(year, open_posts[staff.post_person[open_posts] < 0])
    leaves = np.array(staff.leaves, dtype=np.int64).reshape(-1, 3)
    return Careers(
        first_year=staff.arrays["first_year"],
        left_year=staff.arrays["left_year"],
        first_experience=staff.arrays["first_experience"],
        first_post=staff.arrays["first"],
        post_person=staff.post_person,
        leave_person=leaves[:, 0],
        leave_year=leaves[:, 1],
        leave_post=leaves[:, 2],
    )


def _carry_over(staff, year, open_posts):
    """Last year's people leave, go on leave, or take one of this year's posts."""
    known, arrays = parameters("staff")["careers"], staff.arrays
    rng = staff.world.streams("careers", "year", year)
    people = np.flatnonzero(arrays["left_year"] >= staff.years)
    start = np.maximum(arrays["first_year"][people], 0)
    experience = arrays["first_experience"][people] + year - start
    rates = np.array(known["leave"])[
        np.searchsorted(known["leave_bands"], experience, side="right")
    ]
    draws = rng.random((len(people), 3))
    leaves = (draws[:, 0] < rates) | (experience > known["most_experience"])
    arrays["left_year"][people[leaves]] = year
    people, draws = people[~leaves], draws[~leaves]
    posts = arrays["post"][people]
    is_teacher = staff.posts.position[posts] == TEACHER
    away = is_teacher & (draws[:, 1] < known["on_leave"])
    staff.leaves.extend(
        (int(person), year, int(post))
        for person, post in zip(people[away], posts[away], strict=True)
    )
    people, settled = people[~away], draws[~away, 2] >= known["transfer"]
    left = _match(staff, people[settled], open_posts, same_school=True)
    left = np.sort(np.concatenate([left, people[~settled]]))
    left = _match(staff, left, open_posts, same_school=False)
    # nobody needs them
    arrays["left_year"][left] = year


def _match(staff, people, open_posts, same_school):
    """Give free posts of the same kind to `people`, the senior first.

    Returns those who are left.
    """
    free = open_posts[staff.post_person[open_posts] < 0]
    own = _kinds(staff.posts, staff.arrays["post"][people], same_school)
    offered = _kinds(staff.posts, free, same_school)
    _, codes = np.unique(np.concatenate([own, offered]), return_inverse=True)
    own, offered = codes[: len(people)], codes[len(people) :]
    size = len(people) + len(free) + 1
    # full-time posts first, as people are in the order of seniority
    own = own * size + rank_within(own, people)
    offered = offered * size + rank_within(offered, free - 1e9 * staff.tenths[free])
    _, person, post = np.intersect1d(own, offered, return_indices=True)
    staff.post_person[free[post]] = people[person]
    staff.arrays["post"][people[person]] = free[post]
    return np.delete(people, person)


def _kinds(posts, places, same_school):
    """One number per kind of post: position, department, and perhaps school."""
    kind = posts.position[places] * 100 + posts.department[places] + 1
    return kind * 100_000 + (posts.home[places] + 1) if same_school else kind
