-- one row per incident and student who had a part in it
with

students as (
    select student_key
    from {{ ref('district__dim_students') }}
),

final as (
    select
        incidents.student_key,
        incidents.school_key,
        incidents.incident_id,
        incidents.behavior,
        incidents.action,
        incidents.school_year,
        incidents.days,
        coalesce(incidents.action in ('iss', 'oss'), false) as is_suspension,
        coalesce(incidents.action in ('oss', 'expulsion'), false) as is_removal,
        incidents.incident_date
    from {{ ref('int_district__discipline_incidents_conformed') }} as incidents
    inner join students
        on incidents.student_key = students.student_key
    where incidents.incident_date is not null
)

select * from final
