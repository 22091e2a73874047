-- one row per system and school code that its records name
with

assignments as (
    select source, district_id, school_code
    from {{ ref('int_district__assignments_conformed') }}
),

results as (
    select source, district_id, school_code
    from {{ ref('int_district__assessment_results_conformed') }}
),

final as (
    select
        source,
        district_id,
        'hr' as system,
        school_code,
        count(*) as record_count
    from assignments
    where school_code is not null
    group by source, district_id, school_code
    union all
    select
        source,
        district_id,
        'assessment' as system,
        school_code,
        count(*) as record_count
    from results
    where school_code is not null
    group by source, district_id, school_code
)

select * from final
