-- one row per enrolment with two partners, and per experience with a number of nobody
with

experiences as (
    select
        organization_id,
        data_source,
        experience_key,
        experience_id,
        is_number_unknown
    from {{ ref('int_dost__experiences_partnered') }}
),

-- where no number at all was sent, none can be unknown
with_numbers as (
    select organization_id
    from {{ ref('stg_dost__provider_numbers') }}
    group by organization_id
),

-- an enrolment is named by its first experience
first_experiences as (
    select experience_key, user_program_key
    from {{ ref('int_dost__experiences_spelled') }}
    where place = 1
),

enrollments as (
    select user_program_key
    from {{ ref('engagement__fct_user_programs') }}
    where has_partner_conflict
),

found as (
    select
        'ENG-007' as rule_id,
        experiences.organization_id,
        experiences.data_source,
        experiences.experience_id,
        'enrollment' as entity_type,
        enrollments.user_program_key as entity_key,
        'more than one partner' as observed,
        'one partner' as expected,
        'provider numbers and user of the enrolment name more than one partner; that of'
        || ' the first number counts' as message
    from enrollments
    inner join first_experiences
        on enrollments.user_program_key = first_experiences.user_program_key
    inner join experiences
        on first_experiences.experience_key = experiences.experience_key
    union all
    select
        'ENG-008' as rule_id,
        experiences.organization_id,
        experiences.data_source,
        experiences.experience_id,
        'experience' as entity_type,
        experiences.experience_key as entity_key,
        'a number of no partner' as observed,
        'a number that a partner had on that day' as expected,
        'no partner had the provider number of the experience on its first day; the'
        || ' partner of the user counts' as message
    from experiences
    inner join with_numbers
        on experiences.organization_id = with_numbers.organization_id
    where experiences.is_number_unknown
),

violations as (
    select
        rule_id,
        'dost' as source,
        organization_id as district_id,
        entity_type,
        entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        observed,
        expected,
        message,
        -- never the number, which is a phone
        {{ json_object({
            'data_source': 'data_source',
            'experience_id': 'experience_id',
        }) }} as evidence
    from found
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
