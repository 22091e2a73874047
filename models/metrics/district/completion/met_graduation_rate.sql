{% set parameters = ['first_grade', 'years', 'extra_years', 'summer_days'] -%}
-- one row per policy, unit, cohort year and subgroup: graduates of the adjusted cohort
with

policies as (
    select
        policy_id,
        {% for parameter in parameters -%}
        cast(
            max(case when parameter = '{{ parameter }}' then value end)
            as {{ dbt.type_int() }}
        ) as {{ parameter }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ ref('metric_policies') }}
    where metric_name = 'graduation_rate'
    group by policy_id
),

histories as (
    select
        district_id,
        min(school_year) as first_year
    from {{ ref('int_district__count_dates') }}
    group by district_id
),

students as (
    select
        students.student_key,
        students.graduation_year as cohort_year,
        histories.first_year
    from {{ ref('district__dim_students') }} as students
    inner join {{ ref('district__dim_districts') }} as districts
        on students.district_key = districts.district_key
    inner join histories
        on districts.district_id = histories.district_id
    where students.graduation_year is not null
),

cohorts as (
    select cohort_year
    from students
    group by cohort_year
),

-- the first day that is too late, after the summer of the year in which the time is over
deadlines as (
    select
        policies.policy_id,
        policies.first_grade,
        cohorts.cohort_year,
        cohorts.cohort_year - policies.years + 1 as entry_year,
        cast(
            {{ dbt.dateadd(
                'day',
                'policies.summer_days',
                "cast(cast(cohorts.cohort_year + policies.extra_years as "
                ~ dbt.type_string() ~ ") || '-07-01' as date)",
            ) }} as date
        ) as deadline
    from policies
    cross join cohorts
),

complete_deadlines as (
    select deadlines.*
    from deadlines
    inner join {{ ref('int_district__as_of_date') }} as as_of
        on deadlines.deadline <= as_of.as_of_date
),

-- who left before the first year that was sent is not known, so that such a cohort is none
spells as (
    select
        complete_deadlines.policy_id,
        complete_deadlines.cohort_year,
        complete_deadlines.deadline,
        enrollments.student_key,
        enrollments.school_key,
        enrollments.school_year,
        enrollments.exit_date <= complete_deadlines.deadline
        and coalesce(exit_codes.leaves_district, false) as is_documented_leaver,
        max(
            case
                when enrollments.grade_number >= complete_deadlines.first_grade then 1
                else 0
            end
        ) over (
            partition by complete_deadlines.policy_id, enrollments.student_key
        ) as is_in_high_school,
        row_number() over (
            partition by complete_deadlines.policy_id, enrollments.student_key
            order by
                case when enrollments.is_primary then 0 else 1 end,
                enrollments.entry_date desc,
                enrollments.school_key
        ) as place_from_last
    from students
    inner join complete_deadlines
        on students.cohort_year = complete_deadlines.cohort_year
        and students.first_year <= complete_deadlines.entry_year
    inner join {{ ref('district__fct_enrollments') }} as enrollments
        on students.student_key = enrollments.student_key
        and enrollments.entry_date < complete_deadlines.deadline
    left join {{ ref('exit_codes') }} as exit_codes
        on lower(enrollments.exit_code) = exit_codes.exit_code
),

-- who has the diploma belongs to the cohort, whatever the last enrolment says
members as (
    select
        spells.policy_id,
        spells.cohort_year,
        spells.student_key,
        spells.school_key,
        spells.school_year,
        spells.is_documented_leaver,
        coalesce(
            graduations.diploma_type = 'regular'
            and graduations.completion_date < spells.deadline,
            false
        ) as is_graduate
    from spells
    left join {{ ref('district__fct_graduations') }} as graduations
        on spells.student_key = graduations.student_key
    where spells.place_from_last = 1 and spells.is_in_high_school = 1
),

-- the group is that of the student's last year; the grade of that year is an outcome
counted as (
    select
        members.policy_id,
        'all' as subject,
        units.unit_type,
        units.unit_key,
        members.cohort_year as school_year,
        subgroups.subgroup_key,
        sum(case when members.is_graduate then 1 else 0 end) as numerator,
        count(*) as denominator,
        count(*) as n_students
    from members
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on members.school_key = units.school_key
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on members.student_key = subgroups.student_key
        and members.school_year = subgroups.school_year
    where
        (members.is_graduate or not members.is_documented_leaver)
        and subgroups.subgroup_key not like 'grade:%'
    group by
        members.policy_id,
        units.unit_type,
        units.unit_key,
        members.cohort_year,
        subgroups.subgroup_key
),
{{ metric_values('graduation_rate', 'counted', 'share') }}
select * from final
