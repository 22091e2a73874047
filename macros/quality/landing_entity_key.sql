{# The key that a finding of landing has: file, column and value, of which only the hash is
   kept, because a value may be a person's. #}
{% macro landing_entity_key(value) -%}
    {{ surrogate_key([
        'source',
        'district_id',
        "coalesce(file_path, '')",
        "coalesce(column_name, '')",
        "coalesce(" ~ value ~ ", '')",
    ]) }}
{%- endmacro %}
