-- one row per school, or student and school, and finished year with too many or too few
-- instructional days
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

limits as (
    select
        {{ dq_parameter('ATT-005', 'fewest_days') }} as fewest_days,
        {{ dq_parameter('ATT-005', 'most_days') }} as most_days
),

years as (
    select
        source,
        district_id,
        school_id,
        school_year,
        school_day_count as day_count,
        first_school_date as first_date,
        last_school_date as last_date,
        last_date as end_date
    from {{ ref('int_district__calendar_years') }}
),

judged_years as (
    select
        years.*,
        limits.fewest_days,
        limits.most_days,
        years.day_count between limits.fewest_days and limits.most_days as is_usual
    from years
    inner join as_of
        on years.end_date <= as_of.as_of_date
    cross join limits
),

-- records that no metric counts: repeats of a day and excluded days
uncounted as (
    select district_id, school_id, student_id, attendance_date
    from {{ ref('int_district__attendance_repeats_ranked') }}
    where entity_type = 'daily_attendance' and record_rank > 1
    union all
    select district_id, school_id, student_id, attendance_date
    from {{ ref('int_district__attendance_misplaced') }}
),

uncounted_days as (
    select
        district_id,
        school_id,
        student_id,
        {{ school_year_of('attendance_date') }} as school_year,
        count(*) as day_count
    from uncounted
    group by
        district_id,
        school_id,
        student_id,
        {{ school_year_of('attendance_date') }}
),

student_days as (
    select
        counted.district_id,
        counted.school_id,
        counted.student_id,
        counted.school_year,
        counted.record_count - coalesce(uncounted_days.day_count, 0) as day_count
    from {{ ref('int_district__attendance_days_counted') }} as counted
    left join uncounted_days
        on counted.district_id = uncounted_days.district_id
        and counted.school_id = uncounted_days.school_id
        and counted.student_id = uncounted_days.student_id
        and counted.school_year = uncounted_days.school_year
    union all
    select district_id, school_id, student_id, school_year, days_enrolled as day_count
    from {{ ref('int_district__attendance_years_conformed') }}
),

-- a calendar that is wrong itself is the finding, not each of its students
unusual_students as (
    select
        judged_years.source,
        judged_years.district_id,
        judged_years.school_id,
        student_days.student_id,
        judged_years.school_year,
        student_days.day_count,
        judged_years.fewest_days,
        judged_years.most_days,
        judged_years.first_date,
        judged_years.last_date
    from student_days
    inner join judged_years
        on student_days.district_id = judged_years.district_id
        and student_days.school_id = judged_years.school_id
        and student_days.school_year = judged_years.school_year
    where
        judged_years.is_usual
        and (
            student_days.day_count > judged_years.most_days
            or student_days.day_count < judged_years.fewest_days
        )
),

enrolled_all_year as (
    select
        unusual_students.district_id,
        unusual_students.school_id,
        unusual_students.student_id,
        unusual_students.school_year
    from unusual_students
    inner join {{ ref('int_district__enrollments_dated') }} as spells
        on unusual_students.district_id = spells.district_id
        and unusual_students.school_id = spells.school_id
        and unusual_students.student_id = spells.student_id
        and spells.entry_date <= unusual_students.first_date
        and coalesce(spells.exit_date > unusual_students.last_date, true)
    group by
        unusual_students.district_id,
        unusual_students.school_id,
        unusual_students.student_id,
        unusual_students.school_year
),

unusual as (
    select
        source,
        district_id,
        'school' as entity_type,
        {{ surrogate_key(['district_id', 'school_id']) }} as entity_key,
        school_id,
        cast(null as {{ dbt.type_string() }}) as student_id,
        school_year,
        day_count,
        fewest_days,
        most_days,
        'the calendar of the school' as holder
    from judged_years
    where not is_usual
    union all
    select
        unusual_students.source,
        unusual_students.district_id,
        'student' as entity_type,
        {{ surrogate_key(
            ['unusual_students.district_id', 'unusual_students.student_id']
        ) }} as entity_key,
        unusual_students.school_id,
        unusual_students.student_id,
        unusual_students.school_year,
        unusual_students.day_count,
        unusual_students.fewest_days,
        unusual_students.most_days,
        'the attendance of the student' as holder
    from unusual_students
    left join enrolled_all_year
        on unusual_students.district_id = enrolled_all_year.district_id
        and unusual_students.school_id = enrolled_all_year.school_id
        and unusual_students.student_id = enrolled_all_year.student_id
        and unusual_students.school_year = enrolled_all_year.school_year
    where
        unusual_students.day_count > unusual_students.most_days
        or enrolled_all_year.student_id is not null
),

violations as (
    select
        'ATT-005' as rule_id,
        source,
        district_id,
        entity_type,
        entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        school_year,
        cast(cast(day_count as integer) as {{ dbt.type_string() }}) || ' days in '
        || cast(school_year as {{ dbt.type_string() }}) as observed,
        cast(cast(fewest_days as integer) as {{ dbt.type_string() }}) || ' to '
        || cast(cast(most_days as integer) as {{ dbt.type_string() }}) as expected,
        holder || ' has more or fewer days than a school year' as message,
        {{ json_object({
            'school_id': 'school_id',
            'student_id': 'student_id',
        }) }} as evidence
    from unusual
)

select
    *,
    {{ fingerprint(['school_key']) }} as fingerprint
from violations
