-- What: every school that should have a set has one, and the set is short only where
--   the pool has too few schools.
-- Why it matters: a school without a set has no rating and is missing from every
--   report.
-- How to fix: look for the school in py_comparator_sets; its characteristics say who it
--   may be compared with.
with

schools as (
    select
        run_id,
        urn,
        overall_phase,
        finance_type,
        is_pfi,
        boarding = 'Boarding' as is_boarding,
        has_financial_data and has_pupil_data and not did_not_submit as is_target,
        not is_part_year and not did_not_submit as is_full,
        has_pupil_data,
        has_building_data
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

members as (
    select
        run_id,
        comparator_method,
        set_type,
        urn,
        count(*) as size
    from {{ ref('benchmarking__fct_comparator_set_members') }}
    where run_type = 'default'
    group by run_id, comparator_method, set_type, urn
),

methods as (
    select 'seed' as comparator_method
    where '{{ var("comparator_method") }}' in ('seed', 'both')
    union all
    select 'fbit' as comparator_method
    where '{{ var("comparator_method") }}' in ('fbit', 'both')
),

by_type as (
    select
        schools.run_id,
        schools.urn,
        schools.overall_phase,
        schools.is_pfi,
        schools.is_boarding,
        methods.comparator_method,
        'pupil' as set_type,
        case when methods.comparator_method = 'fbit' then schools.finance_type end
            as pool,
        schools.is_target,
        schools.is_full and schools.has_pupil_data as is_candidate
    from schools
    cross join methods
    union all
    select
        schools.run_id,
        schools.urn,
        schools.overall_phase,
        schools.is_pfi,
        schools.is_boarding,
        methods.comparator_method,
        'building' as set_type,
        case when methods.comparator_method = 'fbit' then schools.finance_type end
            as pool,
        schools.is_target and schools.has_building_data as is_target,
        schools.is_full and schools.has_building_data as is_candidate
    from schools
    cross join methods
),

counted as (
    select
        *,
        sum(case when is_candidate then 1 else 0 end) over (
            partition by run_id, overall_phase, comparator_method, set_type, pool
        ) as candidates,
        sum(case when is_candidate and is_pfi then 1 else 0 end) over (
            partition by run_id, overall_phase, comparator_method, set_type, pool
        ) as pfi_candidates,
        sum(case when is_candidate and is_boarding then 1 else 0 end) over (
            partition by run_id, overall_phase, comparator_method, set_type, pool
        ) as boarding_candidates,
        sum(case when is_candidate and is_pfi and is_boarding then 1 else 0 end) over (
            partition by run_id, overall_phase, comparator_method, set_type, pool
        ) as candidates_with_both
    from by_type
),

-- the school itself, where it might be chosen for others, is not there for itself
available as (
    select
        run_id,
        urn,
        comparator_method,
        set_type,
        case
            when
                comparator_method = 'fbit'
                or set_type = 'building'
                or not (is_pfi or is_boarding)
                then candidates
            when is_pfi and is_boarding
                then pfi_candidates + boarding_candidates - candidates_with_both
            when is_pfi then pfi_candidates
            else boarding_candidates
        end
        - case when is_candidate then 1 else 0 end as others
    from counted
    where is_target
),

expected as (
    select
        run_id,
        urn,
        comparator_method,
        set_type,
        others,
        least(
            {{ var('comparator_members', 30) }},
            others
            + case when comparator_method = 'fbit' and others > 0 then 1 else 0 end
        ) as size
    from available
),

compared as (
    select
        coalesce(expected.run_id, members.run_id) as run_id,
        coalesce(expected.urn, members.urn) as urn,
        coalesce(expected.comparator_method, members.comparator_method)
            as comparator_method,
        coalesce(expected.set_type, members.set_type) as set_type,
        coalesce(expected.size, 0) as expected_size,
        coalesce(members.size, 0) as size
    from expected
    full outer join members
        on expected.run_id = members.run_id
        and expected.urn = members.urn
        and expected.comparator_method = members.comparator_method
        and expected.set_type = members.set_type
)

-- a set with repeats may be longer than its pool
select * from compared
where
    size < expected_size
    or (comparator_method = 'seed' and size <> expected_size)
    or (expected_size = 0 and size > 0)
