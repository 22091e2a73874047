"""What a finding of the warehouse is about, in the words of the answer key."""

import json

# The ids of an entity, in the order in which they make its key in the answer key.
KEY_FIELDS = {
    "student": ("student_id",),
    "educator": ("educator_id",),
    "school": ("school_id",),
    "section": ("section_id",),
    "term": ("term_id",),
    "program": ("program_id",),
    "enrollment": ("enrollment_id",),
    "assignment": ("assignment_id",),
    "certification": ("certification_id",),
    "result": ("result_id",),
    "assessment": ("assessment_id",),
    "section_enrollment": ("section_id", "student_id", "begin_date"),
    "section_educator": ("section_id", "educator_id"),
    "attendance": ("student_id", "school_id", "attendance_date"),
    "section_attendance": ("student_id", "section_id", "attendance_date"),
    "school_code": ("system", "school_code"),
    "program_participation": ("student_id", "program_id", "begin_date"),
    "student_service": ("student_id", "service", "begin_date"),
    "graduation": ("student_id",),
    "district": (),
    "file": ("file",),
    "column": ("file", "column"),
    "row": ("file", "row"),
    "cell": ("file", "row", "column"),
}


def natural_key(entity_type, evidence):
    """The key of an entity as in `defect_entities.csv`, ids joined by `|`.

    evidence: JSON text or dict with the ids that KEY_FIELDS names. Raises KeyError when
    the entity type or one of its ids is unknown.
    """
    ids = json.loads(evidence) if isinstance(evidence, str) else evidence
    return "|".join(str(ids[field] or "") for field in KEY_FIELDS[entity_type])
