-- one row per district folder that holds a file of the canonical extract
with

landed_files as (
    select district_id
    from {{ ref('quality__landing_records') }}
    where source = 'sis' and row_status = 'header'
),

districts as (
    select district_id
    from landed_files
    group by district_id
),

-- a later delta folder may give the district another name
ranked_names as (
    select
        district_id,
        district_name,
        state,
        row_number() over (
            partition by district_id
            order by delta_date desc nulls last, line_number asc, file_key asc
        ) as name_line
    from {{ ref('stg_sis__district') }}
    where is_in_force
),

final as (
    select
        'sis' as source,
        districts.district_id,
        ranked_names.district_name,
        ranked_names.state
    from districts
    left join ranked_names
        on districts.district_id = ranked_names.district_id
        and ranked_names.name_line = 1
)

select * from final
