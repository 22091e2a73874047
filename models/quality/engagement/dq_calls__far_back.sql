-- one row per call of a lesson far before the lesson that the enrolment had last
with

violations as (
    select
        'ENG-010' as rule_id,
        'dost' as source,
        organization_id as district_id,
        'call' as entity_type,
        {{ surrogate_key(['organization_id', 'data_source', 'call_id']) }}
            as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        'lesson ' || cast(sequence_index as {{ dbt.type_string() }}) || ' after '
        || cast(index_before as {{ dbt.type_string() }}) as observed,
        'the lesson of before, or one behind it' as expected,
        'the lesson stands far before the one called before it in the same enrolment;'
        || ' it is counted once' as message,
        {{ json_object({
            'data_source': 'data_source',
            'call_id': 'call_id',
        }) }} as evidence
    from {{ ref('int_dost__calls_far_back') }}
    where call_id is not null
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
