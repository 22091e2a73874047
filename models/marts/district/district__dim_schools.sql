-- one row per school
with

final as (
    select
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        {{ surrogate_key(['district_id']) }} as district_key,
        school_id,
        state_school_id,
        school_number,
        school_name,
        low_grade,
        high_grade,
        principal_name,
        principal_email,
        street,
        city,
        state,
        zip,
        phone
    from {{ ref('int_district__schools_conformed') }}
)

select * from final
