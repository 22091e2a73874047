{# Students or educators whose id is theirs alone, with the key; the schools of an id that
   several persons share are in int_district__student_keys and ..._educator_keys. #}
{% macro keys_of_ids(person) -%}
    select district_id, {{ person }}_id, {{ person }}_key
    from {{ ref('int_district__' ~ person ~ 's_keyed') }}
    where key_basis = 'id'
    group by district_id, {{ person }}_id, {{ person }}_key
{%- endmacro %}
