"""The school workforce: full-time equivalents and heads by role."""

import numpy as np

from generator.dfe.figures import Frame, table

# Pupils per teacher, and roles per teacher, by the mix of costs.
PUPILS_PER_TEACHER = {
    "nursery": 16,
    "primary": 20.8,
    "secondary": 16.8,
    "post16": 17.5,
    "special": 6.3,
}
PER_TEACHER = {
    # leadership, teaching assistants, auxiliary, other support, technicians,
    # leadership non-teachers, business professionals, administrative
    "nursery": (0.14, 1.15, 0.18, 0.05, 0.00, 0.02, 0.04, 0.12),
    "primary": (0.155, 0.80, 0.28, 0.05, 0.00, 0.015, 0.035, 0.13),
    "secondary": (0.10, 0.21, 0.20, 0.12, 0.07, 0.02, 0.04, 0.13),
    "post16": (0.08, 0.06, 0.10, 0.14, 0.08, 0.03, 0.06, 0.15),
    "special": (0.16, 1.75, 0.20, 0.22, 0.01, 0.03, 0.05, 0.15),
}
ROLES = [
    "leadership",
    "assistants",
    "auxiliary",
    "other",
    "technicians",
    "non_teachers",
    "business",
    "administrative",
]


def make_workforce(streams, schools, fte_pupils):
    """Staff of each school as a `Frame`: <role>_fte and <role>_heads."""
    rng, size = streams("workforce"), len(schools)
    mix = table("kinds").mix[schools.kind]
    staff = Frame()
    pupils = np.array([PUPILS_PER_TEACHER[name] for name in mix])
    teachers = fte_pupils / pupils * np.exp(rng.normal(0, 0.09, size)) + 1.2
    _add(staff, "teachers", teachers, rng)
    per = np.array([PER_TEACHER[name] for name in mix])
    for number, role in enumerate(ROLES):
        wide = np.exp(rng.normal(0, 0.2, size))
        _add(staff, role, teachers * per[:, number] * wide, rng)
    # leaders are among the teachers
    for unit in ("fte", "heads"):
        roles = [getattr(staff, f"{role}_{unit}") for role in ROLES[1:]]
        total = getattr(staff, f"teachers_{unit}") + sum(roles)
        setattr(staff, f"workforce_{unit}", np.round(total, 2))
        support = [getattr(staff, f"{role}_{unit}") for role in ROLES[3:]]
        setattr(staff, f"non_classroom_{unit}", np.round(sum(support), 2))
    staff.classroom_fte = np.round(staff.teachers_fte - staff.leadership_fte, 2)
    staff.classroom_heads = np.maximum(staff.teachers_heads - staff.leadership_heads, 0)
    staff.qualified_full_time_fte = np.round(staff.classroom_fte * 0.8, 2)
    staff.qualified_full_time_heads = np.floor(staff.classroom_heads * 0.8)
    staff.qualified = np.clip(100 - rng.gamma(1.2, 2.2, size), 55, 100)
    staff.vacancies = rng.poisson(np.minimum(teachers * 0.006, 4))
    staff.salary = np.rint(41_000 + rng.normal(0, 2_500, size))
    staff.part_time = np.clip(rng.normal(26, 9, size), 0, 90)
    staff.male = np.clip(rng.normal(22, 10, size), 0, 90)
    return staff


def _add(staff, role, fte, rng):
    heads = np.ceil(fte * (1.06 + 0.18 * rng.random(len(fte))))
    # in hundredths, so that sums are exact when they are written
    setattr(staff, f"{role}_fte", np.rint(fte * 100) / 100)
    setattr(staff, f"{role}_heads", heads)
