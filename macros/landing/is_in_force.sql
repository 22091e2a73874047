{# Whether a staged record of the canonical extract counts: no later delta folder has its
   key, and it is not the deletion of the key. Repeats within one folder all count. #}
{% macro is_in_force(key, folder='district_id') -%}
    not is_deleted
    and rank() over (
        partition by {{ folder }}, {{ key | join(', ') }}
        order by delta_date desc nulls last
    ) = 1
{%- endmacro %}
