-- one row per conformed section enrolment: are its student and its section known
with

sent_enrollments as (
    select
        source,
        district_id,
        school_id,
        section_id,
        student_id,
        begin_date,
        end_date
    from {{ ref('int_district__section_enrollments_conformed') }}
),

faulty_terms as (
    select
        district_id,
        school_id,
        section_id,
        start_date,
        end_date
    from {{ ref('int_district__section_terms_conformed') }}
    where end_date <= start_date
    group by district_id, school_id, section_id, start_date, end_date
),

-- dates that come from a term without a day (RST-002) say nothing about the enrolment
dated_enrollments as (
    select
        sent_enrollments.source,
        sent_enrollments.district_id,
        sent_enrollments.school_id,
        sent_enrollments.section_id,
        sent_enrollments.student_id,
        case when faulty_terms.section_id is null then sent_enrollments.begin_date end
            as begin_date,
        case when faulty_terms.section_id is null then sent_enrollments.end_date end
            as end_date
    from sent_enrollments
    left join faulty_terms
        on sent_enrollments.district_id = faulty_terms.district_id
        and sent_enrollments.school_id = faulty_terms.school_id
        and sent_enrollments.section_id = faulty_terms.section_id
        and sent_enrollments.begin_date = faulty_terms.start_date
        and sent_enrollments.end_date = faulty_terms.end_date
),

-- two such terms would leave the enrolment twice
enrollments as (
    select
        source,
        district_id,
        school_id,
        section_id,
        student_id,
        begin_date,
        end_date
    from dated_enrollments
    group by
        source,
        district_id,
        school_id,
        section_id,
        student_id,
        begin_date,
        end_date
),

sections as (
    select district_id, school_id, section_id
    from {{ ref('int_district__sections_conformed') }}
),

students as (
    select district_id, student_id, student_key
    from {{ ref('int_district__students_keyed') }}
    where key_basis = 'id'
    group by district_id, student_id, student_key
),

shared_ids as (
    select district_id, school_id, student_id, student_key
    from {{ ref('int_district__student_keys') }}
),

resolved as (
    select
        coalesce(students.student_key, shared_ids.student_key) as student_key,
        enrollments.*,
        students.student_id is not null or shared_ids.student_id is not null
            as is_student_known,
        sections.section_id is not null as is_section_known,
        coalesce(enrollments.end_date < enrollments.begin_date, false) as is_reversed
    from enrollments
    left join sections
        on enrollments.district_id = sections.district_id
        and enrollments.school_id = sections.school_id
        and enrollments.section_id = sections.section_id
    left join students
        on enrollments.district_id = students.district_id
        and enrollments.student_id = students.student_id
    left join shared_ids
        on enrollments.district_id = shared_ids.district_id
        and enrollments.school_id = shared_ids.school_id
        and enrollments.student_id = shared_ids.student_id
)

select * from resolved
