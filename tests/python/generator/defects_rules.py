"""Rules of the quality catalogue in their plainest form, over the files of a district.

They stand apart from the generator: they read CSV, all columns as text, with DuckDB.
Each gives the entities that break it. `{as_of}` and the school year 2025-26 are those
of the default run.
"""

import duckdb

YEAR, FIRST_DAY = "2026", "2025-07-01"
TEACHING = "('teacher', 'special_education_teacher', 'el_teacher')"
# Two spells of one student have a day in common.
CONCURRENT = """
    one.student_id = other.student_id and one.enrollment_id <> other.enrollment_id
    and one.entry_date < coalesce(other.exit_date, '9999')
    and other.entry_date < coalesce(one.exit_date, '9999')
    and one.entry_date < coalesce(one.exit_date, '9999')
    and other.entry_date < coalesce(other.exit_date, '9999')
"""
PRIMARY = """
    select section_id, educator_id, course_id, terms.start_date
    from section_educators
    inner join sections using (section_id)
    inner join terms on sections.term_id = terms.term_id
    where role = 'primary'
"""

# rule -> (entity type, SQL whose first column is the entity's key)
RULES = {
    "STF-001": (
        "educator",
        """
        select educator_id from (
            select educator_id, certificate_number as number from certifications
            union select educator_id, state_educator_id from educators
        )
        where number is not null
        qualify min(educator_id) over (partition by number)
            <> max(educator_id) over (partition by number)
        """,
    ),
    "STF-002": (
        "educator",
        """
        select one.educator_id
        from educators as one inner join educators as other
            on one.educator_id <> other.educator_id
            and (
                one.birth_date = other.birth_date
                or (one.email = other.email and one.last_name = other.last_name)
            )
            and (
                levenshtein(one.last_name, other.last_name) <= 2
                or one.last_name = other.former_last_name
                or other.last_name = one.former_last_name
            )
        where one.state_educator_id is null or other.state_educator_id is null
        """,
    ),
    "STF-003": (
        "educator",
        f"""
        select educator_id from assignments
        where position in {TEACHING}
            and educator_id in (select educator_id from educators)
            and educator_id not in (select educator_id from certifications)
        """,
    ),
    "STF-004": (
        "educator",
        f"""
        select educator_id from assignments
        where position in {TEACHING} and coalesce(end_date, '9999') > '{FIRST_DAY}'
            and begin_date <= '{{as_of}}'
            and educator_id in (select educator_id from certifications)
            and educator_id not in (
                select educator_id from certifications
                where coalesce(expiry_date, '9999') > '{FIRST_DAY}'
                    and issue_date < coalesce(expiry_date, '9999')
            )
        """,
    ),
    "STF-006": (
        "certification",
        """
        select certification_id from certifications
        where state in ('ZZ', 'XX', 'QQ')
            or not regexp_full_match(certificate_number, '[A-Z]*-?[0-9]+')
            or issue_date > expiry_date
            or certificate_type
                not in ('standard', 'provisional', 'emergency', 'waiver')
        """,
    ),
    "STF-005": (
        "section",
        f"""
        with primaries as ({PRIMARY})

        select section_id from primaries inner join fields using (course_id)
        where educator_id in (select educator_id from certifications)
            and not exists (
                select 1 from certifications
                where certifications.educator_id = primaries.educator_id
                    and certifications.area = fields.area
                    and issue_date <= start_date
                    and coalesce(expiry_date, '9999') > start_date
            )
        """,
    ),
    "STF-007": (
        "educator",
        f"""
        select educator_id from assignments
        where coalesce(end_date, '9999') > '{FIRST_DAY}' and begin_date <= '{{as_of}}'
            and fte::double > 0 and is_overload = 'false'
        group by educator_id having sum(fte::double) > 1.05
        """,
    ),
    "STF-008": (
        "assignment",
        """
        select assignment_id from assignments
        where (fte is null or fte::double <= 0 or fte::double > 1)
            and is_on_leave = 'false' and is_overload = 'false'
        """,
    ),
    "ENR-001": (
        "enrollment",
        "select enrollment_id from enrollments where exit_date < entry_date",
    ),
    "ENR-003": (
        "student",
        f"""
        select one.student_id from enrollments as one, enrollments as other
        where {CONCURRENT} and one.school_id <> other.school_id
            and one.is_primary = 'true' and other.is_primary = 'true'
        """,
    ),
    "ENR-007": (
        "enrollment",
        """
        select enrollment_id from enrollments left join schools using (school_id)
        where open_date is null or entry_date < open_date or exit_date < open_date
        """,
    ),
    "ENR-012": (
        "section",
        """
        select section_id from sections inner join terms using (term_id)
        where terms.start_date <= '{as_of}' and section_id not in (
            select section_id from section_educators
            inner join educators using (educator_id)
        )
        """,
    ),
    "ENR-013": (
        "section",
        """
        select section_id from sections inner join terms using (term_id)
        where terms.start_date <= '{as_of}'
            and section_id not in (select section_id from section_enrollments)
        """,
    ),
    "ENR-014": (
        "section_enrollment",
        """
        select section_id || '|' || student_id || '|' || begin_date
        from section_enrollments
        where student_id not in (select student_id from students)
            or section_id not in (select section_id from sections)
        """,
    ),
    "STU-004": (
        "student",
        f"""
        with grades as (
            select student_id, year('2025-10-01'::date) - year(birth_date::date) as age,
                try_cast(regexp_replace(grade_level, 'KG?', '0') as integer) as grade
            from students inner join enrollments using (student_id)
            where school_year = '{YEAR}'
        )
        select student_id from grades where abs(age - grade - 5.5) > 4
        """,
    ),
    "STU-007": (
        "student",
        """
        select student_id from students
        where birth_date > '{as_of}' or birth_date < '1990'
        """,
    ),
    "RAT-001": (
        "school",
        f"""
        with students as (
            select school_id, count(distinct student_id) as students from enrollments
            where school_year = '{YEAR}' and exit_date is null group by school_id
        )
        select school_id from students
        inner join (
            select school_id, sum(fte::double) as fte
            from assignments inner join school_crosswalk using (school_code)
            where system = 'hr' and position in {TEACHING}
                and coalesce(end_date, '9999') > '{FIRST_DAY}'
            group by school_id
        ) using (school_id)
        where students > 40 * fte
        """,
    ),
    "ASM-001": (
        "result",
        """
        select result_id from assessment_results inner join assessments
            using (assessment_id)
        where scale_score::int not between scale_min::int and scale_max::int
        """,
    ),
    "ASM-003": (
        "result",
        """
        select result_id from assessment_results
        inner join enrollments using (student_id, school_year)
        group by result_id, tested_grade
        having not bool_or(tested_grade = grade_level)
        """,
    ),
    "ASM-004": (
        "result",
        """
        select result_id from assessment_results where is_retest = 'false'
        qualify count(*) over (
            partition by student_id, assessment_id, school_year, test_window
        ) > 1
        """,
    ),
    "ATT-002": (
        "attendance",
        """
        with spells as (select * from enrollments where entry_date >= '1990')

        select concat_ws('|', rows.student_id, rows.school_id, attendance_date)
        from attendance_daily as rows
        left join calendars
            on calendars.school_id = rows.school_id
            and calendar_date = attendance_date
            and day_type in ('instructional', 'makeup')
        left join spells
            on spells.student_id = rows.student_id and spells.school_id = rows.school_id
            and entry_date <= attendance_date
            and coalesce(exit_date, '9999') > attendance_date
        where calendar_date is null or spells.student_id is null
        """,
    ),
    "LND-020": (
        "row",
        """
        select 'assignments.csv|' || assignment_id from assignments
        where ('hr', school_code)
            not in (select (system, school_code) from school_crosswalk)
        union all
        select 'assessment_results.csv|' || result_id from assessment_results
        where ('assessment', school_code)
            not in (select (system, school_code) from school_crosswalk)
        """,
    ),
}
RULES["LND-010"] = (
    "row",
    " union all ".join(
        f"select '{file}.csv|' || {file[:-1]}_id from {file} group by all"
        " having count(*) > 1"
        for file in ("educators", "enrollments", "students", "sections")
    ),
)


def findings(folder, as_of, fields):
    """(rule, entity type, key) of every violation in the CSV files of `folder`.

    fields: {course_id: area of the certificate that covers it}
    """
    connection = duckdb.connect()
    connection.execute("create table fields (course_id varchar, area varchar)")
    connection.executemany("insert into fields values (?, ?)", list(fields.items()))
    for path in sorted(folder.glob("*.csv")):
        connection.execute(
            f"""
            create table {path.stem} as
            select * from read_csv('{path}', all_varchar = true, delim = ',')
            """
        )
    for table in ("students", "educators"):
        connection.execute(
            f"""
            update {table} set birth_date = strptime(birth_date, '%m/%d/%Y')::date
            where birth_date like '%/%'
            """
        )
    return [
        (rule, kind, key)
        for rule, (kind, sql) in RULES.items()
        for (key, *_) in set(connection.execute(sql.format(as_of=as_of)).fetchall())
    ]
