-- one row per unit, subject, school year and subgroup: students required to be tested
with

policy as (
    select
        {{ membership_policy('standard_test_day', dbt.type_string()) }} as test_day
),

schools as (
    select school_key, district_id
    from {{ ref('int_metrics__unit_schools') }}
    where unit_type = 'school'
),

scores as (
    select
        unit_key as district_id,
        student_key,
        subject,
        school_year,
        grade_number
    from {{ ref('int_metrics__scores_placed') }}
    where
        unit_type = 'district'
        and test_use = 'standard'
        and is_proficient is not null
),

-- a test that nobody took was not given
tested_grades as (
    select district_id, subject, school_year, grade_number
    from scores
    where grade_number is not null
    group by district_id, subject, school_year, grade_number
),

-- a school year is July to June
enrollments as (
    select
        enrollments.student_key,
        enrollments.school_key,
        enrollments.school_year,
        enrollments.grade_number,
        enrollments.is_primary,
        enrollments.entry_date,
        enrollments.exit_date,
        cast(
            cast(
                enrollments.school_year
                - case when policy.test_day >= '07' then 1 else 0 end
                as {{ dbt.type_string() }}
            ) || '-' || policy.test_day as date
        ) as test_date
    from {{ ref('district__fct_enrollments') }} as enrollments
    cross join policy
),

-- of two schools on one day the primary one counts, so that a student counts once
ranked as (
    select
        enrollments.student_key,
        enrollments.school_key,
        schools.district_id,
        enrollments.school_year,
        enrollments.grade_number,
        row_number() over (
            partition by enrollments.student_key, enrollments.school_year
            order by
                case when enrollments.is_primary then 0 else 1 end,
                enrollments.entry_date,
                enrollments.school_key
        ) as place
    from enrollments
    inner join schools
        on enrollments.school_key = schools.school_key
    where
        enrollments.entry_date <= enrollments.test_date
        and coalesce(enrollments.exit_date > enrollments.test_date, true)
),

required as (
    select
        ranked.student_key,
        ranked.school_key,
        ranked.school_year,
        tested_grades.subject,
        scores.student_key is not null as is_tested
    from ranked
    inner join tested_grades
        on ranked.district_id = tested_grades.district_id
        and ranked.school_year = tested_grades.school_year
        and ranked.grade_number = tested_grades.grade_number
    left join scores
        on ranked.district_id = scores.district_id
        and ranked.student_key = scores.student_key
        and ranked.school_year = scores.school_year
        and tested_grades.subject = scores.subject
    where ranked.place = 1
),

final as (
    select
        units.unit_type,
        units.unit_key,
        required.subject,
        subgroups.subgroup_key,
        required.school_year,
        count(*) as required,
        sum(case when required.is_tested then 1 else 0 end) as tested
    from required
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on required.school_key = units.school_key
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on required.student_key = subgroups.student_key
        and required.school_year = subgroups.school_year
    group by
        units.unit_type,
        units.unit_key,
        required.subject,
        subgroups.subgroup_key,
        required.school_year
)

select * from final
