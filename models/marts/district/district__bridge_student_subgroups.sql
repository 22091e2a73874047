{% set services = ['el', 'iep', 'section_504', 'homeless', 'gifted'] %}
{% set values = ['all', 'race', 'sex', 'grade'] %}
{% set dimensions = values + ['frl'] + services %}

-- one row per student, school year and subgroup
with

as_of as (
    select
        as_of_date,
        {{ school_year_of('as_of_date') }} as school_year
    from {{ ref('int_district__as_of_date') }}
),

-- who is in no enrolment of the year is looked at from July to June
student_years as (
    select
        student_key,
        district_id,
        school_year,
        grade_number,
        coalesce(
            entry_date,
            cast(
                cast(school_year - 1 as {{ dbt.type_string() }}) || '-07-01' as date
            )
        ) as from_date,
        coalesce(
            exit_date,
            cast(cast(school_year as {{ dbt.type_string() }}) || '-07-01' as date)
        ) as until_date
    from {{ ref('district__fct_student_years') }}
),

students as (
    select
        student_key,
        case when is_hispanic then 'hispanic' else race end as race,
        nullif(sex, 'U') as sex,
        case
            when frl_status in ('free', 'reduced', 'free_or_reduced') then true
            when frl_status in ('paid', 'not_eligible') then false
        end as is_frl,
        is_el,
        is_iep,
        is_section_504,
        is_gifted,
        cast(null as boolean) as is_homeless
    from {{ ref('district__dim_students') }}
),

students_in_services as (
    select
        services.student_key,
        case when services.service in ('frl_free', 'frl_reduced') then 'frl'
            else services.service
        end as service,
        services.begin_date,
        coalesce(services.end_date, cast('9999-12-31' as date)) as end_date
    from {{ ref('int_district__student_services_conformed') }} as services
    inner join as_of
        on services.begin_date <= as_of.as_of_date
    where services.student_key is not null
),

in_services as (
    select
        student_years.student_key,
        student_years.school_year,
        students_in_services.service
    from student_years
    inner join students_in_services
        on student_years.student_key = students_in_services.student_key
        and student_years.until_date > students_in_services.begin_date
        and student_years.from_date < students_in_services.end_date
    group by
        student_years.student_key,
        student_years.school_year,
        students_in_services.service
),

flags as (
    select
        student_key,
        school_year,
        {% for service in ['frl'] + services -%}
        max(case when service = '{{ service }}' then 1 else 0 end) = 1
            as is_{{ service }}{{ ',' if not loop.last }}
        {% endfor -%}
    from in_services
    group by student_key, school_year
),

-- without the file nothing is known; with it, a student without a row is in no service,
-- unless several persons share the id
districts_with_services as (
    select district_id
    from {{ ref('quality__landing_records') }}
    where
        source = 'sis'
        and entity = 'student_services'
        and row_status = 'header'
    group by district_id
),

own_ids as (
    {{ keys_of_ids('student') }}
),

-- a roster says what is so now, which is nothing about earlier years
known as (
    select
        student_years.student_key,
        student_years.school_year,
        'all' as all_value,
        students.race as race_value,
        students.sex as sex_value,
        cast(student_years.grade_number as {{ dbt.type_string() }}) as grade_value,
        {% for service in ['frl'] + services -%}
        case
            when districts_with_services.district_id is not null
                then
                    case
                        when own_ids.student_key is not null
                            then coalesce(flags.is_{{ service }}, false)
                    end
            when student_years.school_year = as_of.school_year
                then students.is_{{ service }}
        end as is_{{ service }}{{ ',' if not loop.last }}
        {% endfor -%}
    from student_years
    inner join students
        on student_years.student_key = students.student_key
    cross join as_of
    left join flags
        on student_years.student_key = flags.student_key
        and student_years.school_year = flags.school_year
    left join districts_with_services
        on student_years.district_id = districts_with_services.district_id
    left join own_ids
        on student_years.student_key = own_ids.student_key
),

members as (
    {% for dimension in dimensions -%}
    select
        student_key,
        school_year,
        '{{ dimension }}' as dimension,
        {% if dimension in values -%}
        coalesce({{ dimension }}_value, 'unknown') as value
        {%- else -%}
        case
            when is_{{ dimension }} then 'yes'
            when not is_{{ dimension }} then 'no'
            else 'unknown'
        end as value
        {%- endif %}
    from known
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- a value that has no group of its own is not known
final as (
    select
        members.student_key,
        coalesce(subgroups.subgroup_key, members.dimension || ':unknown')
            as subgroup_key,
        members.school_year
    from members
    left join {{ ref('subgroups') }} as subgroups
        on members.dimension = subgroups.dimension
        and members.value = subgroups.value
)

select * from final
