"""Records of educators that are one person: Splink with fixed weights.

Splink adds up what agrees and what does not (the model of Fellegi and Sunter): each
level of a comparison has the probability `m` that it is seen on two records of one
person, and `u` on those of two persons. They stand in the seed `match_weights`; nothing
is trained, so that the same two records have the same score in every district and run.
"""

import unicodedata

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

# Comparison -> level -> condition; the first that holds counts. Level `missing` says
# nothing either way.
CONDITIONS = {
    "first_name": {
        "missing": "first_name_l is null or first_name_r is null",
        "same": "first_name_l = first_name_r",
        "short form": "list_has_any(first_forms_l, first_forms_r)",
        "initial or part": """
            starts_with(first_name_l, first_name_r)
            and (length(first_name_r) = 1 or first_name_r = first_part_l)
            or starts_with(first_name_r, first_name_l)
            and (length(first_name_l) = 1 or first_name_l = first_part_r)
            or first_name_l = middle_name_r or first_name_r = middle_name_l
        """,
        "typing error": """
            damerau_levenshtein(first_name_l, first_name_r) = 1
            and least(length(first_name_l), length(first_name_r)) > 2
        """,
        "other": "else",
    },
    "last_name": {
        "missing": "last_name_l is null or last_name_r is null",
        "same": "last_name_l = last_name_r",
        "former name": """
            last_name_l = former_last_name_r or last_name_r = former_last_name_l
        """,
        "part of a double name": "list_has_any(last_parts_l, last_parts_r)",
        "typing error": """
            damerau_levenshtein(last_name_l, last_name_r) = 1
            and least(length(last_name_l), length(last_name_r)) > 2
        """,
        "other": "else",
    },
    "birth_date": {
        "missing": "birth_digits_l is null or birth_digits_r is null",
        "same": "birth_digits_l = birth_digits_r",
        "digits exchanged": """
            damerau_levenshtein(birth_digits_l, birth_digits_r) = 1
            and levenshtein(birth_digits_l, birth_digits_r) = 2
            or birth_digits_l = birth_digits_day_first_r
        """,
        "one digit": "levenshtein(birth_digits_l, birth_digits_r) = 1",
        "other": "else",
    },
    "middle_initial": {
        "missing": "middle_initial_l is null or middle_initial_r is null",
        "same": "middle_initial_l = middle_initial_r",
        "other": "else",
    },
    "email": {
        "missing": "email_l is null or email_r is null",
        "same": "email_l = email_r",
        "other": "else",
    },
    "state_educator_id": {
        "missing": "state_educator_id_l is null or state_educator_id_r is null",
        "same": "state_educator_id_l = state_educator_id_r",
        "other": "else",
    },
}
# Only pairs that agree on one of these are looked at.
BLOCKS = (
    ("birth_digits",),
    ("last_name", "first_initial"),
    ("email",),
    ("state_educator_id",),
)
# Words of a surname that many share, and that say nothing about a person.
PARTICLES = {"da", "de", "del", "della", "der", "di", "dos", "el", "la", "las", "le"}
PARTICLES |= {"los", "san", "van", "von"}
SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
LISTS = ("first_forms", "last_parts")
TEXTS = (
    "educator_key",
    "district_id",
    "state_educator_id",
    "first_name",
    "first_initial",
    "first_part",
    "middle_name",
    "middle_initial",
    "last_name",
    "former_last_name",
    "birth_digits",
    "birth_digits_day_first",
    "email",
)
RECORDS = pa.schema(
    [(name, pa.string()) for name in TEXTS]
    + [(name, pa.list_(pa.string())) for name in LISTS]
)


def staff_matches(educators, nicknames, weights, parameters):
    """`educator_matches` of relations: conformed staff, seeds, `dq_parameters`."""
    limits = {
        row["parameter"]: float(row["value"])
        for row in parameters.to_arrow_table().to_pylist()
        if row["rule_id"] == "STF-002"
    }
    return educator_matches(
        educators.filter("educator_key is not null").to_arrow_table().to_pylist(),
        nicknames.to_arrow_table().to_pylist(),
        weights.to_arrow_table().to_pylist(),
        1 / limits["pairs_per_duplicate"],
        limits["least_probability"],
    )


def educator_matches(educators, nicknames, weights, prior, least_probability):
    """Pairs of educator records that are probably one person.

    educators: dicts with educator_key (unique), district_id, state_educator_id,
        first_name, middle_name, last_name, former_last_name, birth_date (a date), email
    nicknames: dicts with name, nickname
    weights: dicts with comparison, level, m_probability, u_probability
    prior: probability that two records of a district are one person
    least_probability: pairs below it are left out

    Returns an Arrow table, sorted: educator_key < other_educator_key, the level of each
    comparison of CONDITIONS, match_probability.
    """
    with duckdb.connect(config={"threads": 1}) as connection:
        database = DuckDBAPI(connection)
        linker = Linker(
            database.register(_records(educators, nicknames)),
            _settings(weights, prior),
            log_level="ERROR",
        )
        found = linker.inference.predict(
            threshold_match_probability=least_probability, warning_mode="never"
        )
        return (
            found.as_duckdbpyrelation()
            .project(_columns())
            .order("all")
            .to_arrow_table()
        )


def _records(educators, nicknames):
    names_of = {}
    for row in nicknames:
        names_of.setdefault(_joined(row["nickname"]), []).append(_joined(row["name"]))
    rows = [_record(educator, names_of) for educator in educators]
    return pa.Table.from_pylist(rows, RECORDS)


def _record(educator, names_of):
    first, middle, last = (
        _words(educator[name]) for name in ("first_name", "middle_name", "last_name")
    )
    last = [word for word in last if word not in SUFFIXES]
    first_name = "".join(first)
    born = educator["birth_date"]
    return {
        "educator_key": educator["educator_key"],
        "district_id": educator["district_id"],
        "state_educator_id": educator["state_educator_id"],
        "first_name": first_name or None,
        "first_initial": first_name[:1] or None,
        "first_part": first[0] if first else None,
        "first_forms": [first_name, *names_of.get(first_name, [])],
        "middle_name": "".join(middle) or None,
        "middle_initial": middle[0][:1] if middle else None,
        "last_name": "".join(last) or None,
        "last_parts": [word for word in last if word not in PARTICLES],
        "former_last_name": _joined(educator["former_last_name"]) or None,
        "birth_digits": f"{born:%Y%m%d}" if born else None,
        "birth_digits_day_first": f"{born:%Y%d%m}" if born else None,
        "email": (educator["email"] or "").strip().lower() or None,
    }


def _words(name):
    """The words of a name in small plain letters: O'Brien-Núñez is obrien, nunez."""
    plain = unicodedata.normalize("NFKD", name or "").casefold().replace("-", " ")
    return "".join(c for c in plain if c.isalpha() or c == " ").split()


def _joined(name):
    return "".join(_words(name))


def _settings(weights, prior):
    known = {(row["comparison"], row["level"]): row for row in weights}
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "educator_key",
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": [
            " and ".join(f"l.{c} = r.{c}" for c in ("district_id", *columns))
            for columns in BLOCKS
        ],
        "comparisons": [
            {
                "output_column_name": name,
                "comparison_levels": [
                    _level(level, condition, known.get((name, level)))
                    for level, condition in levels.items()
                ],
            }
            for name, levels in CONDITIONS.items()
        ],
        "retain_intermediate_calculation_columns": False,
    }


def _level(level, condition, weight):
    found = {"sql_condition": condition, "label_for_charts": level}
    if level == "missing":
        return found | {"is_null_level": True}
    return found | {
        "m_probability": float(weight["m_probability"]),
        "u_probability": float(weight["u_probability"]),
    }


def _columns():
    """Splink numbers the levels of a comparison: missing is -1, the last one is 0."""
    columns = ["educator_key_l as educator_key", "educator_key_r as other_educator_key"]
    for name, levels in CONDITIONS.items():
        named = list(levels)
        cases = " ".join(
            f"when {len(named) - 1 - place} then '{level}'"
            for place, level in enumerate(named)
            if level != "missing"
        )
        columns.append(f"case gamma_{name} {cases} else 'missing' end as {name}")
    return ", ".join([*columns, "match_probability"])
