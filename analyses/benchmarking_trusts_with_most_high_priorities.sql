-- In which trusts, and in which categories, do most schools have a high priority?
-- For: chief financial officers.
select
    run_id,
    comparator_method,
    trust_company_number,
    trust_name,
    category,
    red_count,
    amber_count,
    green_count,
    rated_schools
from {{ ref('rpt_benchmarking__rag_rollup_by_trust') }}
order by run_id desc, comparator_method, red_count desc, trust_company_number, category
