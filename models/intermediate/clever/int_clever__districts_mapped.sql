-- one row per district folder that holds a Clever file
with

files as (
    select district_id, file_path
    from {{ ref('raw_inventory__files') }}
    where source = 'clever'
),

schools as (
    select district_id, school_state
    from {{ ref('stg_clever__schools') }}
),

-- a folder counts once one of its files is named as the format wants
districts as (
    select district_id
    from files
    where
        file_path in (
            {%- for source, entity in landed_entities() if source == 'clever' %}
            'clever/' || district_id || '/{{ entity }}.csv'{{ ',' if not loop.last }}
            {%- endfor %}
        )
    group by district_id
),

school_states as (
    select
        district_id,
        case when min(school_state) = max(school_state) then min(school_state) end as state
    from schools
    group by district_id
),

final as (
    select
        'clever' as source,
        districts.district_id,
        cast(null as {{ dbt.type_string() }}) as district_name,
        school_states.state
    from districts
    left join school_states
        on districts.district_id = school_states.district_id
)

select * from final
