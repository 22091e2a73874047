-- one row per certificate with a number, state, type or dates that cannot be
with

certificates as (
    select
        source,
        district_id,
        certification_id,
        educator_id,
        certificate_number,
        certificate_type,
        upper(state) as state,
        issue_date,
        expiry_date
    from {{ ref('int_district__certifications_conformed') }}
),

states as (
    select state, number_pattern
    from {{ ref('certificate_states') }}
),

judged as (
    select
        certificates.source,
        certificates.district_id,
        certificates.certification_id,
        certificates.educator_id,
        case
            when certificates.state is not null and states.state is null
                then '; state ' || certificates.state
            else ''
        end as state_fault,
        case
            when not {{ matches_pattern(
                'upper(certificates.certificate_number)', 'states.number_pattern'
            ) }}
                then '; number'
            else ''
        end as number_fault,
        case when certificates.certificate_type is null then '; type' else '' end
            as type_fault,
        case
            when certificates.issue_date >= certificates.expiry_date then '; dates'
            else ''
        end as dates_fault
    from certificates
    left join states
        on certificates.state = states.state
),

faults as (
    select
        source,
        district_id,
        certification_id,
        educator_id,
        state_fault || number_fault || type_fault || dates_fault as fault
    from judged
),

violations as (
    select
        'STF-006' as rule_id,
        source,
        district_id,
        'certification' as entity_type,
        {{ surrogate_key(['district_id', 'certification_id']) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as {{ dbt.type_int() }}) as school_year,
        substr(fault, 3) as observed,
        'number, state, type and dates of a certificate' as expected,
        'the certificate has a number, state, type or dates that cannot be' as message,
        {{ json_object({
            'certification_id': 'certification_id',
            'educator_id': 'educator_id',
        }) }} as evidence
    from faults
    where fault <> ''
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
