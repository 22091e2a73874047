-- one row per run, school, cost category and sub-category, totals included
with

schools as (
    select *
    from {{ ref('int_benchmarking__school_finances') }}
),

thresholds as (
    select threshold as academy_zero
    from {{ ref('finance_thresholds') }}
    where name = 'academy_zero_per_unit'
),

finance_lines as (
    select line, category, sub_category, basis
    from {{ ref('finance_lines') }}
    where kind = 'cost'
),

cost_categories as (
    select category, category_key, basis
    from {{ ref('cost_categories') }}
),

-- a line that the layout lacks is no line of the school, unless its trust spent on it
lines as (
    {%- for cost in cost_lines() %}
    select
        run_id,
        '{{ cost.line }}' as line,
        urn,
        coalesce({{ cost.column }}, 0) as amount,
        {{ cost.column ~ '_cs' if cost.academies else 'cast(0 as double)' }}
            as central_services_amount
    from schools
    where
        case
            when is_academy then {{ cost.academies }} else {{ cost.maintained }}
        end
        and (
            {{ cost.column }} is not null
            or not (
                {{ layout_lacks(cost.line) }}
                or {{ layout_lacks(cost.maintained_line) }}
            )
        )
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

totals as (
    {%- for category in cost_categories() %}
    select
        run_id,
        '{{ category.key }}' as category_key,
        urn,
        coalesce({{ category.total_column }}, 0) as amount,
        {{ category.total_column }}_cs as central_services_amount
    from schools
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

named as (
    select
        lines.run_id,
        finance_lines.category,
        finance_lines.sub_category,
        finance_lines.basis,
        lines.urn,
        lines.amount,
        lines.central_services_amount
    from lines
    inner join finance_lines
        on lines.line = finance_lines.line
    union all
    select
        totals.run_id,
        cost_categories.category,
        'Total' as sub_category,
        cost_categories.basis,
        totals.urn,
        totals.amount,
        totals.central_services_amount
    from totals
    inner join cost_categories
        on totals.category_key = cost_categories.category_key
),

final as (
    select
        named.run_id,
        named.urn,
        named.category,
        named.sub_category,
        named.basis,
        named.amount,
        named.central_services_amount,
        {{ cost_per_unit('named', 'schools', 'thresholds.academy_zero') }} as per_unit
    from named
    inner join schools
        on named.run_id = schools.run_id
        and named.urn = schools.urn
    cross join thresholds
)

select * from final
