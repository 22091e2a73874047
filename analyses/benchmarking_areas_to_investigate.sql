-- Which three cost categories of a school lie furthest above similar schools?
-- For: governors. The gap is in pounds for the whole school.
select
    run_id,
    comparator_method,
    gap_order,
    category,
    gap,
    value,
    reference_value,
    position_text
from {{ ref('rpt_benchmarking__spending_priorities') }}
where urn = {{ var('urn', 100000) }} and is_area_to_investigate
order by run_id desc, comparator_method, gap_order
