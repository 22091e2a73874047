-- What: the macros cost_lines and cost_categories and the seeds finance_lines and
--   cost_categories say the same of every line.
-- Why it matters: SQL is made from the macros, words and bases come from the seeds; a
--   line that only one of them has would be summed and not shown, or the other way.
-- How to fix: bring the two in line.
with

of_macro as (
    {%- for cost in cost_lines() %}
    select
        '{{ cost.line }}' as line,
        '{{ cost.column }}' as finance_column,
        '{{ cost.category }}' as category_key,
        '{{ cost.basis }}' as basis,
        {{ cost.academies }} as in_academies,
        {{ cost.maintained }} as in_maintained
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

of_seed as (
    select
        finance_lines.line,
        finance_lines.finance_column,
        cost_categories.category_key,
        finance_lines.basis,
        finance_lines.in_academies,
        finance_lines.in_maintained
    from {{ ref('finance_lines') }} as finance_lines
    left join {{ ref('cost_categories') }} as cost_categories
        on finance_lines.category = cost_categories.category
    where finance_lines.kind = 'cost'
),

categories_of_macro as (
    {%- for category in cost_categories() %}
    select
        '{{ category.key }}' as category_key,
        '{{ category.basis }}' as basis,
        '{{ category.total_column }}' as total_column
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

differing as (
    select of_macro.line, of_seed.line as other_line
    from of_macro
    full outer join of_seed
        on of_macro.line = of_seed.line
        and of_macro.finance_column = of_seed.finance_column
        and of_macro.category_key = of_seed.category_key
        and of_macro.basis = of_seed.basis
        and of_macro.in_academies = of_seed.in_academies
        and of_macro.in_maintained = of_seed.in_maintained
    where of_macro.line is null or of_seed.line is null
    union all
    select categories_of_macro.category_key as line, seed.category_key as other_line
    from categories_of_macro
    full outer join {{ ref('cost_categories') }} as seed
        on categories_of_macro.category_key = seed.category_key
        and categories_of_macro.basis = seed.basis
        and categories_of_macro.total_column = seed.total_column
    where categories_of_macro.category_key is null or seed.category_key is null
)

select * from differing
