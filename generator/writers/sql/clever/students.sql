-- one row per student, school and contact; a student without contacts has one row
with

services as (
    select
        student_services.student_id,
        bool_or(student_services.service = 'iep') as is_iep,
        bool_or(student_services.service = 'el') as is_el,
        bool_or(student_services.service = 'section_504') as is_section_504,
        bool_or(student_services.service = 'gifted') as is_gifted,
        bool_or(student_services.service = 'frl_free') as is_free,
        bool_or(student_services.service = 'frl_reduced') as is_reduced,
        min(case when student_services.service = 'iep' then student_services.detail end)
            as disability
    from student_services
    cross join context
    where
        student_services.begin_date <= context.as_of
        and coalesce(student_services.end_date > context.as_of, true)
    group by student_services.student_id
),

student_contact_details as (
    select
        student_contacts.student_id,
        student_contacts.contact_id,
        student_contacts.priority,
        relationships.clever as relationship,
        contact_types.clever as contact_type,
        contacts.full_name,
        contacts.phone,
        phone_types.clever as phone_type,
        contacts.email
    from student_contacts
    inner join contacts on student_contacts.contact_id = contacts.contact_id
    left join
        relationship_codes as relationships
        on student_contacts.relationship = relationships.sis
    left join
        contact_type_codes as contact_types
        on student_contacts.contact_type = contact_types.sis
    left join phone_type_codes as phone_types on contacts.phone_type = phone_types.sis
)

select
    active_spells.school_id as "School_id",
    students.student_id as "Student_id",
    students.student_number as "Student_number",
    students.state_student_id as "State_id",
    students.last_name as "Last_name",
    students.middle_name as "Middle_name",
    students.first_name as "First_name",
    grades.clever as "Grade",
    sexes.clever as "Gender",
    active_spells.school_year + grades.years_to_graduation as "Graduation_year",
    strftime(students.birth_date, '%m/%d/%Y') as "DOB",
    coalesce(races.clever, 'Unknown') as "Race",
    case when students.is_hispanic then 'Y' when not students.is_hispanic then 'N' end
        as "Hispanic_Latino",
    languages.clever as "Home_language",
    case when services.is_el then 'Y' else 'N' end as "Ell_status",
    case
        when services.is_free then 'Free'
        when services.is_reduced then 'Reduced'
        else 'Paid'
    end as "Frl_status",
    case when services.is_iep then 'Y' else 'N' end as "IEP_status",
    students.street as "Student_street",
    students.city as "Student_city",
    students.state as "Student_state",
    students.zip as "Student_zip",
    students.email as "Student_email",
    student_contact_details.relationship as "Contact_relationship",
    student_contact_details.contact_type as "Contact_type",
    student_contact_details.full_name as "Contact_name",
    student_contact_details.phone as "Contact_phone",
    student_contact_details.phone_type as "Contact_phone_type",
    student_contact_details.email as "Contact_email",
    student_contact_details.contact_id as "Contact_sis_id",
    case when services.is_section_504 then 'Y' else 'N' end as "Section_504_status",
    case when services.is_gifted then 'Y' else 'N' end as "Gifted_status",
    case when services.is_iep then 'Y' else 'N' end as "Disability_status",
    disabilities.clever as "Disability_type",
    disabilities.clever_code as "Disability_code"
from active_spells
inner join active_schools on active_spells.school_id = active_schools.school_id
inner join students on active_spells.student_id = students.student_id
left join services on students.student_id = services.student_id
left join student_contact_details
    on students.student_id = student_contact_details.student_id
left join grade_codes as grades on active_spells.grade_level = grades.sis
left join sex_codes as sexes on students.sex = sexes.sis
left join race_codes as races on students.race = races.sis
left join home_language_codes as languages on students.home_language = languages.sis
left join disability_codes as disabilities on services.disability = disabilities.sis
order by
    active_spells.school_id,
    students.student_id,
    student_contact_details.priority,
    student_contact_details.contact_id
