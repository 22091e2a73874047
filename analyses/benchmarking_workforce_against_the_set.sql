-- Has a school more or fewer staff than schools like it?
-- For: headteachers.
select
    run_id,
    comparator_method,
    measure,
    dimension,
    value,
    set_average,
    national_average
from {{ ref('rpt_benchmarking__workforce_vs_set') }}
where urn = {{ var('urn', 100000) }}
order by run_id desc, comparator_method, measure, dimension
