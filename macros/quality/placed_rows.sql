{#
    A select of the rows of a table that rules check, each with its source, district and
    school, whichever columns tell them. Runs of school finance stand for districts, and
    have no school: their rules are counted for the whole run. Records of phone programmes
    stand for their organization. It reads the CTEs
    `districts` (source, district_id, district_key) and `schools` (school_key, source,
    district_id).
#}
{% macro placed_rows(table) -%}
    {%- set relation = ref(model_of_table(table)) -%}
    {%- set columns = adapter.get_columns_in_relation(relation)
        | map(attribute='name') | list -%}
    {%- set no_school -%}cast(null as {{ dbt.type_string() }}){%- endset -%}
    {%- if 'source' in columns -%}
    select
        source,
        district_id,
        {% if 'school_key' in columns -%}
        school_key
        {%- elif 'school_id' in columns -%}
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key
        {%- else -%}
        {{ no_school }} as school_key
        {%- endif %}
    from {{ relation }}
    {%- elif 'run_id' in columns -%}
    select
        'dfe' as source,
        {{ 'base_run_id' if 'base_run_id' in columns else 'run_id' }} as district_id,
        {{ no_school }} as school_key
    from {{ relation }}
    {%- elif 'organization_id' in columns -%}
    select
        'dost' as source,
        organization_id as district_id,
        {{ no_school }} as school_key
    from {{ relation }}
    {%- elif 'user_key' in columns -%}
    select
        'dost' as source,
        users.organization_id as district_id,
        {{ no_school }} as school_key
    from {{ relation }} as places
    inner join {{ ref('engagement__dim_users') }} as users
        on places.user_key = users.user_key
    {%- elif 'district_key' in columns -%}
    select
        districts.source,
        districts.district_id,
        {% if 'main_school_key' in columns -%}
        places.main_school_key as school_key
        {%- elif 'school_key' in columns -%}
        places.school_key
        {%- else -%}
        {{ no_school }} as school_key
        {%- endif %}
    from {{ relation }} as places
    inner join districts
        on places.district_key = districts.district_key
    {%- else -%}
    select
        schools.source,
        schools.district_id,
        schools.school_key
    from {{ relation }} as places
    inner join schools
        on places.school_key = schools.school_key
    {%- endif -%}
{%- endmacro %}
