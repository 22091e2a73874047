-- one row per unit, subject, school year and subgroup: students required to be tested
with

policy as (
    select
        {{ membership_policy('standard_test_day', dbt.type_string()) }} as test_day
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
test_days as (
    select
        tested_grades.district_id,
        tested_grades.school_year,
        cast(
            cast(
                tested_grades.school_year
                - case when policy.test_day >= '07' then 1 else 0 end
                as {{ dbt.type_string() }}
            ) || '-' || policy.test_day as date
        ) as test_date
    from tested_grades
    cross join policy
    group by tested_grades.district_id, tested_grades.school_year, policy.test_day
),

{{ students_of_days('test_days', 'test_date') }},

required as (
    select
        students.student_key,
        students.school_key,
        students.school_year,
        tested_grades.subject,
        scores.student_key is not null as is_tested
    from students_of_days as students
    inner join tested_grades
        on students.district_id = tested_grades.district_id
        and students.school_year = tested_grades.school_year
        and students.grade_number = tested_grades.grade_number
    left join scores
        on students.district_id = scores.district_id
        and students.student_key = scores.student_key
        and students.school_year = scores.school_year
        and tested_grades.subject = scores.subject
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
