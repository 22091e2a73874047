-- one row per table, measure and cell that leaves the district office
with

count_dates as (
    select
        source,
        district_id,
        school_year,
        count_date
    from {{ ref('int_district__count_dates') }}
),

enrollments as (
    select
        student_key,
        school_key,
        school_year,
        grade_number,
        is_primary,
        entry_date,
        coalesce(exit_date, cast('9999-12-31' as date)) as exit_date
    from {{ ref('district__fct_enrollments') }}
),

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

-- of two schools on one day the primary one counts, so that a student counts once
ranked as (
    select
        enrollments.student_key,
        enrollments.school_key,
        schools.district_key,
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
    inner join count_dates
        on enrollments.school_year = count_dates.school_year
        and {{ surrogate_key(['count_dates.district_id']) }} = schools.district_key
        and count_dates.count_date >= enrollments.entry_date
        and count_dates.count_date < enrollments.exit_date
),

students as (
    select
        ranked.district_key,
        ranked.school_key,
        subgroups.subgroup_key,
        ranked.school_year,
        coalesce(
            cast(ranked.grade_number as {{ dbt.type_string() }}), 'unknown'
        ) as grade_number
    from ranked
    inner join subgroups
        on ranked.student_key = subgroups.student_key
        and ranked.school_year = subgroups.school_year
    where ranked.place = 1
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
