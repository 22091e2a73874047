-- one row per school, year, metric, policy and subject: the school beside its peers
with

metrics as (
    select
        metric_name,
        policy_id,
        better_when,
        sort_order
    from {{ ref('comparison_metrics') }}
),

parameters as (
    select value as min_peers
    from {{ ref('school_peer_parameters') }}
    where parameter = 'min_peers'
),

figures as (
    select
        figures.unit_key as school_key,
        figures.metric_name,
        figures.policy_id,
        figures.subject,
        metrics.better_when,
        figures.dq_grade,
        figures.school_year,
        metrics.sort_order,
        figures.value
    from {{ ref('met_values') }} as figures
    inner join metrics
        on figures.metric_name = metrics.metric_name
        and figures.policy_id = metrics.policy_id
    where
        figures.unit_type = 'school'
        and figures.subgroup_key = 'all'
        and figures.value is not null
),

compared as (
    select
        figures.school_key,
        figures.metric_name,
        figures.policy_id,
        figures.subject,
        figures.school_year,
        {%- for name, share in [
            ('first_quartile', 0.25), ('median', 0.5), ('third_quartile', 0.75),
        ] %}
        {{ significant_digits(
            'percentile_cont(' ~ share ~ ') within group (order by others.value)'
        ) }} as peers_{{ name }},
        {%- endfor %}
        sum(case when others.value < figures.value then 1 else 0 end) as peers_below,
        count(*) as peers
    from figures
    inner join {{ ref('district__fct_school_peers') }} as peers
        on figures.school_key = peers.school_key
        and figures.school_year = peers.school_year
    inner join figures as others
        on peers.peer_school_key = others.school_key
        and peers.school_year = others.school_year
        and figures.metric_name = others.metric_name
        and figures.policy_id = others.policy_id
        and figures.subject = others.subject
    group by
        figures.school_key,
        figures.metric_name,
        figures.policy_id,
        figures.subject,
        figures.school_year
),

enough as (
    select compared.*
    from compared
    inner join parameters
        on compared.peers >= parameters.min_peers
),

final as (
    select
        figures.school_key,
        schools.school_name,
        figures.metric_name,
        figures.policy_id,
        figures.subject,
        figures.better_when,
        case
            when enough.peers is null then 'too_few_peers'
            when figures.value < enough.peers_first_quartile then 'lower'
            when figures.value > enough.peers_third_quartile then 'higher'
            else 'within'
        end as position,
        figures.dq_grade,
        figures.school_year,
        figures.sort_order,
        cast(coalesce(compared.peers, 0) as integer) as peers,
        cast(enough.peers_below as integer) as peers_below,
        figures.value,
        enough.peers_first_quartile,
        enough.peers_median,
        enough.peers_third_quartile
    from figures
    inner join {{ ref('district__dim_schools') }} as schools
        on figures.school_key = schools.school_key
    {% for relation in ['compared', 'enough'] -%}
    left join {{ relation }}
        on figures.school_key = {{ relation }}.school_key
        and figures.metric_name = {{ relation }}.metric_name
        and figures.policy_id = {{ relation }}.policy_id
        and figures.subject = {{ relation }}.subject
        and figures.school_year = {{ relation }}.school_year
    {% endfor %}
)

select * from final
