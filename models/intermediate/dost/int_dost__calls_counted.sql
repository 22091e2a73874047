-- one row per dimension, platform and value, or all of them: calls made and answered
{% set counts = [
    'outbound_calls', 'delivered_calls', 'answered_calls', 'failed_calls',
    'missed_calls',
] %}
{% set sums, loaded_sums = [], [] %}
{% for name in counts %}
{% do sums.append('cast(sum(' ~ name ~ ') as bigint) as ' ~ name) %}
{% do loaded_sums.append('cast(sum(loaded.' ~ name ~ ') as bigint) as ' ~ name) %}
{% endfor %}
{# A user is of one platform, so that users of platforms add up. #}
{% set users = [
    'cast(sum(called_users) as bigint) as called_users',
    'cast(sum(delivered_users) as bigint) as delivered_users',
] %}
{% set nothing = 'cast(null as ' ~ dbt.type_string() ~ ')' %}
with

-- a load has a user once for each value
loaded as (
    select
        dimension,
        organization_id,
        data_source,
        value,
        load_key,
        {{ sums | join(',\n        ') }},
        count(*) as called_users,
        count(case when delivered_calls > 0 then 1 end) as delivered_users
    from {{ ref('int_dost__users_called') }}
    group by dimension, organization_id, data_source, value, load_key
),

shared as (
    select
        dimension,
        organization_id,
        data_source,
        value
    from loaded
    group by dimension, organization_id, data_source, value
    having count(*) > 1
),

-- of values that several loads have a user may be in each of them, and counts once
users_of_shared as (
    select
        shared.dimension,
        shared.organization_id,
        shared.data_source,
        shared.value,
        users_called.user_key,
        sum(users_called.delivered_calls) as delivered_calls
    from {{ ref('int_dost__users_called') }} as users_called
    inner join shared
        on users_called.dimension = shared.dimension
        and users_called.organization_id = shared.organization_id
        and users_called.data_source = shared.data_source
        and users_called.value = shared.value
    group by
        shared.dimension,
        shared.organization_id,
        shared.data_source,
        shared.value,
        users_called.user_key
),

shared_users as (
    select
        dimension,
        organization_id,
        data_source,
        value,
        count(*) as called_users,
        count(case when delivered_calls > 0 then 1 end) as delivered_users
    from users_of_shared
    group by dimension, organization_id, data_source, value
),

of_platforms as (
    select
        loaded.dimension,
        loaded.organization_id,
        loaded.data_source,
        loaded.value,
        {{ loaded_sums | join(',\n        ') }},
        coalesce(max(shared_users.called_users), max(loaded.called_users))
            as called_users,
        coalesce(max(shared_users.delivered_users), max(loaded.delivered_users))
            as delivered_users
    from loaded
    left join shared_users
        on loaded.dimension = shared_users.dimension
        and loaded.organization_id = shared_users.organization_id
        and loaded.data_source = shared_users.data_source
        and loaded.value = shared_users.value
    group by
        loaded.dimension,
        loaded.organization_id,
        loaded.data_source,
        loaded.value
),

-- every call has one weekday
users as (
    select
        user_key,
        min(organization_id) as organization_id,
        min(data_source) as data_source,
        {{ sums | join(',\n        ') }}
    from {{ ref('int_dost__users_called') }}
    where dimension = 'weekday'
    group by user_key
),

platforms as (
    select
        organization_id,
        data_source,
        {{ sums | join(',\n        ') }},
        count(*) as called_users,
        count(case when delivered_calls > 0 then 1 end) as delivered_users
    from users
    group by organization_id, data_source
),

counted as (
    select
        dimension,
        organization_id,
        data_source,
        value,
        {{ counts | join(',\n        ') }},
        called_users,
        delivered_users
    from of_platforms
    where dimension = 'week'
    union all
    select
        dimension,
        {{ nothing }} as organization_id,
        {{ nothing }} as data_source,
        value,
        {{ (sums + users) | join(',\n        ') }}
    from of_platforms
    where dimension <> 'week'
    group by dimension, value
    union all
    select
        'platform' as dimension,
        organization_id,
        data_source,
        {{ nothing }} as value,
        {{ counts | join(',\n        ') }},
        called_users,
        delivered_users
    from platforms
    union all
    select
        'all' as dimension,
        {{ nothing }} as organization_id,
        {{ nothing }} as data_source,
        {{ nothing }} as value,
        {{ (sums + users) | join(',\n        ') }}
    from platforms
    having count(*) > 0
)

select
    dimension,
    coalesce(organization_id || ' ' || data_source, 'all') as platform,
    coalesce(value, 'all') as value,
    organization_id,
    data_source,
    {{ counts | join(',\n    ') }},
    called_users,
    delivered_users,
    case when dimension = 'week' then cast(value as date) end as week_start_date
from counted
