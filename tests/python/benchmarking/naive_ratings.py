"""Ratings as the rule books say them, one school, line and number at a time.

Written from the formulas, without arrays and without the product's own code. A school
is a dict of the columns of fct_school_characteristics with None for what is missing;
``costs`` gives per_unit by (urn, category, sub_category).
"""

from fractions import Fraction

PUPIL, BUILDING = "pupil", "building"
LOW_IS_GREEN = ["green"] * 3 + ["amber"] * 5 + ["red"] * 2
TWO_SIDED = {
    "outstanding": ["amber"] * 3 + ["green"] * 3 + ["amber"] * 3 + ["red"],
    "outstanding_10": ["amber"] * 3 + ["green"] * 3 + ["amber"] * 2 + ["red"] * 2,
    "other": ["red"] + ["amber"] * 2 + ["green"] * 3 + ["amber"] * 3 + ["red"],
    "other_10": ["red"] * 2 + ["amber"] + ["green"] * 3 + ["amber"] * 2 + ["red"] * 2,
}
TWO_SIDED_CATEGORIES = [
    "Teaching and Teaching support staff",
    "Educational supplies",
    "Educational ICT",
]
BUILDING_CATEGORIES = ["Premises staff and services", "Utilities"]


def middle(values):
    """Median; None when there is none."""
    values = sorted(values)
    if not values:
        return None
    half = len(values) // 2
    if len(values) % 2:
        return values[half]
    return (values[half - 1] + values[half]) / 2


def filled(schools, feature, is_pool_by_finance_type):
    """urn -> the school's value, or the median of its pool over all phases."""
    pools = {}
    for school in schools:
        pool = school["finance_type"] if is_pool_by_finance_type else "all"
        pools.setdefault(pool, []).append(school)
    result = {}
    for members in pools.values():
        known = [s[feature] for s in members if s[feature] is not None]
        for school in members:
            own = school[feature]
            result[school["urn"]] = middle(known) if own is None else own
    return result


def is_within(a, b, share):
    return a is not None and b is not None and abs(a - b) <= share * max(abs(a), abs(b))


def is_close(values, target, other, method, set_type):
    """values: feature -> urn -> gap-filled value."""

    def pair(feature):
        return values[feature][target], values[feature][other]

    if set_type == PUPIL:
        sen = "percent_sen" if method == "seed" else "percent_sen_with_support"
        return (
            is_within(*pair("number_of_pupils"), 0.25)
            and is_within(*pair("percent_fsm"), 0.05)
            and is_within(*pair(sen), 0.10)
        )
    if not is_within(*pair("total_internal_floor_area"), 0.10):
        return False
    a, b = pair("age_average_score")
    if method == "seed":
        return is_within(a, b, 0.20)
    return a is not None and abs(a - b) <= 20


def rate_line(value, others):
    """others: values of distinct comparators that have the line."""
    ranked = [value] + [other for other in others if other > 0]
    n = len(ranked)
    not_above = sum(1 for one in ranked if one <= value)
    median = middle(ranked)
    difference = value - median
    return {
        "value": value,
        "median": median,
        "diff_median": difference,
        "percent_diff": difference / median * 100 if median != 0 else 0,
        "percentile": not_above / n * 100,
        "tenth": int(Fraction(not_above * 10, n)),
        "set_n": n,
    }


def rate(schools, costs, sets, method, pool_by_finance_type=None):
    """(urn, set_type, category, sub_category) -> the fields of the rating.

    sets: (urn, set_type) -> list of members' URNs, as the set model publishes it
    """
    if pool_by_finance_type is None:
        pool_by_finance_type = method == "fbit"
    features = ["number_of_pupils", "percent_fsm", "total_internal_floor_area"]
    features += ["age_average_score", "percent_sen", "percent_sen_with_support"]
    values = {name: filled(schools, name, pool_by_finance_type) for name in features}
    lines_of = {}
    for urn, category, sub_category in costs:
        lines_of.setdefault(urn, []).append((category, sub_category))
    ratings = {}
    for school in schools:
        urn, ofsted = school["urn"], school["ofsted_rating"]
        if school["is_part_year"] or (method == "fbit" and ofsted is None):
            continue
        for set_type in (PUPIL, BUILDING):
            members = sets.get((urn, set_type), [])
            if not members:
                continue
            others = set(members) - {urn}
            counted = others | {urn} if method == "fbit" else others
            close = sum(
                is_close(values, urn, other, method, set_type) for other in counted
            )
            is_outstanding = (ofsted or "").lower() == "outstanding"
            key = "outstanding" if is_outstanding else "other"
            key += "_10" if close > 10 else ""
            for category, sub_category in lines_of.get(urn, []):
                of_building = category in BUILDING_CATEGORIES
                if of_building != (set_type == BUILDING):
                    continue
                line = (category, sub_category)
                rating = rate_line(
                    costs[(urn, *line)],
                    [costs[(u, *line)] for u in others if (u, *line) in costs],
                )
                tenth = rating.pop("tenth")
                two_sided = category in TWO_SIDED_CATEGORIES
                colours = TWO_SIDED[key] if two_sided else LOW_IS_GREEN
                ratings[(urn, set_type, *line)] = rating | {
                    "decile": min(tenth, 9) if method == "seed" else tenth,
                    "rating_key": key,
                    "rag": colours[min(tenth, 9)],
                    "close_count": close,
                }
    return ratings
