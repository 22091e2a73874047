-- What: both schools of a row are of one phase, under fbit of one finance type too; the
--   member may be chosen; nobody is in a set twice under seed.
-- Why it matters: a school compared with another kind of school is told nonsense, and
--   nobody sees it in the rating.
-- How to fix: look at the pools and masks in edstats.benchmarking.selection.
with

members as (
    select
        run_id,
        comparator_method,
        set_type,
        urn,
        comparator_urn,
        reason,
        row_number() over (
            partition by
                run_id, comparator_method, set_type, urn, comparator_urn
            order by rank
        ) as occurrence
    from {{ ref('benchmarking__fct_comparator_set_members') }}
    where run_type = 'default'
),

schools as (
    select
        run_id,
        urn,
        overall_phase,
        finance_type,
        region,
        is_part_year or did_not_submit as is_left_out,
        has_pupil_data,
        has_building_data
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

paired as (
    select
        members.run_id,
        members.comparator_method,
        members.set_type,
        members.urn,
        members.comparator_urn,
        case
            when targets.urn is null or others.urn is null then 'unknown school'
            when targets.overall_phase <> others.overall_phase then 'other phase'
            when
                members.comparator_method = 'fbit'
                and targets.finance_type <> others.finance_type
                then 'other pool'
            when members.reason = 'target' then null
            when others.is_left_out then 'no full year'
            when
                members.set_type = 'pupil' and not others.has_pupil_data
                then 'no pupil data'
            when
                members.set_type = 'building' and not others.has_building_data
                then 'no building data'
            when
                members.reason = 'region'
                and not coalesce(targets.region = others.region, false)
                then 'other region'
            when
                members.comparator_method = 'seed' and members.occurrence > 1
                then 'twice'
        end as breach
    from members
    left join schools as targets
        on members.run_id = targets.run_id
        and members.urn = targets.urn
    left join schools as others
        on members.run_id = others.run_id
        and members.comparator_urn = others.urn
)

select * from paired
where breach is not null
