{% test recency(model, column_name, interval_days, as_of) %}

{% set as_of = as_of | string | trim %}
{% if not as_of %}
    {{ exceptions.raise_compiler_error("recency: as_of is empty") }}
{% endif %}
{% if modules.re.search(
    "\\b(current_date|current_timestamp|localtimestamp|now|today|getdate)\\b",
    as_of | lower
) %}
    {{ exceptions.raise_compiler_error(
        "recency: as_of must not read the clock; a build must be repeatable: " ~ as_of
    ) }}
{% endif %}
{# a bare 2026-05-01, as a var gives it, would be read as a subtraction #}
{% if modules.re.fullmatch("\\d{4}-\\d{2}-\\d{2}", as_of) %}
    {% set as_of = "'" ~ as_of ~ "'" %}
{% endif %}

with

newest as (
    select cast(max({{ column_name }}) as date) as newest_date
    from {{ model }}
),

compared as (
    select
        newest_date,
        cast(
            {{ dbt.dateadd("day", -(interval_days | int), "cast(" ~ as_of ~ " as date)") }}
            as date
        ) as oldest_accepted_date
    from newest
)

select * from compared
where newest_date < oldest_accepted_date

{% endtest %}
