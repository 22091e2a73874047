-- Which schools of a school's set have a Progress 8 band above the average?
-- For: headteachers who look for somebody to learn from.
select
    comparators.run_id,
    comparators.comparator_method,
    comparators.comparator_urn,
    bands.school_name,
    bands.progress8_banding,
    bands.progress8
from {{ ref('rpt_benchmarking__comparators_of_a_school') }} as comparators
inner join {{ ref('rpt_benchmarking__progress_bands') }} as bands
    on comparators.run_id = bands.run_id
    and comparators.comparator_urn = bands.urn
where
    comparators.urn = {{ var('urn', 100000) }}
    and comparators.set_type = 'pupil'
    and bands.is_flagged
order by comparators.run_id desc, bands.progress8 desc, comparators.comparator_urn
