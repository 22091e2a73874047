-- one row per table, measure and cell that leaves the district office
with

schools as (
    select
        school_key,
        district_key
    from {{ ref('district__dim_schools') }}
),

subgroups as (
    select
        student_key,
        school_year,
        subgroup_key
    from {{ ref('district__bridge_student_subgroups') }}
    where
        subgroup_key = 'all'
        {% for dimension in ['race', 'frl', 'el', 'iep'] -%}
        or subgroup_key like '{{ dimension }}:%'
        {% endfor %}
),

students as (
    select
        {{ surrogate_key(['enrolled.district_id']) }} as district_key,
        enrolled.school_key,
        subgroups.subgroup_key,
        enrolled.school_year,
        coalesce(
            cast(enrolled.grade_number as {{ dbt.type_string() }}), 'unknown'
        ) as grade_number
    from {{ ref('int_metrics__count_day_students') }} as enrolled
    inner join subgroups
        on enrolled.student_key = subgroups.student_key
        and enrolled.school_year = subgroups.school_year
),

-- the margins are cells too, because they are published
enrolled as (
    select
        'enrollment_by_subgroup' as table_name,
        'enrollment' as measure,
        district_key,
        school_year,
        coalesce(school_key, 'all') as school_key,
        coalesce(grade_number, 'all') as grade_number,
        subgroup_key,
        cast(null as bigint) as numerator,
        count(*) as denominator
    from students
    group by
        district_key,
        school_year,
        subgroup_key,
        cube (school_key, grade_number)
),

rates as (
    {% for metric in ['chronic_absence_rate', 'graduation_rate', 'proficiency_rate'] -%}
    select
        metric_name,
        policy_id,
        subject,
        unit_type,
        unit_key,
        subgroup_key,
        school_year,
        numerator,
        denominator
    from {{ ref('met_' ~ metric) }}
    where
        subgroup_key = 'all'
        {% for dimension in ['race', 'sex', 'frl', 'el', 'iep'] -%}
        or subgroup_key like '{{ dimension }}:%'
        {% endfor %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- the district has its own row: a student of two schools counts in both and once in it
rated as (
    select
        public_rates.table_name,
        public_rates.measure,
        coalesce(
            schools.district_key, {{ surrogate_key(['rates.unit_key']) }}
        ) as district_key,
        rates.school_year,
        coalesce(schools.school_key, 'all') as school_key,
        'all' as grade_number,
        rates.subgroup_key,
        cast(rates.numerator as bigint) as numerator,
        cast(rates.denominator as bigint) as denominator
    from rates
    inner join {{ ref('public_rates') }} as public_rates
        on rates.metric_name = public_rates.metric_name
        and rates.policy_id = public_rates.policy_id
        and rates.subject = public_rates.subject
    left join schools
        on rates.unit_key = schools.school_key
        and rates.unit_type = 'school'
),

final as (
    select * from enrolled
    union all
    select * from rated
)

select * from final
