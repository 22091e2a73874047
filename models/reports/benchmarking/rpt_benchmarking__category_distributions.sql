-- one row per run, phase, finance type, category and sub-category: how its costs spread
with

schools as (
    select run_id, urn, overall_phase, finance_type
    from {{ ref('benchmarking__fct_school_characteristics') }}
    where not is_part_year
),

-- a zero is a line that a school does not have
costs as (
    select
        schools.run_id,
        schools.overall_phase,
        schools.finance_type,
        costs.category,
        costs.sub_category,
        costs.basis,
        costs.urn,
        cast(costs.per_unit as decimal(18, 4)) as per_unit
    from {{ ref('benchmarking__fct_school_costs') }} as costs
    inner join schools
        on costs.run_id = schools.run_id
        and costs.urn = schools.urn
    where costs.per_unit > 0
),

final as (
    select
        run_id,
        overall_phase,
        finance_type,
        category,
        sub_category,
        basis,
        cast(count(*) as integer) as number_of_schools,
        {%- for name, share in [
            ('lowest_tenth', 0.1),
            ('lower_quartile', 0.25),
            ('median', 0.5),
            ('upper_quartile', 0.75),
            ('highest_tenth', 0.9),
        ] %}
        cast(
            percentile_cont({{ share }}) within group (order by per_unit)
            as decimal(18, 0)
        ) as {{ name }},
        {%- endfor %}
        cast(avg(per_unit) as decimal(18, 0)) as mean
    from costs
    group by run_id, overall_phase, finance_type, category, sub_category, basis
)

select * from final
