-- one row per teacher's post and count date: whether certificates in force cover it
with

count_dates as (
    select district_id, school_year, is_latest_year, count_date
    from {{ ref('int_district__count_dates') }}
),

posts as (
    select
        posts.assignment_id,
        posts.educator_key,
        posts.school_key,
        posts.district_id,
        posts.teaching_focus,
        posts.subject,
        posts.fte,
        count_dates.school_year,
        count_dates.count_date
    from {{ ref('district__fct_staff_assignments') }} as posts
    inner join count_dates
        on posts.district_id = count_dates.district_id
        and coalesce(posts.begin_date <= count_dates.count_date, true)
        and coalesce(posts.end_date > count_dates.count_date, true)
    where posts.is_teacher and not posts.is_on_leave and not posts.is_excluded
),

judged_subjects as (
    select subject
    from {{ ref('certificate_subjects') }}
    where subject is not null
    group by subject
),

-- what no rule holds back
lessons_given as (
    select district_id, school_id, section_id, educator_id
    from {{ ref('int_district__section_educators_valid') }}
    group by district_id, school_id, section_id, educator_id
),

sections_taught as (
    select
        sections.educator_key,
        sections.school_key,
        sections.section_key,
        sections.subject,
        sections.grade_number,
        count_dates.school_year
    from {{ ref('int_district__section_meetings_conformed') }} as sections
    inner join lessons_given
        on sections.district_id = lessons_given.district_id
        and sections.school_id = lessons_given.school_id
        and sections.section_id = lessons_given.section_id
        and sections.educator_id = lessons_given.educator_id
    inner join judged_subjects
        on sections.subject = judged_subjects.subject
    inner join count_dates
        on sections.district_id = count_dates.district_id
        and sections.begin_date <= count_dates.count_date
        and coalesce(sections.end_date > count_dates.count_date, true)
    where sections.educator_role = 'primary'
    group by
        sections.educator_key,
        sections.school_key,
        sections.section_key,
        sections.subject,
        sections.grade_number,
        count_dates.school_year
),

-- without sections the post's own subject stands for what is taught, in any grade
taught as (
    select
        posts.assignment_id,
        posts.district_id,
        posts.educator_key,
        posts.school_year,
        sections_taught.section_key,
        coalesce(sections_taught.subject, judged_subjects.subject) as subject,
        sections_taught.grade_number
    from posts
    left join sections_taught
        on posts.educator_key = sections_taught.educator_key
        and posts.school_key = sections_taught.school_key
        and posts.school_year = sections_taught.school_year
    left join judged_subjects
        on posts.subject = judged_subjects.subject
),

certificates as (
    select district_id, certification_id, is_excluded
    from {{ ref('district__fct_certifications') }}
),

certified_districts as (
    select district_id
    from certificates
    group by district_id
),

fields as (
    select
        fields.educator_key,
        fields.subject,
        fields.low_grade_number,
        fields.high_grade_number,
        fields.is_area_known,
        count_dates.school_year
    from {{ ref('int_district__certificate_fields') }} as fields
    inner join certificates
        on fields.district_id = certificates.district_id
        and fields.certification_id = certificates.certification_id
    inner join count_dates
        on fields.district_id = count_dates.district_id
        and {{ certificate_in_force(
            'fields', 'count_dates.count_date', 'count_dates.is_latest_year'
        ) }}
    where fields.educator_key is not null and not certificates.is_excluded
),

holders as (
    select
        educator_key,
        school_year,
        min(case when is_area_known then 1 else 0 end) = 1 as are_areas_known
    from fields
    group by educator_key, school_year
),

covered as (
    select
        taught.assignment_id,
        taught.district_id,
        taught.school_year,
        taught.section_key,
        taught.subject,
        max(case when fields.subject is not null then 1 else 0 end) as covered_count
    from taught
    left join fields
        on taught.educator_key = fields.educator_key
        and taught.school_year = fields.school_year
        and {{ certificate_covers('fields', 'taught') }}
    group by
        taught.assignment_id,
        taught.district_id,
        taught.school_year,
        taught.section_key,
        taught.subject
),

counted as (
    select
        assignment_id,
        district_id,
        school_year,
        count(section_key) as section_count,
        sum(case when section_key is not null then covered_count else 0 end)
            as covered_section_count,
        min(case when subject is not null then covered_count end) as all_covered
    from covered
    group by assignment_id, district_id, school_year
),

judged as (
    select
        posts.*,
        counted.section_count,
        counted.covered_section_count,
        counted.all_covered,
        holders.are_areas_known,
        posts.educator_key is not null
        and certified_districts.district_id is not null as is_judged,
        holders.educator_key is not null as is_holder
    from posts
    inner join counted
        on posts.district_id = counted.district_id
        and posts.assignment_id = counted.assignment_id
        and posts.school_year = counted.school_year
    left join certified_districts
        on posts.district_id = certified_districts.district_id
    left join holders
        on posts.educator_key = holders.educator_key
        and posts.school_year = holders.school_year
),

final as (
    select
        assignment_id,
        educator_key,
        school_key,
        district_id,
        teaching_focus,
        subject,
        school_year,
        fte,
        cast(section_count as {{ dbt.type_int() }}) as section_count,
        cast(covered_section_count as {{ dbt.type_int() }}) as covered_section_count,
        case when is_judged then is_holder end as has_certificate_in_force,
        case
            when not is_judged then null
            when not is_holder then false
            when all_covered = 1 then true
            -- neither subject nor area that could be compared
            when all_covered is null or not are_areas_known then null
            else false
        end as is_covered,
        count_date
    from judged
)

select * from final
