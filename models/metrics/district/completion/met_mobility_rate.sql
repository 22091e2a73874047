-- one row per policy, unit, school year and subgroup: how many come and leave
with

summed as (
    select
        moves.unit_type,
        moves.unit_key,
        moves.school_year,
        subgroups.subgroup_key,
        count(*) as members,
        sum(moves.first_day_count) as first_day_students,
        sum(moves.late_entry_count) as late_entries,
        sum(moves.re_entry_count) as re_entries,
        sum(moves.withdrawal_count) as withdrawals,
        sum(moves.moves_after_count) as moves_after_count,
        sum(case when moves.moves_after_count > 0 then 1 else 0 end) as movers
    from {{ ref('int_metrics__moves_counted') }} as moves
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on moves.student_key = subgroups.student_key
        and moves.school_year = subgroups.school_year
    group by
        moves.unit_type,
        moves.unit_key,
        moves.school_year,
        subgroups.subgroup_key
),

joined as (
    select
        summed.*,
        membership.value as average_membership
    from summed
    left join {{ ref('met_average_daily_membership') }} as membership
        on summed.unit_type = membership.unit_type
        and summed.unit_key = membership.unit_key
        and summed.school_year = membership.school_year
        and summed.subgroup_key = membership.subgroup_key
),

{% set policies = {
    'tucson': {
        'moves': 'late_entries + re_entries + withdrawals',
        'over': 'first_day_students + late_entries',
    },
    'colorado': {'moves': 'movers', 'over': 'members'},
    'colorado_incidence': {'moves': 'moves_after_count', 'over': 'members'},
    'maryland': {
        'moves': 'late_entries + re_entries + withdrawals',
        'over': 'average_membership',
    },
} %}
counted as (
    {% for policy_id, parts in policies.items() -%}
    select
        '{{ policy_id }}' as policy_id,
        'all' as subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        {{ parts.moves }} as numerator,
        {{ parts.over }} as denominator,
        members as n_students,
        cast(null as {{ dbt.type_float() }}) as std_error
    from joined
    {{ 'union all' if not loop.last }}
    {% endfor %}
),
{{ metric_values('mobility_rate', 'counted', 'ratio') }}
select * from final
