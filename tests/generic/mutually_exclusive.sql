{% test mutually_exclusive(model, flags) %}

{% if flags is string or flags | length < 2 %}
    {{ exceptions.raise_compiler_error(
        "mutually_exclusive: flags must be a list of at least two columns"
    ) }}
{% endif %}

with

counted as (
    select
        *,
        {% for flag in flags -%}
        case when {{ flag }} then 1 else 0 end{{ "\n        + " if not loop.last }}
        {%- endfor %} as true_flag_count
    from {{ model }}
)

select * from counted
where true_flag_count > 1

{% endtest %}
