{# Of a table of loads those that an incremental model has not built; all in a build from
   scratch. is_not_built_yet asks the same of rows, and is for few loads. Goes with
   forget_old_loads. #}
{% macro loads_to_build(loads) -%}
    select loads.*
    from {{ loads }} as loads
    {%- if is_incremental() %}
    where
        not exists (
            select 1
            from {{ this }} as built
            where built.load_key = loads.load_key
        )
    {%- endif %}
{%- endmacro %}
