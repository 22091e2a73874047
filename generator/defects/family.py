"""Who belongs to whom in an extract: the parents of the entities of findings."""

import duckdb

# Entity type -> its parents as places in its key, which joins ids by |
IN_KEY = {
    "attendance": {"student": 0, "school": 1},
    "section_enrollment": {"section": 0, "student": 1},
    "section_educator": {"section": 0, "educator": 1},
    "course_grade": {"student": 0, "section": 1},
    "participation": {"student": 0},
    "service": {"student": 0},
    "incident": {"student": 1},
}
# Entity type -> (file, column of its id, type of the parent, column of the parent's id)
IN_FILE = [
    ("enrollment", "enrollments", "enrollment_id", "student", "student_id"),
    ("result", "assessment_results", "result_id", "student", "student_id"),
    ("assignment", "assignments", "assignment_id", "educator", "educator_id"),
    ("certification", "certifications", "certification_id", "educator", "educator_id"),
    ("section", "section_educators", "section_id", "educator", "educator_id"),
]


def parents_of(findings, tables):
    """(entity_type, entity_key, parent_type, parent_key) of the entities of findings.

    findings: iterable of (rule_id, entity_type, entity_key)
    tables: {file: table} of the extract as it was delivered, such as pyarrow tables; of
        `IN_FILE` those that are there
    Returns a list in which the parents of parents (a section's educator) are, too.
    """
    found, ahead = {}, dict.fromkeys((kind, key) for _, kind, key in findings)
    while ahead:
        pairs = [*_in_keys(ahead), *_in_files(ahead, tables)]
        new = [pair for pair in pairs if pair not in found]
        found |= dict.fromkeys(new)
        ahead = dict.fromkeys((kind, key) for *_, kind, key in new)
    return list(found)


def _in_keys(entities):
    for kind, key in entities:
        parts = key.split("|")
        for parent, place in IN_KEY.get(kind, {}).items():
            if place < len(parts):
                yield kind, key, parent, parts[place]


def _in_files(entities, tables):
    connection = duckdb.connect()
    for kind, file, column, parent, parent_column in IN_FILE:
        keys = [key for entity, key in entities if entity == kind]
        if not keys or file not in tables:
            continue
        connection.register("extract", tables[file])
        rows = connection.execute(
            f"""
            select distinct {column}, {parent_column} from extract
            where {column} in (select unnest(?::varchar[]))
            order by all
            """,
            [keys],
        ).fetchall()
        for key, parent_key in rows:
            yield kind, key, parent, parent_key
