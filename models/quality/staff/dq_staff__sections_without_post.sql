-- one row per educator of the current school year with sections and no full-time
-- equivalent, or with that of a teacher and no sections
with

as_of_date as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

assignments as (
    select
        source,
        district_id,
        educator_id,
        educator_key,
        case when is_on_leave then 0 else fte end as fte,
        is_teacher and not is_on_leave as is_teaching,
        begin_date,
        end_date
    from {{ ref('int_district__assignments_conformed') }}
    where educator_key is not null
),

meetings as (
    select district_id, educator_id, educator_key, section_key, begin_date, end_date
    from {{ ref('int_district__section_meetings_conformed') }}
    where educator_key is not null and educator_role <> 'aide'
),

begun_years as (
    select
        terms.district_id,
        terms.school_year,
        min(terms.start_date) as first_date,
        max(terms.end_date) as last_date,
        row_number() over (
            partition by terms.district_id
            order by terms.school_year desc
        ) as year_rank
    from {{ ref('int_district__terms_conformed') }} as terms
    cross join as_of_date
    where
        coalesce(terms.term_type, '') <> 'summer'
        and terms.start_date < terms.end_date
        and terms.start_date <= as_of_date.as_of_date
    group by terms.district_id, terms.school_year
),

school_years as (
    select district_id, school_year, first_date, last_date
    from begun_years
    where year_rank = 1
),

posts as (
    select
        assignments.source,
        assignments.district_id,
        assignments.educator_key,
        school_years.school_year,
        min(assignments.educator_id) as educator_id,
        coalesce(sum(assignments.fte), 0) as fte,
        coalesce(
            sum(case when assignments.is_teaching then assignments.fte end), 0
        ) as teaching_fte
    from assignments
    cross join as_of_date
    inner join school_years
        on assignments.district_id = school_years.district_id
        and coalesce(assignments.begin_date < school_years.last_date, true)
        and coalesce(assignments.end_date > school_years.first_date, true)
    where coalesce(assignments.begin_date <= as_of_date.as_of_date, true)
    group by
        assignments.source,
        assignments.district_id,
        assignments.educator_key,
        school_years.school_year
),

taught as (
    select
        meetings.district_id,
        meetings.educator_key,
        school_years.school_year,
        min(meetings.educator_id) as educator_id,
        count(distinct meetings.section_key) as section_count
    from meetings
    inner join school_years
        on meetings.district_id = school_years.district_id
        and meetings.begin_date < school_years.last_date
        and coalesce(meetings.end_date > school_years.first_date, true)
    group by meetings.district_id, meetings.educator_key, school_years.school_year
),

-- districts that send both posts and sections of the year
judged_years as (
    select
        posts.source,
        posts.district_id,
        posts.school_year
    from posts
    inner join taught
        on posts.district_id = taught.district_id
    group by posts.source, posts.district_id, posts.school_year
),

contradictions as (
    select
        judged_years.source,
        judged_years.district_id,
        taught.educator_id,
        taught.educator_key,
        judged_years.school_year,
        cast(taught.section_count as {{ dbt.type_string() }})
        || ' sections, full-time equivalent 0' as observed,
        'a full-time equivalent' as expected,
        'teaches sections without a full-time equivalent' as message
    from judged_years
    inner join taught
        on judged_years.district_id = taught.district_id
    left join posts
        on taught.district_id = posts.district_id
        and taught.educator_key = posts.educator_key
    where coalesce(posts.fte, 0) <= 0
    union all
    select
        judged_years.source,
        judged_years.district_id,
        posts.educator_id,
        posts.educator_key,
        judged_years.school_year,
        'no sections, full-time equivalent '
        || cast(cast(posts.teaching_fte as decimal(9, 2)) as {{ dbt.type_string() }})
            as observed,
        'sections' as expected,
        'has a post as a teacher and teaches no section' as message
    from judged_years
    inner join posts
        on judged_years.district_id = posts.district_id
    left join taught
        on posts.district_id = taught.district_id
        and posts.educator_key = taught.educator_key
    where posts.teaching_fte > 0 and taught.educator_key is null
),

violations as (
    select
        'STF-009' as rule_id,
        source,
        district_id,
        'educator' as entity_type,
        educator_key as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        school_year,
        observed,
        expected,
        message,
        {{ json_object({'educator_id': 'educator_id'}) }} as evidence
    from contradictions
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
