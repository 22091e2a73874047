-- one row per school, student id and person
with

students as (
    select
        file_key,
        line_number,
        district_id,
        school_id,
        student_id,
        student_number,
        state_id,
        first_name,
        middle_name,
        last_name,
        gender,
        grade,
        race,
        home_language,
        student_email,
        username,
        student_street,
        student_city,
        student_state,
        student_zip,
        frl_status,
        disability_type,
        disability_code,
        graduation_year,
        hispanic_latino,
        iep_status,
        ell_status,
        section_504_status,
        gifted_status,
        disability_status,
        dob,
        -- a name is the same person's whatever its capitals and spaces
        lower(replace(first_name, ' ', '')) as first_name_form,
        lower(replace(last_name, ' ', '')) as last_name_form
    from {{ ref('stg_clever__students') }}
),

sexes as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'sex'
),

grade_levels as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'grade_level'
),

races as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'race'
),

-- the words in the race column that say Hispanic
ethnicities as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'ethnicity'
),

home_languages as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'home_language'
),

frl_statuses as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'frl_status'
),

disability_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'clever' and code_set = 'disability_type'
),

-- a line without a birth date belongs to the person of that id and name, if there is
-- only one; between two birth dates nobody can choose
dated_students as (
    select
        students.*,
        case
            when min(dob) over same_name = max(dob) over same_name
                then min(dob) over same_name
            else dob
        end as birth_date
    from students
    window same_name as (
        partition by
            district_id, school_id, student_id, first_name_form, last_name_form
    )
),

-- a person has a line per contact; where attributes differ between them, which is a
-- finding and no second person, the first line counts
ranked_students as (
    select
        dated_students.*,
        row_number() over (
            partition by
                district_id,
                school_id,
                student_id,
                first_name_form,
                last_name_form,
                birth_date
            order by line_number, file_key
        ) as person_line
    from dated_students
),

final as (
    select
        'clever' as source,
        ranked_students.district_id,
        ranked_students.school_id,
        ranked_students.student_id,
        ranked_students.student_number,
        ranked_students.state_id as state_student_id,
        ranked_students.first_name,
        ranked_students.middle_name,
        ranked_students.last_name,
        cast(null as {{ dbt.type_string() }}) as preferred_first_name,
        ranked_students.birth_date,
        sexes.value as sex,
        grade_levels.value as grade_level,
        races.value as race,
        coalesce(
            ranked_students.hispanic_latino,
            ethnicities.value = 'hispanic_or_latino'
        ) as is_hispanic,
        home_languages.value as home_language,
        ranked_students.student_email as email,
        ranked_students.username,
        ranked_students.student_street as street,
        ranked_students.student_city as city,
        ranked_students.student_state as state,
        ranked_students.student_zip as zip,
        ranked_students.graduation_year,
        frl_statuses.value as frl_status,
        ranked_students.iep_status as is_iep,
        ranked_students.ell_status as is_el,
        ranked_students.section_504_status as is_section_504,
        ranked_students.gifted_status as is_gifted,
        ranked_students.disability_status as has_disability,
        coalesce(disability_types.value, disability_codes.value) as disability_type
    from ranked_students
    left join sexes
        on lower(ranked_students.gender) = sexes.source_value
    left join grade_levels
        on lower(ranked_students.grade) = grade_levels.source_value
    left join races
        on lower(ranked_students.race) = races.source_value
    left join ethnicities
        on lower(ranked_students.race) = ethnicities.source_value
    left join home_languages
        on lower(ranked_students.home_language) = home_languages.source_value
    left join frl_statuses
        on lower(ranked_students.frl_status) = frl_statuses.source_value
    left join disability_types
        on lower(ranked_students.disability_type) = disability_types.source_value
    left join disability_types as disability_codes
        on lower(ranked_students.disability_code) = disability_codes.source_value
    where ranked_students.person_line = 1
)

select * from final
