"""D06, D11 and D12: sections and their members that do not fit together."""

from generator.defects.edits import Add, Drop, Set
from generator.defects.fields import FieldsTaught

FILES = ("sections", "terms", "section_educators", "section_enrollments")
MEMBERS = 3


def inject_d06(draft):
    """The primary educator of a section is certified for other subjects only."""
    if not draft.has(*FILES, "courses", "certifications"):
        return
    rng = draft.rng("D06")
    size = draft.count("D06", draft.table("sections").num_rows)
    fields = FieldsTaught(draft, rng, size)
    spares = 8 * size
    claims = {"section": "section_id"}
    defects = negatives = 0
    for section in draft.pick(rng, fields.sections, claims, size, spares):
        # Hard negatives in between, so that both find free educators.
        if 2 * negatives < min(defects, size):
            is_made = _certified_elsewhere(draft, rng, fields, section, negatives)
            negatives += is_made
        elif defects < size:
            is_made = False
        else:
            break
        if not is_made and defects < size:
            defects += _out_of_field(draft, rng, fields, section)


def _out_of_field(draft, rng, fields, section):
    other = fields.outsider(rng, section, again=True)
    if other is None:
        return False
    fields.misplaced.add(other)
    edit = _replace_educator(section, other)
    return draft.defect("D06", "STF-005", [edit], *_section_of(section, other))


def _certified_elsewhere(draft, rng, fields, section, number):
    """An educator of another field with a second certificate, or a waiver, for it."""
    other = fields.outsider(rng, section, again=False)
    kind = ["standard", "waiver"][number % 2]
    certificates = fields.certificates_for(section, other, kind) if other else []
    if not certificates:
        return False
    edits = [_replace_educator(section, other), *certificates]
    return draft.negative("D06", "STF-005", edits, *_section_of(section, other))


def _replace_educator(section, other):
    row, old = section["row_number"], section["educator_id"]
    return Set("section_educators", row, "educator_id", other, old)


def _section_of(section, educator):
    owners = {"section": [section["section_id"]], "educator": [educator]}
    both = [f"{section['section_id']}|{educator}"]
    return owners | {"section_educator": both}, owners


def inject_d11(draft):
    """A section without educator, with an unknown one, or without students."""
    if not draft.has(*FILES):
        return
    rng = draft.rng("D11")
    sections = _sections(draft)
    size = draft.count("D11", draft.table("sections").num_rows)
    picked = draft.pick(rng, sections, {"section": "section_id"}, size)
    for number, section in enumerate(picked):
        rule = ["ENR-012", "ENR-012", "ENR-013"][number % 3]
        make = [_without_educator, _unknown_educator, _without_students][number % 3]
        section_id, edits = make(draft, section)
        owner = {"section": [section_id]}
        draft.defect("D11", rule, edits, owner, owner)
    _starting_later(draft, rng, sections)


def _sections(draft):
    """Sections that have begun, with an educator who keeps another in that term."""
    return draft.query(
        f"""
        with primaries as (
            select *, count(*) over (partition by educator_id, term_id) as load
            from (
                select section_educators.*, term_id
                from section_educators
                inner join sections using (section_id)
                where role = 'primary'
            )
        )
        select any_value(sections.row_number) as row_number, section_id,
            any_value(primaries.row_number) as educator_row,
            any_value(primaries.educator_id) as educator_id,
            any_value(section_educators.rows) as educator_rows
        from sections
        inner join primaries using (section_id)
        inner join terms on sections.term_id = terms.term_id
        inner join (
            select section_id, list(row_number order by row_number) as rows
            from section_educators group by section_id
        ) as section_educators using (section_id)
        where primaries.load > 1 and len(section_educators.rows) = 1
            and terms.start_date <= date '{draft.world.config.as_of}'
        group by section_id
        having count(*) = 1
        order by row_number
        """,
        "sections",
        "section_educators",
        "terms",
    )


def _without_educator(draft, section):
    educator = section["educator_id"]
    rows = section["educator_rows"]
    edits = [Drop("section_educators", row, educator) for row in rows]
    return section["section_id"], edits


def _unknown_educator(draft, section):
    educator = section["educator_id"]
    unknown = draft.new_id("educators", educator)
    row = section["educator_row"]
    edit = Set("section_educators", row, "educator_id", unknown, educator)
    return section["section_id"], [edit]


def _without_students(draft, section):
    """A new section beside this one, with its educator and nobody in it."""
    return _new_section(draft, section)


def _new_section(draft, section, **values):
    old = section["section_id"]
    new = draft.new_id("sections", old)
    row = draft.texts("sections", section["row_number"])
    row |= {"section_id": new} | values
    educator = draft.texts("section_educators", section["educator_row"])
    educator |= {"section_id": new}
    edits = [
        Add("sections", row, section["row_number"], old),
        Add("section_educators", educator, section["educator_row"], old),
    ]
    return new, edits


def _starting_later(draft, rng, sections):
    """A new section of a coming term, or one whose first students come in mid-term."""
    terms = draft.query(
        f"""
        select term_id from terms
        where start_date > date '{draft.world.config.as_of}'
        order by start_date, term_id limit 1
        """,
        "terms",
    ).to_pylist()
    size = draft.negative_count("D11")
    claims = {"section": "section_id"}
    if terms:
        for section in draft.pick(rng, sections, claims, size):
            new, edits = _new_section(draft, section, term_id=terms[0]["term_id"])
            owner = {"section": [new]}
            draft.negative("D11", "ENR-013", edits[:1], owner, owner)
        return
    members = _members_of_long(draft, draft.sample(rng, "sections", size))
    for section in draft.pick(rng, members, claims, size):
        new, edits = _new_section(draft, section)
        for row in section["member_rows"][:MEMBERS]:
            member = draft.texts("section_enrollments", row)
            member |= {"section_id": new, "begin_date": str(section["middle"])}
            edits.append(Add("section_enrollments", member, row, section["section_id"]))
        owner = {"section": [new]}
        draft.negative("D11", "ENR-013", edits, owner, owner)


def _members_of_long(draft, sample):
    """Sections with members who are in them for all of the term, and its middle."""
    return draft.query(
        """
        with members as (
            select section_enrollments.row_number, section_id, start_date,
                start_date + (date_diff('day', start_date, terms.end_date) // 2)::int
                    as middle
            from section_enrollments
            inner join sections using (section_id)
            inner join terms using (term_id)
            where begin_date <= start_date
                and (section_enrollments.end_date is null
                    or section_enrollments.end_date >= terms.end_date)
        ),

        primaries as (
            select section_id, any_value(row_number) as educator_row
            from section_educators
            where role = 'primary' and end_date is null
            group by section_id
        )

        select any_value(sections.row_number) as row_number, section_id,
            any_value(educator_row) as educator_row, any_value(middle) as middle,
            list(members.row_number order by members.row_number) as member_rows
        from members
        inner join sections using (section_id)
        inner join primaries using (section_id)
        group by section_id
        order by row_number
        """,
        "section_enrollments",
        "sections",
        "section_educators",
        "terms",
        rows=sample,
    )


def inject_d12(draft):
    """A section enrolment of a student or a section that no file has."""
    if not draft.has("section_enrollments", "students", "sections"):
        return
    rng = draft.rng("D12")
    total = draft.table("section_enrollments").num_rows
    size = draft.count("D12", total)
    rows = rng.choice(total, size, replace=False).tolist()
    draft.read("section_enrollments", rows)
    for number, row in enumerate(rows):
        member = draft.texts("section_enrollments", row)
        file, column = [("students", "student_id"), ("sections", "section_id")][
            number % 2
        ]
        unknown = draft.new_id(file, member[column])
        added = member | {column: unknown}
        key = "|".join(
            added[part] for part in ("section_id", "student_id", "begin_date")
        )
        draft.defect(
            "D12",
            "ENR-014",
            [Add("section_enrollments", added, row, member[column])],
            {"section_enrollment": [key], column.removesuffix("_id"): [unknown]},
            {column.removesuffix("_id"): [unknown]},
        )
