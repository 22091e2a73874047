{# Post-hook of facts that are filled load by load: deletes the rows of loads that are not
   current, because the file changed or is gone, its source is blocked, or an id of the
   district now belongs to somebody else. #}
{% macro forget_old_loads(loads) %}
    delete from {{ this }}
    where load_key not in (select load_key from {{ loads }})
{% endmacro %}
