-- no figure without a definition that names its authority
select
    figures.metric_name,
    figures.policy_id
from {{ ref('met_values') }} as figures
left join {{ ref('metric_policies') }} as policies
    on figures.metric_name = policies.metric_name
    and figures.policy_id = policies.policy_id
where policies.metric_name is null
group by figures.metric_name, figures.policy_id
