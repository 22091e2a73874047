-- one row per base run, user's run, school with custom data and line of its costs
with

schools as (
    select *
    from {{ ref('int_benchmarking__custom_finances') }}
),

known_lines as (
    select run_id, urn, category, sub_category
    from {{ ref('benchmarking__fct_school_costs') }}
),

custom_lines as (
    select run_id, base_run_id, urn, column_name
    from {{ ref('int_benchmarking__custom_values') }}
    where rule_id is null and kind = 'cost'
),

finance_lines as (
    select category, sub_category, basis, finance_column
    from {{ ref('finance_lines') }}
    where kind = 'cost'
),

cost_categories as (
    select category, category_key, basis
    from {{ ref('cost_categories') }}
),

thresholds as (
    select threshold as academy_zero
    from {{ ref('finance_thresholds') }}
    where name = 'academy_zero_per_unit'
),

amounts as (
    {%- for cost in cost_lines() %}
    select
        run_id,
        base_run_id,
        '{{ cost.column }}' as finance_column,
        urn,
        coalesce({{ cost.column }}, 0) as amount
    from schools
    union all
    {%- endfor %}
    {%- for category in cost_categories() %}
    select
        run_id,
        base_run_id,
        '{{ category.key }}' as finance_column,
        urn,
        coalesce({{ category.total_column }}, 0) as amount
    from schools
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

-- a school has the lines of its return and those that the user gave
lines as (
    select
        amounts.run_id,
        amounts.base_run_id,
        finance_lines.category,
        finance_lines.sub_category,
        finance_lines.basis,
        amounts.urn,
        amounts.amount
    from amounts
    inner join finance_lines
        on amounts.finance_column = finance_lines.finance_column
    left join known_lines
        on amounts.base_run_id = known_lines.run_id
        and amounts.urn = known_lines.urn
        and finance_lines.category = known_lines.category
        and finance_lines.sub_category = known_lines.sub_category
    left join custom_lines
        on amounts.base_run_id = custom_lines.base_run_id
        and amounts.run_id = custom_lines.run_id
        and amounts.urn = custom_lines.urn
        and amounts.finance_column = custom_lines.column_name
    where known_lines.urn is not null or custom_lines.urn is not null
),

-- and the total of every category that it has a line of
categories as (
    select run_id, base_run_id, category, urn
    from lines
    group by run_id, base_run_id, category, urn
),

named as (
    select
        run_id,
        base_run_id,
        category,
        sub_category,
        basis,
        urn,
        amount
    from lines
    union all
    select
        amounts.run_id,
        amounts.base_run_id,
        cost_categories.category,
        'Total' as sub_category,
        cost_categories.basis,
        amounts.urn,
        amounts.amount
    from amounts
    inner join cost_categories
        on amounts.finance_column = cost_categories.category_key
    inner join categories
        on amounts.base_run_id = categories.base_run_id
        and amounts.run_id = categories.run_id
        and amounts.urn = categories.urn
        and cost_categories.category = categories.category
),

final as (
    select
        named.run_id,
        named.base_run_id,
        named.urn,
        named.category,
        named.sub_category,
        named.basis,
        named.amount,
        cast(0 as double) as central_services_amount,
        {{ cost_per_unit('named', 'schools', 'thresholds.academy_zero') }} as per_unit
    from named
    inner join schools
        on named.base_run_id = schools.base_run_id
        and named.run_id = schools.run_id
        and named.urn = schools.urn
    cross join thresholds
)

select * from final
