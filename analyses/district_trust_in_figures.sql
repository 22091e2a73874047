-- Can the figures be trusted? Trust grade of each metric, how far defects moved the
-- headline metrics, and the rules that cost the grade.
-- For: district leadership, data and assessment teams.
select
    trust.district_id,
    trust.metric,
    trust.grade,
    trust.because,
    impact.as_received,
    impact.published,
    impact.delta
from {{ ref('met_dq_trust') }} as trust
left join {{ ref('rpt_quality__metric_impact') }} as impact
    on trust.metric = impact.metric
    and trust.unit_type = impact.unit_type
    and trust.unit_key = impact.unit_key
where trust.unit_type = 'district'
order by trust.district_id asc, trust.grade desc, trust.metric asc
