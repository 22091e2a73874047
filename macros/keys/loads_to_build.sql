{# Of a table of loads those that an incremental model has not built; all in a build from
   scratch. For loads that are many; is_not_built_yet is for few. Goes with
   forget_old_loads. #}
{% macro loads_to_build(loads) -%}
    select *
    from {{ loads }}
    {%- if is_incremental() %}
    where load_key not in (select load_key from {{ this }})
    {%- endif %}
{%- endmacro %}
