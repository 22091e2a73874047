"""D02, D09 and D10: rows twice, two schools at a time, spans that cannot be."""

from datetime import date, timedelta

from generator.defects.edits import Add, Keep, Set

MIN_DAYS = 40
DUPLICATES = {"educators": "educator_id", "enrollments": "student_id"}
CENTURY = 100


def inject_d02(draft):
    """A row that stands twice, the same in every column."""
    rng = draft.rng("D02")
    total = 0
    for file, owner in DUPLICATES.items():
        if not draft.has(file):
            continue
        key = draft.table(file).column_names[0]
        size = draft.count("D02", draft.table(file).num_rows)
        rows = draft.query(
            f"""
            select row_number, {key} as key, {owner} as owner from {file}
            order by row_number
            """,
            file,
            rows=draft.sample(rng, file, size),
        )
        kind = owner.removesuffix("_id")
        total += draft.table(file).num_rows
        for found in draft.pick(rng, rows, {kind: "owner"}, size, file=file):
            row = found["row_number"]
            edits = [
                Add(file, draft.texts(file, row), row, found["key"]),
                Keep(file, row, key),
            ]
            entities = {"row": [f"{file}.csv|{found['key']}"]}
            entities[file.removesuffix("s")] = [found["key"]]
            draft.defect("D02", "LND-010", edits, entities, {kind: [found["owner"]]})
    draft.bases["D02"] = total
    _keep_contacts(draft, rng)


def _keep_contacts(draft, rng):
    """A student in several rows, one for each contact."""
    if not draft.has("student_contacts"):
        return
    contacts = draft.query(
        """
        select row_number, student_id, contact_id from student_contacts
        qualify count(*) over (partition by student_id) > 1
        order by row_number
        """,
        "student_contacts",
    )
    size = draft.negative_count("D02")
    for found in draft.pick(rng, contacts, {"student": "student_id"}, size):
        edits = [Keep("student_contacts", found["row_number"], "student_id")]
        key = f"{found['student_id']}|{found['contact_id']}"
        entities = {"row": [f"student_contacts.csv|{key}"]}
        owner = {"student": [found["student_id"]]}
        draft.negative("D02", "LND-010", edits, entities, owner)


def inject_d09(draft):
    """A second enrolment at another school, within the first, both primary."""
    if not draft.has("enrollments", "students"):
        return
    rng = draft.rng("D09")
    schools = _schools_by_grade(draft)
    claims = {"student": "student_id"}
    size = draft.count("D09", draft.table("students").num_rows)
    sample = draft.sample(rng, "enrollments", 4 * size)
    spells = _long_spells(draft, sample, schools)
    made = 0
    for spell in draft.pick(rng, spells, claims, size, size, "enrollments"):
        edits = _elsewhere(draft, rng, spell, schools, is_primary="true")
        if edits and made < size:
            made += draft.defect("D09", "ENR-003", edits, *_spell(spell, edits))
    size = draft.negative_count("D09")
    made = 0
    sections = _sections_by_school(draft, rng, size)
    for spell in draft.pick(rng, spells, claims, size // 2, size, "enrollments"):
        edits = _elsewhere(draft, rng, spell, schools, is_primary="false")
        section = _section_at(draft, rng, sections, edits) if edits else None
        if section and made < size // 2:
            edits.append(section)
            made += draft.negative("D09", "ENR-003", edits, *_spell(spell, edits))
    _keep_transfers(draft, rng, size - made)


def _schools_by_grade(draft):
    """(school year, grade) -> schools with the grade, in the order of their ids."""
    rows = draft.query(
        """
        select school_year, grade_level, list(distinct school_id) as schools
        from enrollments group by all
        """,
        "enrollments",
    ).to_pylist()
    return {(r["school_year"], r["grade_level"]): sorted(r["schools"]) for r in rows}


def _long_spells(draft, sample, schools):
    """Primary spells of some weeks, in a grade that another school has, too."""
    grades = [
        f"('{year}', '{grade}')"
        for (year, grade), places in schools.items()
        if len(places) > 1
    ]
    return draft.query(
        f"""
        select row_number, enrollment_id, student_id, school_id, grade_level,
            entry_date, coalesce(exit_date, date '{draft.world.config.as_of}') as until,
            school_year as year
        from enrollments
        where is_primary and enrollment_status = 'enrolled'
            and until >= entry_date + {MIN_DAYS}
            and (school_year::varchar, grade_level) in ({", ".join(grades) or "null"})
        order by row_number
        """,
        "enrollments",
        rows=sample,
    )


def _elsewhere(draft, rng, spell, schools, is_primary):
    """The enrolment at another school, from within the spell to its end; or nothing."""
    grade = spell["year"], spell["grade_level"]
    others = [school for school in schools[grade] if school != spell["school_id"]]
    if not others:
        return []
    days = (spell["until"] - spell["entry_date"]).days
    entry = spell["entry_date"] + timedelta(days=int(rng.integers(10, days - 20)))
    row = draft.texts("enrollments", spell["row_number"]) | {
        "enrollment_id": draft.new_id("enrollments", spell["enrollment_id"]),
        "school_id": others[rng.integers(len(others))],
        "entry_date": str(entry),
        "is_primary": is_primary,
    }
    return [Add("enrollments", row, spell["row_number"], spell["enrollment_id"])]


def _spell(spell, edits):
    owner = {"student": [spell["student_id"]]}
    rows = [edits[0].values["enrollment_id"], spell["enrollment_id"]]
    return owner | {"enrollment": rows}, owner


def _sections_by_school(draft, rng, size):
    """School -> some of its sections with the first day and the day after the last."""
    if not draft.has("sections", "terms", "section_enrollments"):
        return {}
    rows = draft.query(
        """
        select school_id, section_id, start_date, end_date
        from sections inner join terms using (term_id)
        order by sections.row_number
        """,
        "sections",
        "terms",
        rows=draft.sample(rng, "sections", size),
    ).to_pylist()
    by_school = {}
    for row in rows:
        by_school.setdefault(row["school_id"], []).append(row)
    return by_school


def _section_at(draft, rng, sections, edits):
    """A section of the second school for the student; None without one."""
    enrolment, as_of = edits[0].values, draft.world.config.as_of.astype(object)
    entry = date.fromisoformat(enrolment["entry_date"])
    left = enrolment["exit_date"] and date.fromisoformat(enrolment["exit_date"])
    fitting = [
        section
        for section in sections.get(enrolment["school_id"], ())
        if section["start_date"] < (left or as_of) and section["end_date"] > entry
    ]
    if not fitting:
        return None
    section = fitting[rng.integers(len(fitting))]
    end = min(section["end_date"], left or date.max)
    values = {
        "section_id": section["section_id"],
        "student_id": enrolment["student_id"],
        "begin_date": str(max(section["start_date"], entry)),
        "end_date": "" if end > as_of else str(end),
    }
    return Add("section_enrollments", values, None, enrolment["enrollment_id"])


def _keep_transfers(draft, rng, size):
    """Students who left one school and entered another on the same day."""
    transfers = draft.query(
        """
        select entries.row_number, entries.enrollment_id, entries.student_id,
            exits.enrollment_id as partner
        from enrollments as entries
        inner join enrollments as exits
            on entries.student_id = exits.student_id
            and entries.entry_date = exits.exit_date
            and entries.school_id <> exits.school_id
        where exits.exit_date > exits.entry_date
        order by entries.row_number
        """,
        "enrollments",
    )
    for found in draft.pick(rng, transfers, {"student": "student_id"}, size):
        edits = [
            Keep("enrollments", found["row_number"], "entry_date", found["partner"])
        ]
        owner = {"student": [found["student_id"]]}
        entities = owner | {"enrollment": [found["enrollment_id"], found["partner"]]}
        draft.negative("D09", "ENR-003", edits, entities, owner)


def inject_d10(draft):
    """Entry and exit exchanged, or dates a century before the school's calendar."""
    if not draft.has("enrollments"):
        return
    rng = draft.rng("D10")
    size = draft.count("D10", draft.table("enrollments").num_rows)
    spells = draft.query(
        """
        select row_number, enrollment_id, student_id, entry_date, exit_date
        from enrollments
        where enrollment_status = 'enrolled'
            and (exit_date is null or exit_date > entry_date)
        order by row_number
        """,
        "enrollments",
        rows=draft.sample(rng, "enrollments", size),
    )
    picked = draft.pick(
        rng, spells, {"student": "student_id"}, size, file="enrollments"
    )
    for number, spell in enumerate(picked):
        is_exchanged = number % 2 == 0 and spell["exit_date"] is not None
        dates = _exchanged(spell) if is_exchanged else _a_century_ago(spell)
        rule = "ENR-001" if is_exchanged else "ENR-007"
        edits = [
            Set("enrollments", spell["row_number"], column, str(day))
            for column, day in dates.items()
        ]
        owner = {"student": [spell["student_id"]]}
        entities = {"enrollment": [spell["enrollment_id"]]}
        draft.defect("D10", rule, edits, entities | owner, owner)
    _keep_first_day(draft, rng)


def _exchanged(spell):
    return {"entry_date": spell["exit_date"], "exit_date": spell["entry_date"]}


def _a_century_ago(spell):
    """1925 for 2025. Days are those before 29 February, so that the date exists."""
    dates = {}
    for column in ("entry_date", "exit_date"):
        if spell[column]:
            day = spell[column]
            day = day.replace(day=min(day.day, 28), year=day.year - CENTURY)
            dates[column] = day
    return dates


def _keep_first_day(draft, rng):
    """Entry on the first day of school, and a section of a summer term."""
    size = draft.negative_count("D10")
    _, first, _ = draft.school_year
    entries = draft.query(
        f"""
        select row_number, enrollment_id, student_id from enrollments
        where entry_date = date '{first}' and enrollment_status = 'enrolled'
        order by row_number
        """,
        "enrollments",
    )
    for found in draft.pick(rng, entries, {"student": "student_id"}, size):
        edits = [Keep("enrollments", found["row_number"], "entry_date")]
        owner = {"student": [found["student_id"]]}
        entities = owner | {"enrollment": [found["enrollment_id"]]}
        draft.negative("D10", "ENR-007", edits, entities, owner)
    if not draft.has("section_enrollments", "sections", "terms"):
        return
    summer = draft.query(
        """
        select section_enrollments.row_number, student_id, section_id, begin_date
        from section_enrollments
        inner join sections using (section_id)
        inner join terms using (term_id)
        where term_type = 'summer'
        order by section_enrollments.row_number
        """,
        "section_enrollments",
        "sections",
        "terms",
    )
    for found in draft.pick(rng, summer, {"student": "student_id"}, size):
        edits = [Keep("section_enrollments", found["row_number"], "begin_date")]
        key = "|".join(
            str(found[part]) for part in ("section_id", "student_id", "begin_date")
        )
        owner = {"student": [found["student_id"]]}
        entities = owner | {"section_enrollment": [key]}
        draft.negative("D10", "ENR-007", edits, entities, owner)
