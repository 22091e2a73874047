-- Where does a school spend more than schools like it? High priorities first.
-- For: headteachers and business managers. --vars '{urn: 123456}' chooses the school.
select
    run_id,
    comparator_method,
    priority_order,
    category,
    priority,
    position_text,
    value,
    median,
    diff_median,
    percent_diff
from {{ ref('rpt_benchmarking__spending_priorities') }}
where urn = {{ var('urn', 100000) }} and run_type = 'default'
order by run_id desc, comparator_method, priority_order
