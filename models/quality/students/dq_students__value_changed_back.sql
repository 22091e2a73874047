-- one row per student and demographic value that changed and then changed back
{% set attributes = ['birth_date', 'sex', 'race', 'is_hispanic', 'home_language'] %}
with

lines as (
    select
        district_id,
        student_id,
        delta_date,
        {{ attributes | join(',\n        ') }},
        row_number() over (
            partition by district_id, student_id, delta_date
            order by line_number, file_key
        ) as delivery_line
    from {{ ref('stg_sis__students') }}
    where not is_deleted
),

delivered_again as (
    select district_id, student_id
    from lines
    where delta_date is not null
    group by district_id, student_id
    having count(distinct delta_date) > 1
),

deliveries as (
    {%- for attribute in attributes %}
    select
        lines.district_id,
        lines.student_id,
        lines.delta_date,
        '{{ attribute }}' as attribute,
        coalesce(cast(lines.{{ attribute }} as {{ dbt.type_string() }}), '') as value
    from lines
    inner join delivered_again
        on lines.district_id = delivered_again.district_id
        and lines.student_id = delivered_again.student_id
    where lines.delivery_line = 1
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

compared as (
    select
        deliveries.*,
        lag(value) over (
            partition by district_id, student_id, attribute
            order by delta_date asc nulls first
        ) as value_before
    from deliveries
),

changes as (
    select
        district_id,
        student_id,
        attribute,
        value,
        value_before,
        delta_date,
        lag(value_before) over (
            partition by district_id, student_id, attribute order by delta_date
        ) as value_at_first,
        lag(delta_date) over (
            partition by district_id, student_id, attribute order by delta_date
        ) as changed_on
    from compared
    where value <> value_before
),

changed_back as (
    select
        district_id,
        student_id,
        attribute,
        max(delta_date) as delta_date
    from changes
    where
        value = value_at_first
        and {{ dbt.datediff('changed_on', 'delta_date', 'day') }}
        <= {{ dq_parameter('STU-006', 'days') }}
    group by district_id, student_id, attribute
),

students as (
    select
        student_key,
        source,
        district_id,
        student_id,
        min(school_id) as school_id
    from {{ ref('int_district__students_keyed') }}
    where source = 'sis'
    group by student_key, source, district_id, student_id
),

violations as (
    select
        'STU-006' as rule_id,
        students.source,
        students.district_id,
        'student' as entity_type,
        students.student_key as entity_key,
        {{ surrogate_key(['students.district_id', 'students.school_id']) }}
            as school_key,
        {{ school_year_of('changed_back.delta_date') }} as school_year,
        changed_back.attribute || ' changed back on '
        || cast(changed_back.delta_date as {{ dbt.type_string() }}) as observed,
        'no change, or one that stays' as expected,
        'the value changed and within a year changed back, as when two systems'
        || ' overwrite each other' as message,
        {{ json_object({
            'student_id': 'students.student_id',
            'attribute': 'changed_back.attribute',
        }) }} as evidence
    from changed_back
    inner join students
        on changed_back.district_id = students.district_id
        and changed_back.student_id = students.student_id
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
