-- one row per individual education plan without a category of disability
with

plans as (
    select source, district_id, student_id, service, begin_date
    from {{ ref('int_district__student_services_conformed') }}
    where service = 'iep' and detail is null
),

violations as (
    select
        'PRG-003' as rule_id,
        source,
        district_id,
        'student_service' as entity_type,
        {{ surrogate_key(['district_id', 'student_id', 'service', 'begin_date']) }}
            as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        {{ school_year_of('begin_date') }} as school_year,
        'no category of disability' as observed,
        'a category' as expected,
        'a plan stands on a disability, and its category is blank' as message,
        {{ json_object({
            'student_id': 'student_id',
            'service': 'service',
            'begin_date': 'begin_date',
        }) }} as evidence
    from plans
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
