-- one row per student, programme and day on which the participation begins
with

participations as (
    select
        entity_key,
        student_key,
        district_id,
        program_id,
        assigned_arm,
        dose_hours,
        begin_date,
        end_date
    from {{ ref('int_district__program_participations_valid') }}
),

programs as (
    select program_key, district_id, program_id
    from {{ ref('district__dim_programs') }}
),

excluded as (
    select entity_key, rule_id
    from {{ ref('int_quality__entities_excluded') }}
    where entity_type = 'program_participation'
),

final as (
    select
        participations.student_key,
        programs.program_key,
        participations.district_id,
        participations.assigned_arm,
        excluded.rule_id as excluded_by,
        {{ school_year_of('participations.begin_date') }} as school_year,
        participations.dose_hours,
        excluded.rule_id is not null as is_excluded,
        participations.begin_date,
        participations.end_date
    from participations
    left join programs
        on participations.district_id = programs.district_id
        and participations.program_id = programs.program_id
    left join excluded
        on participations.entity_key = excluded.entity_key
)

select * from final
