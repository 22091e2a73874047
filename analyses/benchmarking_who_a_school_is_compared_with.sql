-- Which schools is a school compared with, and why those?
-- For: everybody who doubts a rating.
select
    run_id,
    comparator_method,
    set_type,
    rank,
    comparator_urn,
    comparator_name,
    reason,
    distance,
    comparator_region,
    comparator_number_of_pupils,
    comparator_percent_fsm,
    comparator_percent_sen,
    comparator_total_internal_floor_area,
    comparator_age_average_score,
    comparator_progress8_banding,
    comparator_filled
from {{ ref('rpt_benchmarking__comparators_of_a_school') }}
where urn = {{ var('urn', 100000) }}
order by run_id desc, comparator_method, set_type, rank
