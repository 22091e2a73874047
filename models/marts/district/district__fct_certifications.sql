-- one row per certificate of an educator
with

certificates as (
    select *
    from {{ ref('int_district__certifications_valid') }}
),

excluded as (
    select entity_key, rule_id
    from {{ ref('int_quality__entities_excluded') }}
    where entity_type = 'certification'
),

final as (
    select
        certificates.certification_id,
        certificates.educator_key,
        certificates.district_id,
        certificates.certificate_type,
        certificates.area,
        certificates.state,
        certificates.status,
        excluded.rule_id as excluded_by,
        certificates.low_grade_number,
        certificates.high_grade_number,
        excluded.rule_id is not null as is_excluded,
        certificates.issue_date,
        certificates.expiry_date
    from certificates
    left join excluded
        on certificates.entity_key = excluded.entity_key
)

select * from final
