-- What: the sub-categories of a category come to its total, in amounts and in central
--   parts, and the totals of an academy come to its total expenditure.
-- Why it matters: a school is rated by its totals and told by lines where money goes.
-- How to fix: a line must be in the macro cost_lines under its category, and in
--   fct_school_costs whenever it is in the total.
with

tolerance as (
    select threshold as allowed
    from {{ ref('finance_thresholds') }}
    where name = 'shares_tolerance'
),

categories as (
    select
        run_id,
        urn,
        category,
        sum(case when sub_category = 'Total' then amount else 0 end) as total,
        sum(case when sub_category = 'Total' then 0 else amount end) as of_lines,
        sum(case when sub_category = 'Total' then central_services_amount else 0 end)
            as central_total,
        sum(case when sub_category = 'Total' then 0 else central_services_amount end)
            as central_of_lines
    from {{ ref('benchmarking__fct_school_costs') }}
    group by run_id, urn, category
),

schools as (
    select
        run_id,
        urn,
        sum(total) as total,
        sum(central_total) as central_total
    from categories
    group by run_id, urn
),

compared as (
    select
        run_id,
        urn,
        category,
        total - of_lines as difference
    from categories
    union all
    select
        run_id,
        urn,
        category || ', central services' as category,
        central_total - central_of_lines as difference
    from categories
    union all
    select
        schools.run_id,
        schools.urn,
        'Total expenditure' as category,
        schools.total - finances.total_expenditure as difference
    from schools
    inner join {{ ref('benchmarking__fct_school_finances') }} as finances
        on schools.run_id = finances.run_id
        and schools.urn = finances.urn
    where finances.finance_type = 'Academy'
)

select compared.*
from compared
cross join tolerance
where abs(compared.difference) >= tolerance.allowed
