-- one row per student whose birth date cannot be, or does not fit the grade
with

as_of as (
    select
        as_of_date,
        {{ school_year_of('as_of_date') }} as school_year
    from {{ ref('int_district__as_of_date') }}
),

students as (
    select
        student_key,
        source,
        district_id,
        student_id,
        min(school_id) as school_id,
        min(birth_date) as birth_date,
        min({{ grade_number('grade_level') }}) as grade_number
    from {{ ref('int_district__students_keyed') }}
    where birth_date is not null
    group by student_key, source, district_id, student_id
),

ranked_spells as (
    select
        student_key,
        school_id,
        school_year,
        grade_number,
        row_number() over (
            partition by student_key
            order by
                school_year desc, is_primary desc, entry_date desc, enrollment_id asc
        ) as spell_rank
    from {{ ref('int_district__enrollments_dated') }}
    where is_plausible and student_key is not null
),

-- without enrolments the grade is that of the roster, which is of the current year
graded as (
    select
        students.student_key,
        students.source,
        students.district_id,
        students.student_id,
        students.birth_date,
        as_of.as_of_date,
        coalesce(spells.school_id, students.school_id) as school_id,
        coalesce(spells.school_year, as_of.school_year) as school_year,
        case
            when spells.student_key is not null then spells.grade_number
            else students.grade_number
        end as grade_number
    from students
    cross join as_of
    left join ranked_spells as spells
        on students.student_key = spells.student_key and spells.spell_rank = 1
),

aged as (
    select
        graded.*,
        birth_date > as_of_date
        or extract(year from as_of_date) - extract(year from birth_date)
        > {{ dq_parameter('STU-007', 'oldest') }} as is_impossible,
        school_year - 1 - extract(year from birth_date)
        - case
            when
                100 * extract(month from birth_date) + extract(day from birth_date)
                > {{ dq_parameter('STU-004', 'count_day') }}
                then 1
            else 0
        end as age,
        grade_number + {{ dq_parameter('STU-004', 'kindergarten_age') }} as usual_age
    from graded
),

judged as (
    select
        case when is_impossible then 'STU-007' else 'STU-004' end as rule_id,
        source,
        district_id,
        student_key,
        school_id,
        student_id,
        case when not is_impossible then school_year end as school_year,
        case
            when birth_date > as_of_date then 'born after the as-of date'
            when is_impossible then 'born more than a lifetime ago'
            else
                'age ' || cast(cast(age as integer) as {{ dbt.type_string() }})
                || ' in grade '
                || cast(cast(grade_number as integer) as {{ dbt.type_string() }})
        end as observed,
        case
            when is_impossible then 'a birth date of somebody who goes to school'
            else
                'about '
                || cast(cast(usual_age as integer) as {{ dbt.type_string() }})
        end as expected,
        case
            when is_impossible then 'nobody at a school can be born on this day'
            else 'on the count day the student is far from the age of the grade'
        end as message
    from aged
    where
        is_impossible
        or abs(age - usual_age) > {{ dq_parameter('STU-004', 'tolerance') }}
),

violations as (
    select
        rule_id,
        source,
        district_id,
        'student' as entity_type,
        student_key as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        school_year,
        observed,
        expected,
        message,
        {{ json_object({'student_id': 'student_id'}) }} as evidence
    from judged
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
