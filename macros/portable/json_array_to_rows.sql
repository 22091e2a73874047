{#
    A table expression with the items of JSON arrays, one per row: the key columns, `item`
    (as text) and `item_number` (from 1). A text that is no JSON array has no rows.

    relation: table or CTE; keys: columns that identify its rows; json_column: the array.
#}
{% macro json_array_to_rows(relation, keys, json_column) -%}
    {{ return(
        adapter.dispatch('json_array_to_rows', 'schoolhouse')(relation, keys, json_column)
    ) }}
{%- endmacro %}

{% macro default__json_array_to_rows(relation, keys, json_column) -%}
(
    select
        {{ keys | join(', ') }},
        unnest(listed_items) as item,
        generate_subscripts(listed_items, 1) as item_number
    from (
        select
            {{ keys | join(', ') }},
            case
                when {{ json_kind(json_column) }} = 'array'
                    then json_extract_string({{ json_column }}, '$[*]')
            end as listed_items
        from {{ relation }}
    ) as listed
) as array_items
{%- endmacro %}

{% macro spark__json_array_to_rows(relation, keys, json_column) -%}
(
    select
        {{ keys | join(', ') }},
        item,
        item_position + 1 as item_number
    from {{ relation }}
    lateral view posexplode(from_json({{ json_column }}, 'array<string>'))
        listed_items as item_position, item
) as array_items
{%- endmacro %}
