-- one row per student id, person and school on the as-of date
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

code_crosswalk as (
    select code_set, source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis'
),

spells as (
    select
        enrollments.district_id,
        enrollments.student_id,
        enrollments.school_id,
        enrollments.enrollment_id,
        enrollments.grade_level,
        coalesce(enrollments.is_primary, true) as is_primary,
        enrollments.entry_date,
        coalesce(
            enrollments.entry_date <= as_of.as_of_date
            and coalesce(enrollments.exit_date > as_of.as_of_date, true),
            false
        ) as is_active
    from {{ ref('stg_sis__enrollments') }} as enrollments
    cross join as_of
    left join code_crosswalk as statuses
        on lower(enrollments.enrollment_status) = statuses.source_value
        and statuses.code_set = 'enrollment_status'
    where
        enrollments.is_in_force
        and coalesce(statuses.value, 'enrolled') <> 'no_show'
),

ranked_spells as (
    select
        spells.*,
        row_number() over (
            partition by district_id, student_id
            order by is_active desc, is_primary desc, entry_date desc, enrollment_id asc
        ) as spell_rank,
        row_number() over (
            partition by district_id, student_id, school_id
            order by is_active desc, is_primary desc, entry_date desc, enrollment_id asc
        ) as spell_rank_at_school
    from spells
),

-- who is enrolled nowhere on the as-of date has no school, and the grade of the last
current_spells as (
    select
        district_id,
        student_id,
        case when is_active then school_id end as school_id,
        grade_level
    from ranked_spells
    where spell_rank = 1 or (is_active and spell_rank_at_school = 1)
),

current_services as (
    select
        student_services.district_id,
        student_services.student_id,
        services.value as service,
        case when services.value = 'iep' then disability_types.value end
            as disability_type
    from {{ ref('stg_sis__student_services') }} as student_services
    cross join as_of
    inner join code_crosswalk as services
        on lower(student_services.service) = services.source_value
        and services.code_set = 'student_service'
    left join code_crosswalk as disability_types
        on lower(student_services.detail) = disability_types.source_value
        and disability_types.code_set = 'disability_type'
    where
        student_services.is_in_force
        and student_services.begin_date <= as_of.as_of_date
        and coalesce(student_services.end_date > as_of.as_of_date, true)
),

flags as (
    select
        district_id,
        student_id,
        max(case when service = 'frl_free' then 1 else 0 end) as free_count,
        max(case when service = 'frl_reduced' then 1 else 0 end) as reduced_count,
        max(case when service = 'iep' then 1 else 0 end) as iep_count,
        max(case when service = 'el' then 1 else 0 end) as el_count,
        max(case when service = 'section_504' then 1 else 0 end) as section_504_count,
        max(case when service = 'gifted' then 1 else 0 end) as gifted_count,
        min(disability_type) as disability_type
    from current_services
    group by district_id, student_id
),

-- without the file nothing is known; with it, a student without a row is in no service
districts_with_services as (
    select district_id
    from {{ ref('quality__landing_records') }}
    where
        source = 'sis'
        and entity = 'student_services'
        and row_status = 'header'
    group by district_id
),

-- lines of one person that differ: the first one counts; a differing name or birth date
-- is another person
ranked_students as (
    select
        students.*,
        row_number() over (
            partition by
                district_id,
                student_id,
                {{ normal_text('first_name') }},
                {{ normal_text('last_name') }},
                birth_date
            order by line_number, file_key
        ) as person_line
    from {{ ref('stg_sis__students') }} as students
    where is_in_force
),

final as (
    select
        'sis' as source,
        students.district_id,
        current_spells.school_id,
        students.student_id,
        students.student_number,
        students.state_student_id,
        students.first_name,
        students.middle_name,
        students.last_name,
        students.preferred_first_name,
        students.birth_date,
        sexes.value as sex,
        grade_levels.value as grade_level,
        races.value as race,
        coalesce(students.is_hispanic, ethnicities.value = 'hispanic_or_latino')
            as is_hispanic,
        home_languages.value as home_language,
        students.email,
        cast(null as {{ dbt.type_string() }}) as username,
        students.street,
        students.city,
        students.state,
        students.zip,
        -- grade 9 is the first of four years
        students.first_grade_9_year + 3 as graduation_year,
        case
            when districts_with_services.district_id is null then null
            when flags.free_count = 1 then 'free'
            when flags.reduced_count = 1 then 'reduced'
            else 'paid'
        end as frl_status,
        {% for flag in ['iep', 'el', 'section_504', 'gifted'] -%}
        case
            when districts_with_services.district_id is not null
                then coalesce(flags.{{ flag }}_count, 0) = 1
        end as is_{{ flag }},
        {% endfor -%}
        case
            when districts_with_services.district_id is not null
                then coalesce(flags.iep_count, 0) = 1
        end as has_disability,
        flags.disability_type
    from ranked_students as students
    left join current_spells
        on students.district_id = current_spells.district_id
        and students.student_id = current_spells.student_id
    left join flags
        on students.district_id = flags.district_id
        and students.student_id = flags.student_id
    left join districts_with_services
        on students.district_id = districts_with_services.district_id
    left join code_crosswalk as sexes
        on lower(students.sex) = sexes.source_value
        and sexes.code_set = 'sex'
    left join code_crosswalk as grade_levels
        on lower(current_spells.grade_level) = grade_levels.source_value
        and grade_levels.code_set = 'grade_level'
    left join code_crosswalk as races
        on lower(students.race) = races.source_value
        and races.code_set = 'race'
    left join code_crosswalk as ethnicities
        on lower(students.race) = ethnicities.source_value
        and ethnicities.code_set = 'ethnicity'
    left join code_crosswalk as home_languages
        on lower(students.home_language) = home_languages.source_value
        and home_languages.code_set = 'home_language'
    where students.person_line = 1
)

select * from final
