-- one row per certificate and subject that its area allows to teach
with

certificates as (
    select
        district_id,
        certification_id,
        educator_key,
        area,
        area_as_sent,
        status,
        low_grade_number,
        high_grade_number,
        issue_date,
        expiry_date
    from {{ ref('int_district__certifications_conformed') }}
),

certificate_subjects as (
    select area, subject
    from {{ ref('certificate_subjects') }}
),

-- the district's own word for an area may say more than its subject
areas as (
    select district_id, certification_id, area
    from certificates
    union
    select district_id, certification_id, area_as_sent as area
    from certificates
),

-- two words for an area may allow the same subject; an area may allow none
subjects_allowed as (
    select
        areas.district_id,
        areas.certification_id,
        certificate_subjects.subject
    from areas
    inner join certificate_subjects
        on areas.area = certificate_subjects.area
    group by
        areas.district_id,
        areas.certification_id,
        certificate_subjects.subject
),

final as (
    select
        certificates.district_id,
        certificates.certification_id,
        certificates.educator_key,
        subjects_allowed.subject,
        certificates.status,
        certificates.low_grade_number,
        certificates.high_grade_number,
        subjects_allowed.certification_id is not null as is_area_known,
        certificates.issue_date,
        certificates.expiry_date
    from certificates
    left join subjects_allowed
        on certificates.district_id = subjects_allowed.district_id
        and certificates.certification_id = subjects_allowed.certification_id
)

select * from final
