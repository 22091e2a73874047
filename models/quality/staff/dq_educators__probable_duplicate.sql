-- one row per educator record that is probably one person with another record
with

matches as (
    select
        *,
        cast(round(match_probability, 3) as decimal(4, 3)) as score
    from {{ ref('py_educator_matches') }}
),

both_ways as (
    select
        educator_key,
        other_educator_key,
        first_name,
        last_name,
        birth_date,
        middle_initial,
        email,
        state_educator_id,
        score
    from matches
    union all
    select
        other_educator_key as educator_key,
        educator_key as other_educator_key,
        first_name,
        last_name,
        birth_date,
        middle_initial,
        email,
        state_educator_id,
        score
    from matches
),

educators as (
    select
        educator_key,
        source,
        district_id,
        educator_id
    from {{ ref('int_district__staff_conformed') }}
    where educator_key is not null
),

ranked as (
    select
        both_ways.*,
        educators.source,
        educators.district_id,
        educators.educator_id,
        others.educator_id as other_educator_id,
        row_number() over (
            partition by both_ways.educator_key
            order by both_ways.score desc, others.educator_id asc
        ) as other_rank
    from both_ways
    inner join educators
        on both_ways.educator_key = educators.educator_key
    inner join educators as others
        on both_ways.other_educator_key = others.educator_key
    left join {{ ref('int_district__educator_licences_shared') }} as licences
        on both_ways.educator_key = licences.educator_key
        and both_ways.other_educator_key = licences.other_educator_key
    where licences.educator_key is null
),

violations as (
    select
        'STF-002' as rule_id,
        source,
        district_id,
        'educator' as entity_type,
        educator_key as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        'probability ' || cast(score as {{ dbt.type_string() }})
        || ' of being one person with another record' as observed,
        'one record per person' as expected,
        'probably the same person; nothing was merged' as message,
        {{ json_object({
            'educator_id': 'educator_id',
            'other_educator_id': 'other_educator_id',
            'match_probability': 'score',
            'first_name_agreement': 'first_name',
            'last_name_agreement': 'last_name',
            'birth_date_agreement': 'birth_date',
            'middle_initial_agreement': 'middle_initial',
            'email_agreement': 'email',
            'state_educator_id_agreement': 'state_educator_id',
        }) }} as evidence
    from ranked
    where other_rank = 1
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
