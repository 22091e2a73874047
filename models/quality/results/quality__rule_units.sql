-- one row per table that rules check, source, district and school
with

districts as (
    select
        source,
        district_id,
        {{ surrogate_key(['district_id']) }} as district_key
    from {{ ref('int_district__districts_conformed') }}
),

schools as (
    select
        source,
        district_id,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key
    from {{ ref('int_district__schools_conformed') }}
),

{% for table in denominator_models() %}
{{ table.replace('.', '__') }}_placed as (
    {{ placed_rows(table) }}
),

{% endfor %}
counted as (
    {% for table in denominator_models() %}
    select
        '{{ table }}' as denominator_model,
        source,
        district_id,
        school_key,
        count(*) as units
    from {{ table.replace('.', '__') }}_placed
    group by source, district_id, school_key
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- what names no school of the roster is the district's
placed as (
    select
        counted.denominator_model,
        counted.source,
        counted.district_id,
        schools.school_key,
        sum(counted.units) as units
    from counted
    left join schools
        on counted.school_key = schools.school_key
    group by
        counted.denominator_model,
        counted.source,
        counted.district_id,
        schools.school_key
),

landed as (
    select
        'quality.landing_files' as denominator_model,
        source,
        district_id,
        cast(null as {{ dbt.type_string() }}) as school_key,
        count(distinct file_path) as units
    from {{ ref('quality__landing_files') }}
    group by source, district_id
    union all
    select
        'quality.landing_counts' as denominator_model,
        source,
        district_id,
        cast(null as {{ dbt.type_string() }}) as school_key,
        sum(rows_read) as units
    from {{ ref('quality__landing_files') }}
    group by source, district_id
),

final as (
    select * from placed
    union all
    select * from landed
)

select
    denominator_model,
    source,
    district_id,
    school_key,
    cast(units as bigint) as units
from final
