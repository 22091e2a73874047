"""The subjects of the programmes of a generated district, straight from its tables."""

import duckdb
import numpy as np
import pyarrow as pa
from edstats.programs.columns import NORM_SD, SHARE_ABSENT

# The last school year: who was enrolled where when the programmes began, and what was
# known of them then. In steps, because no statistics are known of Arrow tables.
STEPS = {
    "season": """
        select min(begin_date) as begin_date,
            (select max(school_year) from enrollments) as school_year
        from program_participations
    """,
    "members": """
        select student_id, school_id, grade_level, school_type
        from enrollments
        inner join schools using (school_id)
        cross join season
        where enrollments.school_year = season.school_year
            and enrollment_status = 'enrolled' and entry_date <= begin_date
            and coalesce(exit_date, 'infinity') > begin_date
        qualify row_number() over (partition by student_id order by entry_date desc) = 1
    """,
    "scores": """
        select student_id, subject, kind, test_window,
            season.school_year - results.school_year as years_ago,
            scale_score::double as score, norm_mean::double as mean,
            norm_sd::double as sd, (scale_score - norm_mean)::double / sd as z
        from assessment_results as results
        inner join assessments using (assessment_id)
        cross join season
        where is_complete and not is_retest
    """,
    "tested": """
        select student_id, subject,
            max(z) filter (is_before) as pre_value,
            max(z) filter (is_after) as post_value,
            max(z) filter (test_window = 'spring' and years_ago = 1) as earlier_value,
            (max(score) filter (is_after) - max(score) filter (is_before))
                / max(sd) filter (is_after) as change_value,
            (max(mean) filter (is_after) - max(mean) filter (is_before))
                / max(sd) filter (is_after) as expected_change
        from (
            select *, test_window = 'fall' and years_ago = 0 as is_before,
                test_window = 'spring' and years_ago = 0 as is_after
            from scores where kind = 'interim'
        )
        group by student_id, subject
    """,
    "screened": """
        select student_id, score as running_score from scores
        where kind = 'screener' and years_ago = 0
    """,
    "served": """
        select student_id, program_id, assigned_arm from program_participations
    """,
    "served_grades": """
        select distinct program_id, grade_level
        from served inner join members using (student_id)
    """,
    "services": """
        select student_id,
            bool_or(service in ('frl_free', 'frl_reduced')) as is_frl,
            bool_or(service = 'el') as is_el,
            bool_or(service = 'iep') as is_iep
        from student_services
        cross join season
        where student_services.begin_date <= season.begin_date
            and coalesce(end_date, 'infinity') > season.begin_date
        group by student_id
    """,
}
SUBJECTS = f"""
    select
        'generated' as district_id,
        programs.program_id as program_key,
        season.school_year::integer as school_year,
        domain, domain as outcome,
        if(domain = 'attendance', '{SHARE_ABSENT}', '{NORM_SD}') as unit,
        assignment, assignment_unit, is_within_school,
        cutoff_score::double as cutoff_score,
        members.student_id as student_key,
        school_id as school_key, school_type, grade_level as grade_number,
        served.student_id is not null and coalesce(assigned_arm, '') <> 'control'
            as is_served,
        case assignment
            when 'randomised' then assigned_arm = 'treatment'
            when 'cutoff' then running_score < cutoff_score
            else served.student_id is not null
        end as is_assigned,
        if(domain = 'attendance', away.before, pre_value) as pre_value,
        if(domain = 'attendance', away.after, post_value) as post_value,
        earlier_value,
        if(domain = 'attendance', away.after - away.before, change_value)
            as change_value,
        expected_change,
        running_score,
        away.before as absence_before,
        coalesce(is_frl, false)::double as is_frl,
        coalesce(is_el, false)::double as is_el,
        coalesce(is_iep, false)::double as is_iep
    from programs
    cross join season
    cross join members
    left join served using (program_id, student_id)
    left join served_grades using (program_id, grade_level)
    left join tested
        on members.student_id = tested.student_id and programs.domain = tested.subject
    left join screened using (student_id)
    left join services using (student_id)
    left join away using (student_id)
    where case assignment
        when 'randomised' then assigned_arm is not null
        when 'cutoff' then running_score is not null
        else pre_value is not null and served_grades.program_id is not null
    end
"""


def subjects_table(world):
    """Arrow table for `edstats.programs.tables` of the last year of a `World`."""
    with duckdb.connect() as connection:
        for name, table in world.tables.items():
            connection.register(name, table)
        connection.register("away", shares_absent(world))
        for name, query in STEPS.items():
            connection.execute(f"create temp table {name} as {query}")
        return connection.execute(SUBJECTS).to_arrow_table()


def shares_absent(world):
    """Arrow table of student_id and the shares of days absent before and after the
    programmes began, null without days; as `attendance_daily` has them, but from the
    model of absence itself, since the rows take ten times as long."""
    begin = np.datetime64(world.truth["programs"]["begin_date"][0].as_py())
    absence, year = world.absence, len(world.absence.rows) - 1
    rows, size = absence.rows[year], len(world.students.id)
    away, days = np.zeros((2, size)), np.zeros((2, size))
    for month in absence.months(year):
        absent = absence.states.is_absent[month.codes] & month.enrolled
        for part, chosen in enumerate((month.days < begin, month.days >= begin)):
            for sums, cells in ((away, absent), (days, month.enrolled)):
                counts = cells[:, chosen].sum(axis=1)
                sums[part] += np.bincount(rows.student, counts, minlength=size)
    shares = away / np.maximum(days, 1)
    columns = [pa.array(shares[part], mask=days[part] == 0) for part in (0, 1)]
    return pa.table([world.students.id, *columns], ["student_id", "before", "after"])
