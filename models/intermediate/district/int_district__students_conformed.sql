-- one row per district, school, student id and person as the rosters send them,
-- from every source that has students
{% set columns = [
    'source', 'district_id', 'school_id', 'student_id', 'student_number',
    'state_student_id', 'first_name', 'middle_name', 'last_name',
    'preferred_first_name', 'birth_date', 'sex', 'grade_level', 'race', 'is_hispanic',
    'home_language', 'email', 'username', 'street', 'city', 'state', 'zip',
    'graduation_year', 'frl_status', 'is_iep', 'is_el', 'is_section_504', 'is_gifted',
    'has_disability', 'disability_type',
] %}
with

mapped as (
    {{ union_mapped('students', columns) }}
),

blocked as (
    select
        source,
        district_id
    from {{ ref('quality__blocked_sources') }}
    group by source, district_id
),

conformed as (
    select mapped.*
    from mapped
    left join blocked
        on mapped.source = blocked.source and mapped.district_id = blocked.district_id
    where blocked.source is null
)

select * from conformed
