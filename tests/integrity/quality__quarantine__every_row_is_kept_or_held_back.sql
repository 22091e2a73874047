-- What: of every kind of record that rules can hold back, each row is either among the
--   valid ones or in quality.quarantined_rows, and once; the mart has all that are valid.
-- Why it matters: a row in neither is lost without a word, one in both counts although it
--   should not.
-- How to fix: compare the key of the kind in the macro quarantine_entities with the
--   entity_key of the rule's model; they must be built of the same columns.
{% set marts = {
    'section': 'district__dim_sections',
    'section_enrollment': 'district__fct_section_enrollments',
    'section_educator': 'district__bridge_section_educators',
    'result': 'district__fct_assessment_results',
    'assignment': 'district__fct_staff_assignments',
    'certification': 'district__fct_certifications',
    'program_participation': 'district__fct_program_participations',
} %}
with

counted as (
    {% for entity_type, entity in quarantine_entities().items() %}
    {% for part, model in {
        'received': entity.rows,
        'valid': entity.valid,
        'in_mart': marts.get(entity_type, entity.valid),
    }.items() %}
    select
        '{{ entity_type }}' as entity_type,
        '{{ part }}' as part,
        count(*) as row_count
    from {{ ref(model) }}
    union all
    {% endfor %}
    {% endfor %}
    select
        entity_type,
        'held_back' as part,
        count(*) as row_count
    from {{ ref('quality__quarantined_rows') }}
    where
        stage = 'rule'
        and entity_type in ('{{ quarantine_entities().keys() | join("', '") }}')
    group by entity_type
    union all
    select
        entity_type,
        'named' as part,
        count(*) as row_count
    from {{ ref('int_quality__entities_quarantined') }}
    where entity_type in ('{{ quarantine_entities().keys() | join("', '") }}')
    group by entity_type
),

compared as (
    select
        entity_type,
        sum(case when part = 'received' then row_count else 0 end) as received,
        sum(case when part = 'valid' then row_count else 0 end) as valid,
        sum(case when part = 'in_mart' then row_count else 0 end) as in_mart,
        sum(case when part = 'held_back' then row_count else 0 end) as held_back,
        sum(case when part = 'named' then row_count else 0 end) as named
    from counted
    group by entity_type
)

-- a student who is named may have a row per school, so that more may be held back
select * from compared
where received <> valid + held_back or in_mart <> valid or held_back < named
