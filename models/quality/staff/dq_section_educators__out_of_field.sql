-- one row per section and primary educator whose certificates do not cover it
with

meetings as (
    select
        source,
        district_id,
        school_id,
        school_key,
        section_id,
        educator_id,
        educator_key,
        subject,
        grade_number,
        begin_date
    from {{ ref('int_district__section_meetings_conformed') }}
    where educator_role = 'primary' and educator_key is not null
),

certificate_subjects as (
    select area, subject
    from {{ ref('certificate_subjects') }}
),

judged_subjects as (
    select subject
    from certificate_subjects
    where subject is not null
    group by subject
),

certificates as (
    select
        certification_id,
        district_id,
        educator_key,
        area,
        area_as_sent,
        low_grade_number,
        high_grade_number,
        issue_date,
        expiry_date
    from {{ ref('int_district__certifications_conformed') }}
    where coalesce(status, 'active') = 'active'
),

-- the district's own word for an area may say more than its subject
areas as (
    select certification_id, district_id, area
    from certificates
    union
    select certification_id, district_id, area_as_sent as area
    from certificates
),

subjects_allowed as (
    select
        areas.certification_id,
        areas.district_id,
        certificate_subjects.subject
    from areas
    inner join certificate_subjects
        on areas.area = certificate_subjects.area
),

fields as (
    select
        certificates.*,
        subjects_allowed.certification_id is not null as is_area_known,
        subjects_allowed.subject
    from certificates
    left join subjects_allowed
        on certificates.district_id = subjects_allowed.district_id
        and certificates.certification_id = subjects_allowed.certification_id
),

-- by the certificates that are valid when the educator begins
covered as (
    select
        meetings.source,
        meetings.district_id,
        meetings.school_id,
        meetings.school_key,
        meetings.section_id,
        meetings.educator_id,
        meetings.subject,
        meetings.grade_number,
        meetings.begin_date,
        min(case when fields.is_area_known then 1 else 0 end) = 1 as are_areas_known,
        max(
            case
                when
                    fields.subject = meetings.subject
                    and coalesce(meetings.grade_number >= fields.low_grade_number, true)
                    and coalesce(
                        meetings.grade_number <= fields.high_grade_number, true
                    )
                    then 1
                else 0
            end
        ) = 1 as is_covered
    from meetings
    inner join judged_subjects
        on meetings.subject = judged_subjects.subject
    inner join fields
        on meetings.district_id = fields.district_id
        and meetings.educator_key = fields.educator_key
        and coalesce(fields.issue_date <= meetings.begin_date, true)
        and coalesce(fields.expiry_date > meetings.begin_date, true)
    group by
        meetings.source,
        meetings.district_id,
        meetings.school_id,
        meetings.school_key,
        meetings.section_id,
        meetings.educator_id,
        meetings.subject,
        meetings.grade_number,
        meetings.begin_date
),

out_of_field as (
    select
        source,
        district_id,
        school_id,
        school_key,
        section_id,
        educator_id,
        subject,
        grade_number,
        min(begin_date) as begin_date
    from covered
    where are_areas_known and not is_covered
    group by
        source,
        district_id,
        school_id,
        school_key,
        section_id,
        educator_id,
        subject,
        grade_number
),

violations as (
    select
        'STF-005' as rule_id,
        source,
        district_id,
        'section_educator' as entity_type,
        {{ surrogate_key(['district_id', 'school_id', 'section_id', 'educator_id']) }}
            as entity_key,
        school_key,
        {{ school_year_of('begin_date') }} as school_year,
        subject || coalesce(
            ', grade ' || cast(grade_number as {{ dbt.type_string() }}), ''
        ) as observed,
        'subject and grade of a valid certificate' as expected,
        'no certificate of who teaches the section covers its subject and grade'
            as message,
        {{ json_object({
            'section_id': 'section_id',
            'educator_id': 'educator_id',
            'school_id': 'school_id',
        }) }} as evidence
    from out_of_field
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
