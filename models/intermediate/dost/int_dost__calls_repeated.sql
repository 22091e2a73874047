-- one row per record of a call that stands for another one: the same call once more
with

-- a later delta folder has the call again, or says that it is no more
resent as (
    select
        same_as,
        max(delta_date) as delta_date
    from {{ ref('int_dost__call_suspects') }}
    where suspicion = 'identifier' and delta_date is not null
    group by same_as
),

outdated as (
    select
        suspects.file_key,
        suspects.line_number,
        suspects.organization_id,
        suspects.data_source,
        suspects.call_id
    from {{ ref('int_dost__call_suspects') }} as suspects
    inner join resent
        on suspects.same_as = resent.same_as
    where
        suspects.suspicion = 'identifier'
        and (
            suspects.is_deleted
            or coalesce(suspects.delta_date < resent.delta_date, true)
        )
),

standing as (
    select suspects.*
    from {{ ref('int_dost__call_suspects') }} as suspects
    left join outdated
        on suspects.file_key = outdated.file_key
        and suspects.line_number = outdated.line_number
    where suspects.suspicion <> 'none' and outdated.file_key is null
),

-- the first stays, whatever later files bring
ranked as (
    select
        *,
        row_number() over (
            partition by suspicion, same_as
            order by delta_date nulls first, line_number, file_key
        ) as place,
        first_value(call_id) over (
            partition by suspicion, same_as
            order by delta_date nulls first, line_number, file_key
        ) as first_call_id
    from standing
),

copies as (
    select
        file_key,
        line_number,
        organization_id,
        data_source,
        call_id,
        -- an identifier cannot stand twice; another attempt is kept, and excluded
        max(case suspicion
            when 'identifier' then 'repeated_id'
            else 'repeated_attempt'
        end) as repetition,
        min(first_call_id) as first_call_id
    from ranked
    where place > 1
    group by file_key, line_number, organization_id, data_source, call_id
)

select
    file_key,
    line_number,
    organization_id,
    data_source,
    call_id,
    'outdated' as repetition,
    cast(null as {{ dbt.type_string() }}) as first_call_id
from outdated
union all
select
    file_key,
    line_number,
    organization_id,
    data_source,
    call_id,
    repetition,
    first_call_id
from copies
