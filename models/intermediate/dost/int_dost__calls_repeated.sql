-- one row per record of a call that stands for another one: the same call once more
with

suspected_numbers as (
    select
        organization_id,
        data_source,
        id
    from {{ ref('int_dost__call_suspects') }}
    where suspicion = 'identifier'
    group by organization_id, data_source, id
),

suspected_attempts as (
    select
        organization_id,
        data_source,
        experience_id,
        programseq_id,
        call_type,
        attempted_timestamp
    from {{ ref('int_dost__call_suspects') }}
    where suspicion = 'attempt'
    group by
        organization_id,
        data_source,
        experience_id,
        programseq_id,
        call_type,
        attempted_timestamp
),

same_numbers as (
    select
        calls.file_key,
        calls.line_number,
        calls.organization_id,
        calls.data_source,
        calls.id,
        calls.is_deleted,
        calls.delta_date
    from {{ ref('stg_dost__campaigns') }} as calls
    inner join suspected_numbers
        on calls.organization_id = suspected_numbers.organization_id
        and calls.data_source = suspected_numbers.data_source
        and calls.id = suspected_numbers.id
),

-- a later delta folder has the call again, or says that it is no more
resent as (
    select
        organization_id,
        data_source,
        id,
        max(delta_date) as delta_date
    from same_numbers
    where delta_date is not null
    group by organization_id, data_source, id
),

outdated as (
    select
        calls.file_key,
        calls.line_number
    from same_numbers as calls
    inner join resent
        on calls.organization_id = resent.organization_id
        and calls.data_source = resent.data_source
        and calls.id = resent.id
    where calls.is_deleted or coalesce(calls.delta_date < resent.delta_date, true)
),

suspects as (
    select
        file_key,
        line_number,
        delta_date,
        organization_id || chr(31) || data_source || chr(31) || id as call_number,
        'repeated_id' as repetition,
        organization_id || chr(31) || data_source || chr(31) || id as same_as
    from same_numbers
    union all
    select
        calls.file_key,
        calls.line_number,
        calls.delta_date,
        calls.organization_id || chr(31) || calls.data_source || chr(31) || calls.id
            as call_number,
        'repeated_attempt' as repetition,
        calls.organization_id || chr(31) || calls.data_source || chr(31)
        || calls.experience_id || chr(31) || coalesce(calls.programseq_id, '')
        || chr(31) || calls.call_type || chr(31)
        || cast(calls.attempted_timestamp as {{ dbt.type_string() }}) as same_as
    from {{ ref('stg_dost__campaigns') }} as calls
    inner join suspected_attempts
        on calls.organization_id = suspected_attempts.organization_id
        and calls.data_source = suspected_attempts.data_source
        and calls.experience_id = suspected_attempts.experience_id
        and calls.call_type = suspected_attempts.call_type
        and calls.attempted_timestamp = suspected_attempts.attempted_timestamp
        and coalesce(calls.programseq_id, '')
        = coalesce(suspected_attempts.programseq_id, '')
),

standing as (
    select suspects.*
    from suspects
    left join outdated
        on suspects.file_key = outdated.file_key
        and suspects.line_number = outdated.line_number
    where outdated.file_key is null
),

-- the first stays, whatever later files bring
ranked as (
    select
        file_key,
        line_number,
        repetition,
        call_number,
        row_number() over (
            partition by repetition, same_as
            order by delta_date nulls first, line_number, file_key
        ) as place,
        first_value(call_number) over (
            partition by repetition, same_as
            order by delta_date nulls first, line_number, file_key
        ) as first_number
    from standing
),

copies as (
    select
        file_key,
        line_number,
        -- an identifier cannot stand twice; another attempt is kept, and excluded
        max(repetition) as repetition,
        min(first_number) as first_number
    from ranked
    where place > 1
    group by file_key, line_number
)

select
    file_key,
    line_number,
    'outdated' as repetition,
    cast(null as {{ dbt.type_string() }}) as first_call_id
from outdated
union all
select
    file_key,
    line_number,
    repetition,
    {{ dbt.split_part('first_number', 'chr(31)', 3) }} as first_call_id
from copies
