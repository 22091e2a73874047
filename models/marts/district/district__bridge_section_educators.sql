-- one row per section, educator and first day
with

section_educators as (
    select
        educator_key,
        district_id,
        school_id,
        section_id,
        educator_role,
        begin_date,
        end_date
    from {{ ref('int_district__section_educators_valid') }}
),

-- an unknown educator, or one who cannot be told, stays as a row without a key: the
-- section does have an educator
final as (
    select
        {{ surrogate_key(['district_id', 'school_id', 'section_id']) }} as section_key,
        educator_key,
        educator_role,
        begin_date,
        end_date
    from section_educators
)

select * from final
