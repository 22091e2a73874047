-- one row per mart: how many rows this build gave it
{% set marts = [
    'bridge_educator_schools',
    'bridge_section_educators',
    'bridge_section_terms',
    'bridge_student_contacts',
    'bridge_student_schools',
    'bridge_student_subgroups',
    'dim_assessments',
    'dim_calendar_dates',
    'dim_courses',
    'dim_districts',
    'dim_educators',
    'dim_programs',
    'dim_resources',
    'dim_schools',
    'dim_sections',
    'dim_student_contacts',
    'dim_students',
    'dim_subgroups',
    'dim_terms',
    'fct_assessment_results',
    'fct_attendance_daily',
    'fct_attendance_sections',
    'fct_attendance_years',
    'fct_certifications',
    'fct_course_grades',
    'fct_discipline_incidents',
    'fct_enrollments',
    'fct_graduations',
    'fct_growth_percentiles',
    'fct_program_effects',
    'fct_program_equivalence',
    'fct_program_participations',
    'fct_section_enrollments',
    'fct_staff_assignments',
    'fct_student_years',
] %}
with

{{ rows_of_marts('district', marts) }}

select
    counted.table_name,
    current_run.run_id,
    cast(counted.row_count as bigint) as row_count,
    current_run.is_synthetic,
    current_run.as_of_date
from counted
cross join {{ ref('quality__current_run') }} as current_run
