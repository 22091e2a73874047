-- What do schools of a phase spend on each category, per pupil or square metre?
-- For: local authorities and trusts.
select
    run_id,
    overall_phase,
    finance_type,
    category,
    basis,
    number_of_schools,
    lower_quartile,
    median,
    upper_quartile
from {{ ref('rpt_benchmarking__category_distributions') }}
where sub_category = 'Total'
order by run_id desc, overall_phase, finance_type, category
