{% set kinds_fte = [
    'leadership_non_teachers_fte',
    'other_school_support_staff_fte',
    'technicians_fte',
    'school_business_professionals_fte',
    'administrative_staff_fte',
] %}
{% set kinds_headcount = [
    'leadership_non_teachers_headcount',
    'other_school_support_staff_headcount',
    'technicians_headcount',
    'school_business_professionals_headcount',
    'administrative_staff_headcount',
] %}
-- one row per record of census_workforce.xlsx with a usable key:
-- the school workforce census of a school
select
    file_key,
    line_number,
    district_id as run_id,
    {{ parse_whole_number('urn') }} as urn,
    {{ parse_number('workforce_fte') }} as workforce_fte,
    {{ parse_number('workforce_headcount') }} as workforce_headcount,
    {{ parse_number('teachers_fte') }} as teachers_fte,
    {{ parse_number('teachers_headcount') }} as teachers_headcount,
    {{ parse_number('leadership_fte') }} as leadership_fte,
    {{ parse_number('leadership_headcount') }} as leadership_headcount,
    {{ parse_number('teaching_assistants_fte') }} as teaching_assistants_fte,
    {{ parse_number('teaching_assistants_headcount') }}
        as teaching_assistants_headcount,
    {{ parse_number('auxiliary_fte') }} as auxiliary_fte,
    {{ parse_number('auxiliary_headcount') }} as auxiliary_headcount,
    coalesce(
        {{ parse_number('non_classroom_fte') }},
        {{ sum_of_parts(kinds_fte, parse_number) }}
    ) as non_classroom_fte,
    coalesce(
        {{ parse_number('non_classroom_headcount') }},
        {{ sum_of_parts(kinds_headcount, parse_number) }}
    ) as non_classroom_headcount,
    {{ parse_number('leadership_non_teachers_fte') }} as leadership_non_teachers_fte,
    {{ parse_number('leadership_non_teachers_headcount') }}
        as leadership_non_teachers_headcount,
    {{ parse_number('percent_qts') }} as percent_qts,
    {{ parse_number('pupil_teacher_ratio') }} as pupil_teacher_ratio,
    {{ parse_number('teacher_vacancies') }} as teacher_vacancies
from {{ ref('raw_dfe__census_workforce') }}
where row_status = 'staged'
