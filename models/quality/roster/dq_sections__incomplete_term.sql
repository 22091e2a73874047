-- one row per section whose term is sent in part
with

sections as (
    select
        district_id,
        school_id,
        section_id,
        term_name,
        term_start,
        term_end
    from {{ ref('stg_clever__sections') }}
),

incomplete as (
    select
        district_id,
        school_id,
        section_id,
        case when min(term_name) is null then 'no name ' else '' end
        || case when min(term_start) is null then 'no first day ' else '' end
        || case when min(term_end) is null then 'no last day' else '' end as missing
    from sections
    where
        coalesce(
            term_name,
            cast(term_start as {{ dbt.type_string() }}),
            cast(term_end as {{ dbt.type_string() }})
        ) is not null
        and (term_name is null or term_start is null or term_end is null)
    group by district_id, school_id, section_id
),

violations as (
    select
        'RST-004' as rule_id,
        'clever' as source,
        district_id,
        'section' as entity_type,
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        cast(null as integer) as school_year,
        trim(missing) as observed,
        'a name, a first day and a last day' as expected,
        'the term of the section is incomplete; the section has no dates' as message,
        {{ json_object({
            'school_id': 'school_id',
            'section_id': 'section_id',
        }) }} as evidence
    from incomplete
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
