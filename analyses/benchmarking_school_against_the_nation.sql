-- How does a school compare with the schools of its phase and finance type?
-- For: business managers.
select
    run_id,
    overall_phase,
    finance_type,
    line_group,
    category,
    line_name,
    actual,
    national_actual,
    per_unit,
    national_per_unit,
    percent_of_income,
    national_percent_of_income,
    percent_of_expenditure,
    national_percent_of_expenditure
from {{ ref('rpt_benchmarking__school_vs_set_and_national') }}
where
    urn = {{ var('urn', 100000) }}
    and comparator_method
    = '{{ 'fbit' if var('comparator_method') == 'fbit' else 'seed' }}'
order by run_id desc, line_order
