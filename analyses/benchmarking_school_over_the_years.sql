-- How have income, spending, balance and colours of a school changed over the years?
-- For: governors.
select
    year,
    number_of_pupils,
    total_income,
    total_expenditure,
    in_year_balance,
    revenue_reserve,
    total_expenditure_per_pupil,
    red_count,
    amber_count,
    green_count
from {{ ref('rpt_benchmarking__school_history') }}
where urn = {{ var('urn', 100000) }}
order by year
