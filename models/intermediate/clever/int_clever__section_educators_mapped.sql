{% set teacher_columns = [
    'teacher_id', 'teacher_2_id', 'teacher_3_id', 'teacher_4_id', 'teacher_5_id',
    'teacher_6_id', 'teacher_7_id', 'teacher_8_id', 'teacher_9_id', 'teacher_10_id',
] %}

-- one row per section and educator
with

sections as (
    select
        district_id,
        school_id,
        section_id,
        {{ teacher_columns | join(',\n        ') }}
    from {{ ref('stg_clever__sections') }}
),

section_terms as (
    select district_id, school_id, section_id, start_date, end_date
    from {{ ref('int_clever__section_terms_mapped') }}
),

assignments as (
    {%- for column in teacher_columns %}
    select
        district_id,
        school_id,
        section_id,
        {{ column }} as educator_id,
        {{ loop.index }} as teacher_place
    from sections
    where {{ column }} is not null
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- the same teacher may stand in several columns, and in several lines of a section
section_educators as (
    select
        district_id,
        school_id,
        section_id,
        educator_id,
        min(teacher_place) as first_place
    from assignments
    group by district_id, school_id, section_id, educator_id
),

section_spans as (
    select
        district_id,
        school_id,
        section_id,
        min(start_date) as begin_date,
        max(end_date) as end_date
    from section_terms
    group by district_id, school_id, section_id
),

final as (
    select
        'clever' as source,
        section_educators.district_id,
        section_educators.school_id,
        section_educators.section_id,
        section_educators.educator_id,
        case
            when section_educators.first_place = 1 then 'primary' else 'co_teacher'
        end as educator_role,
        section_spans.begin_date,
        section_spans.end_date
    from section_educators
    left join section_spans
        on section_educators.district_id = section_spans.district_id
        and section_educators.school_id = section_spans.school_id
        and section_educators.section_id = section_spans.section_id
)

select * from final
