-- one row per source, district and requirement of rules that is met
with

sent as (
    select
        source,
        district_id
    from {{ ref('raw_inventory__files') }}
    where district_id is not null
    group by source, district_id
),

blocked as (
    select
        source,
        district_id
    from {{ ref('quality__blocked_sources') }}
    group by source, district_id
),

readable as (
    select
        sent.source,
        sent.district_id
    from sent
    left join blocked
        on sent.source = blocked.source and sent.district_id = blocked.district_id
    where blocked.source is null
),

files as (
    select
        source,
        district_id,
        entity
    from {{ ref('quality__landing_files') }}
    where rows_staged > 0
    group by source, district_id, entity
),

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

-- a calendar's last day is the last day of its year
years as (
    select
        source,
        district_id,
        school_year,
        max(last_date) as last_date
    from {{ ref('int_district__calendar_years') }}
    group by source, district_id, school_year
),

met as (
    select
        source,
        district_id,
        'landing' as requirement
    from sent
    union all
    select
        source,
        district_id,
        source as requirement
    from readable
    union all
    select
        source,
        district_id,
        case source
            when 'dfe' then 'benchmarking'
            when 'dost' then 'engagement'
            else 'roster'
        end as requirement
    from readable
    union all
    select
        readable.source,
        readable.district_id,
        readable.source || '.' || files.entity as requirement
    from readable
    inner join files
        on readable.source = files.source and readable.district_id = files.district_id
    union all
    select
        readable.source,
        readable.district_id,
        'complete_year' as requirement
    from readable
    inner join years
        on readable.source = years.source and readable.district_id = years.district_id
    inner join as_of
        on years.last_date <= as_of.as_of_date
    group by readable.source, readable.district_id
)

select source, district_id, requirement from met
