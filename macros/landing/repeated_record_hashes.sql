{# A hash over all rows finds the few candidates; only those are compared in full. #}
{% macro repeated_record_hashes(columns, fresh) -%}
    select hash(file_key, "{{ columns | join('", "') }}") as record_hash
    from {{ this }}
    where {{ fresh }}
    group by record_hash
    having count(*) > 1
{%- endmacro %}
