-- one row per content whose length nobody knows, and that is or was to be played
with

unmeasured as (
    select
        organization_id,
        data_source,
        content_key,
        content_id,
        status
    from {{ ref('int_dost__contents') }}
    where duration_secs is null
),

-- drafts may be without, until somebody hears them
played as (
    select calls.content_key
    from {{ ref('engagement__fct_calls') }} as calls
    inner join unmeasured
        on calls.content_key = unmeasured.content_key
    where unmeasured.status = 'draft'
    group by calls.content_key
),

violations as (
    select
        'ENG-006' as rule_id,
        'dost' as source,
        unmeasured.organization_id as district_id,
        'content' as entity_type,
        unmeasured.content_key as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        'no duration' as observed,
        'more than 0 s' as expected,
        'the content has no duration; how much of it is heard is not known, and lessons'
        || ' with it are counted as unknown' as message,
        {{ json_object({
            'data_source': 'unmeasured.data_source',
            'content_id': 'unmeasured.content_id',
        }) }} as evidence
    from unmeasured
    left join played
        on unmeasured.content_key = played.content_key
    where coalesce(unmeasured.status, '') <> 'draft' or played.content_key is not null
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
