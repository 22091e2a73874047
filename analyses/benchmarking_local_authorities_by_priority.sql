-- How many schools of each local authority have high, medium and low priorities?
-- For: local authorities.
select
    run_id,
    comparator_method,
    la_code,
    la_name,
    sum(red_count) as red_count,
    sum(amber_count) as amber_count,
    sum(green_count) as green_count
from {{ ref('rpt_benchmarking__rag_rollup_by_local_authority') }}
group by run_id, comparator_method, la_code, la_name
order by run_id desc, comparator_method, la_code
