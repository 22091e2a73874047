-- one row per teaching assignment without a certificate, or school year of it without a
-- valid one
with

as_of_date as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

certificates as (
    select source, district_id, educator_key, status, issue_date, expiry_date
    from {{ ref('int_district__certifications_conformed') }}
),

certified_districts as (
    select source, district_id
    from certificates
    group by source, district_id
),

holders as (
    select district_id, educator_key
    from certificates
    group by district_id, educator_key
),

assignments as (
    select
        source,
        district_id,
        assignment_id,
        educator_id,
        educator_key,
        school_id,
        school_key,
        begin_date,
        end_date
    from {{ ref('int_district__assignments_conformed') }}
    where is_teacher and educator_key is not null
),

teaching as (
    select
        assignments.*,
        holders.educator_key is not null as has_certificate
    from assignments
    cross join as_of_date
    inner join certified_districts
        on assignments.source = certified_districts.source
        and assignments.district_id = certified_districts.district_id
    left join holders
        on assignments.district_id = holders.district_id
        and assignments.educator_key = holders.educator_key
    where
        assignments.begin_date <= as_of_date.as_of_date
        or assignments.begin_date is null
),

terms as (
    select district_id, school_year, start_date, end_date
    from {{ ref('int_district__terms_conformed') }}
    where coalesce(term_type, '') <> 'summer' and start_date < end_date
),

school_years as (
    select
        terms.district_id,
        terms.school_year,
        min(terms.start_date) as first_date,
        max(terms.end_date) as last_date,
        terms.school_year = max(terms.school_year) over (
            partition by terms.district_id
        ) as is_latest
    from terms
    cross join as_of_date
    where terms.start_date <= as_of_date.as_of_date
    group by terms.district_id, terms.school_year
),

-- the first day of each school year on which the assignment is in force
first_days as (
    select
        teaching.*,
        school_years.school_year,
        school_years.is_latest,
        greatest(
            coalesce(teaching.begin_date, school_years.first_date),
            school_years.first_date
        ) as first_day
    from teaching
    inner join school_years
        on teaching.district_id = school_years.district_id
        and coalesce(teaching.begin_date < school_years.last_date, true)
        and coalesce(teaching.end_date > school_years.first_date, true)
    where teaching.has_certificate
),

weighed as (
    select
        first_days.source,
        first_days.district_id,
        first_days.assignment_id,
        first_days.educator_id,
        first_days.school_id,
        first_days.school_key,
        first_days.school_year,
        first_days.first_day,
        max(
            case
                when certificates.expiry_date <= first_days.first_day
                    then certificates.expiry_date
            end
        ) as expired_on,
        min(
            case
                when certificates.issue_date > first_days.first_day
                    then certificates.issue_date
            end
        ) as issued_on,
        count(
            case
                when
                    {{ certificate_in_force(
                        'certificates', 'first_days.first_day', 'first_days.is_latest'
                    ) }}
                    then 1
            end
        ) as valid_count
    from first_days
    inner join certificates
        on first_days.district_id = certificates.district_id
        and first_days.educator_key = certificates.educator_key
    group by
        first_days.source,
        first_days.district_id,
        first_days.assignment_id,
        first_days.educator_id,
        first_days.school_id,
        first_days.school_key,
        first_days.school_year,
        first_days.first_day
),

uncertified as (
    select
        'STF-003' as rule_id,
        source,
        district_id,
        assignment_id,
        educator_id,
        school_id,
        school_key,
        cast(null as {{ dbt.type_int() }}) as school_year,
        'no certificate' as observed,
        'a certificate of who teaches' as expected,
        'who teaches here has no certificate at all' as message
    from teaching
    where not has_certificate
    union all
    select
        'STF-004' as rule_id,
        source,
        district_id,
        assignment_id,
        educator_id,
        school_id,
        school_key,
        school_year,
        -- an assignment may be found in several years
        cast(school_year as {{ dbt.type_string() }}) || ': '
        || case
            when expired_on is not null
                then 'expired ' || cast(expired_on as {{ dbt.type_string() }})
            when issued_on is not null
                then 'issued ' || cast(issued_on as {{ dbt.type_string() }})
            else 'revoked or suspended'
        end as observed,
        'valid on ' || cast(first_day as {{ dbt.type_string() }}) as expected,
        'no certificate of who teaches here is valid when the work begins in that year'
            as message
    from weighed
    where valid_count = 0
),

violations as (
    select
        rule_id,
        source,
        district_id,
        'assignment' as entity_type,
        {{ surrogate_key(['district_id', 'assignment_id']) }} as entity_key,
        school_key,
        school_year,
        observed,
        expected,
        message,
        {{ json_object({
            'assignment_id': 'assignment_id',
            'educator_id': 'educator_id',
            'school_id': 'school_id',
        }) }} as evidence
    from uncertified
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
