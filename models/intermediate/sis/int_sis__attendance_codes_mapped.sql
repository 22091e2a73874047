-- one row per district and code of attendance
with

code_crosswalk as (
    select code_set, source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis'
),

attendance_words as (
    select
        statuses.source_value,
        statuses.value as attendance_status,
        coalesce(categories.value, statuses.value) as attendance_category
    from code_crosswalk as statuses
    left join code_crosswalk as categories
        on statuses.source_value = categories.source_value
        and categories.code_set = 'attendance_category'
    where statuses.code_set = 'attendance_status'
),

districts as (
    select district_id
    from {{ ref('int_sis__districts_mapped') }}
),

-- lines of one code that differ: the first one counts
ranked_codes as (
    select
        district_id,
        lower(attendance_code) as code_form,
        category,
        row_number() over (
            partition by district_id, lower(attendance_code)
            order by line_number, file_key
        ) as code_line
    from {{ ref('stg_sis__attendance_codes') }}
    where is_in_force
),

own_codes as (
    select
        codes.district_id,
        codes.code_form,
        attendance_words.attendance_status,
        attendance_words.attendance_category
    from ranked_codes as codes
    left join attendance_words
        on lower(codes.category) = attendance_words.source_value
    where codes.code_line = 1
),

-- words that need no list of codes, where the district's own list does not have them
common_codes as (
    select
        districts.district_id,
        attendance_words.source_value as code_form,
        attendance_words.attendance_status,
        attendance_words.attendance_category
    from districts
    cross join attendance_words
    left join own_codes
        on districts.district_id = own_codes.district_id
        and attendance_words.source_value = own_codes.code_form
    where own_codes.code_form is null
),

final as (
    select * from own_codes
    union all
    select * from common_codes
)

select * from final
