-- one row per section and primary educator whose certificates do not cover it
with

as_of as (
    select {{ school_year_of('as_of_date') }} as school_year
    from {{ ref('int_district__as_of_date') }}
),

meetings as (
    select
        meetings.source,
        meetings.district_id,
        meetings.school_id,
        meetings.school_key,
        meetings.section_id,
        meetings.educator_id,
        meetings.educator_key,
        meetings.subject,
        meetings.grade_number,
        coalesce(
            {{ school_year_of('meetings.begin_date') }} >= as_of.school_year, true
        ) as is_latest_year,
        meetings.begin_date
    from {{ ref('int_district__section_meetings_conformed') }} as meetings
    cross join as_of
    where meetings.educator_role = 'primary' and meetings.educator_key is not null
),

judged_subjects as (
    select subject
    from {{ ref('certificate_subjects') }}
    where subject is not null
    group by subject
),

fields as (
    select *
    from {{ ref('int_district__certificate_fields') }}
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
                when {{ certificate_covers('fields', 'meetings') }} then 1
                else 0
            end
        ) = 1 as is_covered
    from meetings
    inner join judged_subjects
        on meetings.subject = judged_subjects.subject
    inner join fields
        on meetings.district_id = fields.district_id
        and meetings.educator_key = fields.educator_key
        and {{ certificate_in_force(
            'fields', 'meetings.begin_date', 'meetings.is_latest_year'
        ) }}
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
