-- one row per district, system and code that the system has for a school
with

systems as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'school_system'
),

-- a code that stands for two schools: the first id counts
final as (
    select
        'sis' as source,
        school_crosswalk.district_id,
        systems.value as system,
        school_crosswalk.school_code,
        min(school_crosswalk.school_id) as school_id
    from {{ ref('stg_sis__school_crosswalk') }} as school_crosswalk
    inner join systems
        on lower(school_crosswalk.system) = systems.source_value
    where school_crosswalk.is_in_force
    group by
        school_crosswalk.district_id, systems.value, school_crosswalk.school_code
)

select * from final
