{# Post-hook of facts that are filled load by load: deletes the rows of loads that are not
   current, because the file changed or is gone, its source is blocked, or an id of the
   district now belongs to somebody else. #}
{% macro forget_old_loads(loads) %}
    {{ forget_rows_without(this, 'load_key', 'select load_key from ' ~ loads) }}
{% endmacro %}

{# Deletes the rows whose key `kept`, a query, does not have. The few keys are looked for
   first, so that where there are none no row is read. #}
{% macro forget_rows_without(relation, key, kept) %}
    delete from {{ relation }}
    where {{ key }} in (
        select {{ key }}
        from {{ relation }}
        group by {{ key }}
        having {{ key }} not in ({{ kept }})
    )
{% endmacro %}
