-- one row per table, measure and cell of the reports of phone programmes
{% set dimensions = [
    'position', 'platform', 'channel', 'partner_org', 'program', 'cohort_month',
    'geography', 'category',
] %}
{% set of_metrics = dimensions[1:7] %}
{# what a part has besides denominator and people; all where it says nothing #}
{% set parts = {
    'shares': {'position': 'period', 'numerator': 'numerator'},
    'levels': {'position': 'month_number', 'category': 'category'},
    'lessons': {
        'position': 'sequence_index', 'program': 'program', 'numerator': 'numerator',
    },
    'pick_up': {'position': 'dimension', 'category': 'value'},
    'delivery': {'position': 'value', 'platform': 'platform'},
    'opt_outs': {'position': 'week_in_program', 'category': 'category'},
} %}
{% do parts.shares.update(dict(zip(of_metrics, of_metrics))) %}
with

policy as (
    select value as min_students
    from {{ ref('disclosure_policies') }}
    where
        policy_id = '{{ var("disclosure_policy", "default_n10") }}'
        and parameter = 'min_students'
),

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

spells as (
    select
        spells.user_program_key,
        spells.user_key,
        spells.is_only,
        cast(floor({{ dbt.datediff(
            'spells.program_start_date',
            'least(spells.eop_date, as_of.as_of_date)',
            'day',
        ) }} / 7) as integer) + 1 as last_week
    from {{ ref('int_dost__spells_labelled') }} as spells
    cross join as_of
),

-- the fewest users of any metric of the period, so that one state fits them all
metrics as (
    select
        *,
        min(n_users) over (
            partition by period, {{ of_metrics | join(', ') }}
        ) as people
    from {{ ref('int_dost__metric_cells') }}
),

-- of three dimensions at once only cells with enough users are listed: a row that is
-- hidden would tell that there is somebody
shares as (
    select
        metrics.*,
        'metrics' as table_name,
        metrics.metric_name as measure
    from metrics
    cross join policy
    where
        metrics.is_share
        and (
            metrics.people >= policy.min_students
            or metrics.partner_org = 'all'
            or metrics.program = 'all'
        )
),

months as (
    select
        months.month_number,
        months.level_2020,
        months.level_2023,
        spells.user_key,
        spells.is_only
    from {{ ref('engagement__fct_user_program_months') }} as months
    inner join spells
        on months.user_program_key = spells.user_program_key
    where not months.is_censored
),

months_of_levels as (
    select
        month_number,
        level_2020,
        level_2023,
        count(*) as spells,
        count(case when is_only then 1 end) as only_users
    from months
    group by month_number, level_2020, level_2023
),

-- who has one enrolment is one person; the others are few, and told apart by their key
others as (
    {% for rule in ['level_2020', 'level_2023'] -%}
    select
        '{{ rule }}' as measure,
        month_number,
        coalesce({{ rule }}, 'all') as category,
        count(distinct user_key) as users
    from months
    where not is_only
    group by month_number, grouping sets ((), ({{ rule }}))
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

mixes as (
    {% for rule in ['level_2020', 'level_2023'] -%}
    select
        '{{ rule }}' as measure,
        month_number,
        coalesce({{ rule }}, 'all') as category,
        sum(spells) as spells,
        sum(only_users) as only_users
    from months_of_levels
    group by month_number, grouping sets ((), ({{ rule }}))
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

levels as (
    select
        'level_mix' as table_name,
        mixes.measure,
        mixes.month_number,
        mixes.category,
        mixes.spells as denominator,
        mixes.only_users + coalesce(others.users, 0) as people
    from mixes
    left join others
        on mixes.measure = others.measure
        and mixes.month_number = others.month_number
        and mixes.category = others.category
),

lessons as (
    select
        'lesson_dropoff' as table_name,
        'answered' as measure,
        sequence_index,
        program,
        answered_spells as numerator,
        delivered_spells as denominator,
        n_users as people
    from {{ ref('int_dost__lessons_counted') }}
    union all
    select
        'lesson_dropoff' as table_name,
        'last_heard' as measure,
        sequence_index,
        program,
        cast(null as bigint) as numerator,
        last_heard_spells as denominator,
        last_heard_users as people
    from {{ ref('int_dost__lessons_counted') }}
),

calls as (
    select
        dimension,
        platform,
        value,
        called_users,
        delivered_users
    from {{ ref('int_dost__calls_counted') }}
),

-- the margin of each dimension is the same: everybody whose phone rang
pick_up as (
    select
        'pickup_profile' as table_name,
        'delivered' as measure,
        dimension,
        value,
        delivered_users as denominator,
        delivered_users as people
    from calls
    where dimension in ('hour', 'weekday', 'attempt')
    {% for dimension in ['hour', 'weekday', 'attempt'] -%}
    union all
    select
        'pickup_profile' as table_name,
        'delivered' as measure,
        '{{ dimension }}' as dimension,
        'all' as value,
        delivered_users as denominator,
        delivered_users as people
    from calls
    where dimension = 'all'
    {% endfor %}
),

delivery as (
    select
        'delivery_health' as table_name,
        'called' as measure,
        platform,
        value,
        called_users as denominator,
        called_users as people
    from calls
    where dimension in ('week', 'platform', 'all')
),

-- of several opt-outs of an enrolment the first counts
leavers as (
    select
        user_program_key,
        reason,
        week_in_program
    from (
        select
            user_program_key,
            coalesce(reason, 'unknown') as reason,
            week_in_program,
            row_number() over (
                partition by user_program_key order by opted_out_on, opt_out_id
            ) as place
        from {{ ref('engagement__fct_opt_outs') }}
        where user_program_key is not null and week_in_program >= 1
    ) as ranked
    where place = 1
),

-- at risk until the opt-out, the end of the programme or the as-of date
at_risk as (
    select
        spells.user_key,
        leavers.reason,
        coalesce(leavers.week_in_program, spells.last_week) as last_week
    from spells
    left join leavers
        on spells.user_program_key = leavers.user_program_key
    where coalesce(leavers.week_in_program, spells.last_week) >= 1
),

weeks_before as (
    select {{ explode_numbers('max(last_week) - 1') }} as weeks
    from at_risk
),

weeks as (
    select cast(weeks as integer) + 1 as week_in_program
    from weeks_before
),

spells_by_last_week as (
    select
        last_week,
        count(*) as spells
    from at_risk
    group by last_week
),

users_by_last_week as (
    select
        last_week,
        count(*) as users
    from (
        select
            user_key,
            max(last_week) as last_week
        from at_risk
        group by user_key
    ) as ended
    group by last_week
),

risks as (
    select
        weeks.week_in_program,
        (
            select sum(spells_by_last_week.spells)
            from spells_by_last_week
            where spells_by_last_week.last_week >= weeks.week_in_program
        ) as spells,
        (
            select sum(users_by_last_week.users)
            from users_by_last_week
            where users_by_last_week.last_week >= weeks.week_in_program
        ) as users
    from weeks
),

opt_outs as (
    select
        'opt_outs' as table_name,
        'at_risk' as measure,
        week_in_program,
        'all' as category,
        spells as denominator,
        users as people
    from risks
    union all
    select
        'opt_outs' as table_name,
        'opt_outs' as measure,
        last_week as week_in_program,
        coalesce(reason, 'all') as category,
        count(*) as denominator,
        count(distinct user_key) as people
    from at_risk
    where reason is not null
    group by last_week, grouping sets ((), (reason))
)

{% for part, given in parts.items() -%}
select
    table_name,
    measure,
    {% for dimension in dimensions -%}
    {% if dimension in given -%}
    cast({{ given[dimension] }} as {{ dbt.type_string() }}) as {{ dimension }},
    {% else -%}
    'all' as {{ dimension }},
    {% endif -%}
    {% endfor -%}
    cast({{ given.get('numerator', 'null') }} as bigint) as numerator,
    cast(denominator as bigint) as denominator,
    cast(people as bigint) as people
from {{ part }}
{{ 'union all' if not loop.last }}
{% endfor %}
