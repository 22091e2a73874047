-- one row per call and rule that it breaks by itself or with its lesson and content
with

-- where no lesson or no content at all was sent, none can be unknown
with_lessons as (
    select organization_id
    from {{ ref('engagement__dim_lessons') }}
    group by organization_id
),

with_contents as (
    select organization_id
    from {{ ref('int_dost__contents') }}
    group by organization_id
),

found as (
    select
        *,
        excluded_by as rule_id,
        case excluded_by
            when 'ENG-001' then 'call ' || first_call_id || ' again'
            else 'called on ' || cast(call_date as {{ dbt.type_string() }})
        end as observed,
        case excluded_by
            when 'ENG-001' then 'one call'
            else 'on or after the start date of the experience'
        end as expected,
        case excluded_by
            when 'ENG-001'
                then
                    'the call is another one under a second id: same experience,'
                    || ' lesson, call type and time; it counts nowhere'
            else 'the call was made before its experience began; it counts nowhere'
        end as message
    from {{ ref('int_dost__calls_implausible') }}
    where excluded_by is not null
    union all
    select
        *,
        'ENG-002' as rule_id,
        cast(listen_secs as {{ dbt.type_string() }}) || ' s' as observed,
        'at most ' || cast(duration_secs as {{ dbt.type_string() }})
        || ' s, the length of the content, and a few to ring off' as expected,
        'the call was listened to for longer than its content lasts; the length of the'
        || ' content counts' as message
    from {{ ref('int_dost__calls_implausible') }}
    where listen_secs > duration_secs + {{ dq_parameter('ENG-002', 'ring_off_secs') }}
    union all
    select
        *,
        'ENG-003' as rule_id,
        cast(listen_secs as {{ dbt.type_string() }}) || ' s' as observed,
        '0 s or more' as expected,
        'the call has less than no listening; it counts as 0 s' as message
    from {{ ref('int_dost__calls_implausible') }}
    where listen_secs < 0
    union all
    select
        calls.*,
        'ENG-005' as rule_id,
        case
            when calls.lacks_lesson and calls.lacks_content
                then 'neither lesson nor content known'
            when calls.lacks_lesson then 'lesson not known'
            else 'content not known'
        end as observed,
        'a lesson of the programme and a content of the platform' as expected,
        case
            when calls.lacks_lesson
                then
                    'the call names no lesson that its programme has; it counts as a'
                    || ' call, and for no lesson'
            else
                'the call names no content that the platform has; nobody can tell how'
                || ' much of it was heard'
        end as message
    from {{ ref('int_dost__calls_implausible') }} as calls
    inner join with_lessons
        on calls.organization_id = with_lessons.organization_id
    inner join with_contents
        on calls.organization_id = with_contents.organization_id
    where calls.lacks_lesson or calls.lacks_content
    union all
    select
        *,
        'ENG-009' as rule_id,
        'no status' as observed,
        'the status of a call that was delivered' as expected,
        'the call rang and has no status; where the platform tells delivery by it, the'
        || ' call counts as neither delivered nor answered' as message
    from {{ ref('int_dost__calls_implausible') }}
    where lacks_status
),

told as (
    select
        rule_id,
        organization_id,
        data_source,
        call_id,
        observed,
        expected,
        message
    from found
    union all
    -- a second line under the identifier of a call is in no table of calls
    select
        'ENG-001' as rule_id,
        organization_id,
        data_source,
        call_id,
        'call ' || call_id || ' again on line '
        || cast(line_number as {{ dbt.type_string() }}) as observed,
        'one call' as expected,
        'the record has the id of another call of its folder; the first counts, this'
        || ' one is left out' as message
    from {{ ref('int_dost__calls_repeated') }}
    where repetition = 'repeated_id'
),

violations as (
    select
        rule_id,
        'dost' as source,
        organization_id as district_id,
        'call' as entity_type,
        {{ surrogate_key(['organization_id', 'data_source', 'call_id']) }}
            as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        observed,
        expected,
        message,
        {{ json_object({
            'data_source': 'data_source',
            'call_id': 'call_id',
        }) }} as evidence
    from told
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
