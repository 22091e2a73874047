-- one row per policy, unit, school year and subgroup: share of freshmen on track
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

policies as (
    select
        policy_id,
        max(case when parameter = 'grade_number' then value end) as grade_number,
        max(case when parameter = 'min_credits' then value end) as min_credits,
        max(case when parameter = 'most_core_failures' then value end)
            as most_core_failures
    from {{ ref('metric_policies') }}
    where metric_name = 'on_track_rate'
    group by policy_id
),

-- before the end of the year nobody can have earned its credits
years_ended as (
    select
        districts.district_id,
        terms.school_year
    from {{ ref('district__dim_terms') }} as terms
    inner join {{ ref('district__dim_districts') }} as districts
        on terms.district_key = districts.district_key
    cross join as_of
    where coalesce(terms.term_type, 'term') <> 'summer'
    group by districts.district_id, terms.school_year, as_of.as_of_date
    having max(terms.end_date) <= as_of.as_of_date
),

left_district as (
    select exit_code
    from {{ ref('exit_codes') }}
    where leaves_district
),

-- who repeats the grade is no freshman
freshmen as (
    select
        policies.policy_id,
        policies.min_credits,
        policies.most_core_failures,
        years.student_key,
        years.school_key,
        years.district_id,
        years.exit_code,
        years.school_year,
        row_number() over (
            partition by policies.policy_id, years.student_key
            order by years.school_year
        ) as year_in_grade
    from {{ ref('district__fct_student_years') }} as years
    inner join policies
        on years.grade_number = policies.grade_number
),

judged as (
    select
        freshmen.policy_id,
        freshmen.student_key,
        freshmen.school_key,
        freshmen.school_year,
        coalesce(marks.credits_earned, 0) >= freshmen.min_credits
        and marks.core_failures <= freshmen.most_core_failures as is_on_track
    from freshmen
    inner join years_ended
        on freshmen.district_id = years_ended.district_id
        and freshmen.school_year = years_ended.school_year
    inner join {{ ref('int_metrics__course_marks_counted') }} as marks
        on freshmen.student_key = marks.student_key
        and freshmen.school_year = marks.school_year
    left join left_district
        on freshmen.exit_code = left_district.exit_code
    where freshmen.year_in_grade = 1 and left_district.exit_code is null
),

counted as (
    select
        judged.policy_id,
        'all' as subject,
        units.unit_type,
        units.unit_key,
        judged.school_year,
        subgroups.subgroup_key,
        sum(case when judged.is_on_track then 1 else 0 end) as numerator,
        count(*) as denominator,
        count(*) as n_students
    from judged
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on judged.school_key = units.school_key
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on judged.student_key = subgroups.student_key
        and judged.school_year = subgroups.school_year
    group by
        judged.policy_id,
        units.unit_type,
        units.unit_key,
        judged.school_year,
        subgroups.subgroup_key
),
{{ metric_values('on_track_rate', 'counted', 'share') }}
select * from final
