"""Comparator sets straight from the formulas: all pairs, one target after the other.

Nothing here is shared with the library. ``naive_sets(columns, method)`` takes the
columns of ``random_schools`` and gives rows (urn, set type, rank, comparator, distance,
reason, filled features of the target, of the comparator); distance None = undefined.
"""

import math
import statistics

import numpy as np

PUPIL = {"number_of_pupils": 0.5, "percent_fsm": 0.4, "SEN": 0.1}
SPECIAL_PUPIL = {"number_of_pupils": 0.6, "percent_fsm": 0.4}
BUILDING = {"total_internal_floor_area": 0.8, "age_average_score": 0.2}
UNIFIED = {"number_of_pupils": 0.33, "percent_fsm": 0.33}
SEED_NEEDS = "spld mld sld pmld semh slcn hi msi pd asd oth"
FBIT_NEEDS = "spld mld pmld semh slcn hi msi pd asd oth"


def norms_of(set_type, phase, method, is_unified):
    """The weights under each square root."""
    if set_type == "building":
        return [BUILDING]
    needs = SEED_NEEDS if method == "seed" or is_unified else FBIT_NEEDS
    needs = [f"percent_need_{need}" for need in needs.split()]
    is_special = phase.lower() == "special"
    if is_unified:
        return [UNIFIED | (dict.fromkeys(needs, 0.33) if is_special else {})]
    if is_special:
        return [SPECIAL_PUPIL, dict.fromkeys(needs, 1.0)]
    sen = "percent_sen" if method == "seed" else "percent_sen_with_support"
    return [{sen if name == "SEN" else name: w for name, w in PUPIL.items()}]


def filled(values):
    known = [value for value in values if not math.isnan(value)]
    if not known:
        return list(values)
    median = statistics.median(known)
    return [median if math.isnan(value) else value for value in values]


def distance_matrix(norms, values):
    """All pairs of one phase; values: feature -> gap-filled numbers."""
    total = 0.0
    for norm in norms:
        square = 0.0
        for name, weight in norm.items():
            x = np.array(values[name])
            extent = max(values[name]) - min(values[name])
            if extent == 0:
                continue
            ratio = np.abs(x[:, None] - x[None, :]) / extent
            square = square + weight * (ratio * ratio)
        total = total + np.sqrt(square)
    size = len(next(iter(values.values())))
    return np.broadcast_to(total, (size, size))


def pools_of(columns, method):
    everybody = sorted(range(len(columns["urn"])), key=lambda row: columns["urn"][row])
    if method == "seed":
        return [everybody]
    kinds = ("Academy", "Maintained")
    types = columns["finance_type"]
    return [[row for row in everybody if types[row] == kind] for kind in kinds]


def seed_members(base, region, pfi, boarding, target):
    near = [m for m in base if region[m] is not None and region[m] == region[target]]
    if len(near) >= 30:
        return [(m, "region") for m in near[:30]]
    others = [m for m in base if m not in near][: 30 - len(near)]
    return [(m, "region") for m in near] + [(m, "fill") for m in others]


def fbit_members(base, region, pfi, boarding, target):
    result = [(target, "target")]
    if pfi[target]:
        result += [(m, "pfi") for m in base if pfi[m]]
    if boarding[target]:
        result += [(m, "boarding") for m in base if boarding[m]]
    near = {m for m in base if region[m] is not None and region[m] == region[target]}
    result += [(m, "region") for m in base if m in near]
    if len(result) >= 30:
        return result[:30]
    result += [(m, "fill") for m in base if m not in near][: 30 - len(result)]
    return [] if len(result) == 1 else result


def naive_sets(columns, method, is_unified=False):
    urn, region = columns["urn"].tolist(), columns["region"]
    pfi, boarding = columns["is_pfi"], columns["boarding"] == "Boarding"
    submitted = ~columns["did_not_submit"]
    rows = []
    for set_type in ("pupil", "building"):
        data = columns[f"has_{set_type}_data"]
        may_be_chosen = ~columns["is_part_year"] & submitted & data
        gets_a_set = columns["has_financial_data"] & submitted
        gets_a_set = gets_a_set & columns["has_pupil_data"] & data
        for pool in pools_of(columns, method):
            raw = {
                name: [float(columns[name][row]) for row in pool]
                for name in columns
                if columns[name].dtype.kind == "f"
            }
            whole = {name: filled(values) for name, values in raw.items()}
            for phase in sorted({columns["overall_phase"][row] for row in pool}):
                places = [
                    place
                    for place, row in enumerate(pool)
                    if columns["overall_phase"][row] == phase
                ]
                group = [pool[place] for place in places]
                norms = norms_of(set_type, phase, method, is_unified)
                used = [name for norm in norms for name in norm]
                values = {n: [whole[n][place] for place in places] for n in used}
                gaps = [
                    ",".join(
                        name
                        for name in raw
                        if name in used
                        and math.isnan(raw[name][place])
                        and not math.isnan(whole[name][place])
                    )
                    for place in places
                ]
                matrix = distance_matrix(norms, values)
                order = np.argsort(matrix, axis=1, kind="stable")  # NaN last
                names = [urn[row] for row in group]
                traits = [
                    [column[row] for row in group]
                    for column in (region, pfi, boarding, may_be_chosen)
                ]
                for target, row in enumerate(group):
                    if not gets_a_set[row]:
                        continue
                    base = base_of(
                        order[target].tolist(),
                        target,
                        *traits[1:],
                        method == "seed" and set_type == "pupil",
                    )
                    members = seed_members if method == "seed" else fbit_members
                    chosen = members(base, *traits[:3], target)
                    for rank, (member, reason) in enumerate(chosen, 1):
                        far = float(matrix[target, member])
                        rows.append(
                            (
                                names[target],
                                set_type,
                                rank,
                                names[member],
                                None if math.isnan(far) else far,
                                reason,
                                gaps[target],
                                gaps[member],
                            )
                        )
    return rows


def base_of(nearest_first, target, pfi, boarding, may_be_chosen, by_trait):
    """The nearest 60; for a PFI or boarding target from those that share a trait."""
    base = []
    for member in nearest_first:
        if member == target or not may_be_chosen[member]:
            continue
        if by_trait and (pfi[target] or boarding[target]):
            shares = pfi[target] and pfi[member]
            shares = shares or (boarding[target] and boarding[member])
            if not shares:
                continue
        base.append(member)
        if len(base) == 60:
            break
    return base


def trust_sets(columns, count=9):
    """Rows (trust, rank, comparator, distance) of the nearest trusts."""
    schools = {}
    order = np.argsort(columns["urn"])
    for row in order.tolist():
        trust = columns["trust_company_number"][row]
        if trust is not None:
            schools.setdefault(trust, []).append(row)
    trusts = sorted(schools)
    phases = sorted({columns["overall_phase"][r] for t in trusts for r in schools[t]})
    pupils, fsm, shares = [], [], {phase: [] for phase in phases}
    for trust in trusts:
        total = weighted = base = 0.0
        known = False
        by_phase = dict.fromkeys(phases, 0.0)
        for row in schools[trust]:
            count_here = columns["number_of_pupils"][row]
            if math.isnan(count_here):
                continue
            known = True
            total += count_here
            by_phase[columns["overall_phase"][row]] += count_here
            if not math.isnan(columns["percent_fsm"][row]):
                weighted += count_here * columns["percent_fsm"][row]
                base += count_here
        pupils.append(total if known else math.nan)
        fsm.append(weighted / base if base else math.nan)
        for phase in phases:
            shares[phase].append(100 * by_phase[phase] / total if total else math.nan)
    values = {"pupils": filled(pupils), "fsm": filled(fsm)}
    weights = {"pupils": 0.6, "fsm": 0.4}
    for phase in phases:
        values[phase], weights[phase] = filled(shares[phase]), 1.0
    matrix = distance_matrix([weights], values)
    rows = []
    for one in range(len(trusts)):
        others = [other for other in range(len(trusts)) if other != one]
        far = [None if math.isnan(x) else x for x in matrix[one].tolist()]
        # undefined distances are all undefined, and stay in order
        others.sort(key=lambda other, far=far: (far[other] or 0.0, other))
        for rank, other in enumerate(others[:count], 1):
            rows.append((trusts[one], rank, trusts[other], far[other]))
    return rows
