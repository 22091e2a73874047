{#
    CTEs, the last of which has the records of a file of the platforms that count, with
    `record_key`. They are in force, of organizations that are not blocked, and the first
    line of their identifier.

    columns: of stg_dost__<entity>, besides organization_id, data_source and id.
    name: of the last CTE, where a model has more than one file.
    organizations: CTE of those whose records are wanted, none of them blocked; by
        default all that are not.
#}
{% macro platform_records(entity, columns, name='records', organizations=none) -%}
ranked_{{ name }} as (
    select
        organization_id,
        data_source,
        id,
        {{ columns | join(',\n        ') }},
        {{ record_line() }} as record_line,
        is_deleted
    from {{ ref('stg_dost__' ~ entity) }}
    where
        {% if organizations -%}
        organization_id in (select organization_id from {{ organizations }})
        {%- else -%}
        organization_id not in ({{ blocked_organizations() }})
        {%- endif %}
),

{{ name }} as (
    select
        organization_id,
        data_source,
        id,
        {{ columns | join(',\n        ') }},
        {{ surrogate_key(['organization_id', 'data_source', 'id']) }} as record_key
    from ranked_{{ name }}
    where record_line = 1 and not is_deleted
)
{%- endmacro %}

{# Select of the organizations of which nothing counts. #}
{% macro blocked_organizations() -%}
    select district_id
    from {{ ref('quality__blocked_sources') }}
    where source = 'dost'
    group by district_id
{%- endmacro %}

{# Which record of its identifier it is; the first one counts. That is the one of the latest
   folder, and of lines there that differ the first one. #}
{% macro record_line() -%}
    row_number() over (
            partition by organization_id, data_source, id
            order by delta_date desc nulls last, is_deleted, line_number, file_key
        )
{%- endmacro %}

{# A time of a platform as one of Asia/Kolkata, which reports have; reads `data_sources`. #}
{% macro report_time(expression) -%}
    {{ dbt.dateadd('minute', 'data_sources.minutes_behind_report', expression) }}
{%- endmacro %}

{# Select of what loads say of `data_sources`, where report_time makes their rows. #}
{% macro report_times_fingerprint() -%}
    select
        {{ rows_fingerprint(
            'data_source || cast(minutes_behind_report as ' ~ dbt.type_string() ~ ')'
        ) }} as fingerprint
    from {{ ref('data_sources') }}
{%- endmacro %}

{# A value of the seed engagement_parameters, as a scalar subquery. #}
{% macro engagement_parameter(parameter) -%}
    (
        select value
        from {{ ref('engagement_parameters') }}
        where parameter = '{{ parameter }}'
    )
{%- endmacro %}

{# The periods at which outcomes are measured: months of the programme, and its end. #}
{% macro outcome_periods() -%}
    {{ return(['month1', 'month3', 'month5', 'eop']) }}
{%- endmacro %}

{# All periods that are measured from the start on: the first days as well. #}
{% macro engagement_periods() -%}
    {{ return(['day15'] + outcome_periods()) }}
{%- endmacro %}
