{% test row_rules(model, rules) %}

{% if rules is not mapping or rules | length == 0 %}
    {{ exceptions.raise_compiler_error(
        "row_rules: rules must be a mapping of rule name to SQL predicate"
    ) }}
{% endif %}

with

counted as (
    select
        {%- for predicate in rules.values() %}
        sum(case when not ({{ predicate }}) then 1 else 0 end)
            as failing_rows_{{ loop.index }},
        {%- endfor %}
        count(*) as row_count
    from {{ model }}
),

rules as (
    {%- for rule_name, predicate in rules.items() %}
    {%- set find_rows = "select * from " ~ model ~ " where not (" ~ predicate ~ ")" %}
    select
        {{ loop.index }} as rule_number,
        {{ dbt.string_literal(rule_name) }} as rule_name,
        {{ dbt.string_literal(dbt.escape_single_quotes(find_rows)) }} as find_rows
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

-- counted has one row and is read once, whatever the number of rules
checked as (
    select
        rules.rule_name,
        case rules.rule_number
            {%- for predicate in rules.values() %}
            when {{ loop.index }} then counted.failing_rows_{{ loop.index }}
            {%- endfor %}
        end as failing_rows,
        counted.row_count,
        rules.find_rows
    from counted
    cross join rules
)

select * from checked
where failing_rows > 0

{% endtest %}
