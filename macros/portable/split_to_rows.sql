{#
    A table expression with the items of comma-separated lists, one per row:
    the key columns, `item` (without spaces around it) and `item_number` (from 1).

    relation: table or CTE; keys: columns that identify its rows; list_column: the list.
    An item that a list has twice comes once, at its first place; blank items are left out.
#}
{% macro split_to_rows(relation, keys, list_column) -%}
    {{ return(adapter.dispatch('split_to_rows', 'schoolhouse')(relation, keys, list_column)) }}
{%- endmacro %}

{% macro default__split_to_rows(relation, keys, list_column) -%}
(
    select
        {{ keys | join(', ') }},
        {{ trim_space('listed') }} as item,
        min(listed_at) as item_number
    from (
        select
            {{ keys | join(', ') }},
            unnest(string_split({{ list_column }}, ',')) as listed,
            generate_subscripts(string_split({{ list_column }}, ','), 1) as listed_at
        from {{ relation }}
    ) as listed_items
    where {{ trim_space('listed') }} <> ''
    group by {{ keys | join(', ') }}, {{ trim_space('listed') }}
) as list_items
{%- endmacro %}

{% macro spark__split_to_rows(relation, keys, list_column) -%}
(
    select
        {{ keys | join(', ') }},
        {{ trim_space('listed') }} as item,
        min(listed_at) + 1 as item_number
    from {{ relation }}
    lateral view posexplode(split({{ list_column }}, ',')) listed_items as listed_at, listed
    where {{ trim_space('listed') }} <> ''
    group by {{ keys | join(', ') }}, {{ trim_space('listed') }}
) as list_items
{%- endmacro %}
