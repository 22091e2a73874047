{% test relationships_except(
    model, columns, to, to_columns=none, except_where=none, reason=none
) %}

{% set columns = [columns] if columns is string else columns %}
{% set to_columns = columns if to_columns is none else to_columns %}
{% set to_columns = [to_columns] if to_columns is string else to_columns %}
{% if columns | length != to_columns | length %}
    {{ exceptions.raise_compiler_error(
        "relationships_except: columns and to_columns differ in length"
    ) }}
{% endif %}
{% if except_where is not none and not (reason or "") | trim %}
    {{ exceptions.raise_compiler_error(
        "relationships_except: except_where needs a reason"
    ) }}
{% endif %}

with

children as (
    select
        {{ columns | join(',\n        ') }},
        count(*) as row_count
    from {{ model }}
    where
        {{ columns | join(' is not null\n        and ') }} is not null
        {%- if except_where is not none %}
        and not coalesce(({{ except_where }}), false)
        {%- endif %}
    group by {{ columns | join(', ') }}
),

parents as (
    select
        {%- for to_column in to_columns %}
        {{ to_column }} as parent_{{ loop.index }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ to }}
),

orphans as (
    select children.*
    from children
    left join parents
        on {% for column in columns -%}
        children.{{ column }} = parents.parent_{{ loop.index }}
        {{- "\n        and " if not loop.last }}
        {%- endfor %}
    where parents.parent_1 is null
)

select * from orphans

{% endtest %}
