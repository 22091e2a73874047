{# Pre-hook of the history: the rows of this run go, so that it replaces its own and no
   other's. #}
{% macro forget_current_run() %}
    {% if is_incremental() %}
    delete from {{ this }}
    where run_id in (select run_id from {{ ref('quality__current_run') }})
    {% endif %}
{% endmacro %}
