-- How does every line of a school compare with its set, in the four dimensions?
-- For: business managers. Pounds, per unit, percent of income and of expenditure.
select
    run_id,
    comparator_method,
    line_group,
    category,
    line_name,
    actual,
    set_actual,
    per_unit,
    set_per_unit,
    percent_of_income,
    set_percent_of_income,
    percent_of_expenditure,
    set_percent_of_expenditure
from {{ ref('rpt_benchmarking__school_vs_set_and_national') }}
where urn = {{ var('urn', 100000) }}
order by run_id desc, comparator_method, line_order
