-- one row per run and dataset that lacks rows of schools that it should have
with

schools as (
    select
        run_id,
        urn
    from {{ ref('int_benchmarking__schools_listed') }}
),

matched as (
    select
        run_id,
        dataset,
        urn
    from {{ ref('int_benchmarking__datasets_matched') }}
),

school_counts as (
    select
        run_id,
        count(*) as school_count
    from schools
    group by run_id
),

-- not every school has key stages: of those files only one that fits nobody is a fault
sent as (
    {% for entity in [
        'cdc', 'sen', 'census_pupils', 'census_workforce', 'ks2', 'ks4'
    ] %}
    select
        run_id,
        '{{ entity }}' as dataset,
        {{ 'true' if entity in ['ks2', 'ks4'] else 'false' }} as is_of_some_schools
    from {{ ref('stg_dfe__' ~ entity) }}
    group by run_id
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

matched_counts as (
    select
        matched.run_id,
        matched.dataset,
        count(*) as matched_count
    from matched
    inner join schools
        on
        matched.run_id = schools.run_id
        and matched.urn = schools.urn
    group by matched.run_id, matched.dataset
),

compared as (
    select
        sent.run_id,
        sent.dataset,
        sent.is_of_some_schools,
        school_counts.school_count,
        coalesce(matched_counts.matched_count, 0) as matched_count
    from sent
    inner join school_counts
        on sent.run_id = school_counts.run_id
    left join matched_counts
        on
        sent.run_id = matched_counts.run_id
        and sent.dataset = matched_counts.dataset
),

violations as (
    select
        'FIN-016' as rule_id,
        'dfe' as source,
        run_id as district_id,
        'dataset' as entity_type,
        {{ surrogate_key(['run_id', 'dataset']) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        cast(school_count - matched_count as {{ dbt.type_string() }}) || ' of '
        || cast(school_count as {{ dbt.type_string() }})
        || ' schools without a row' as observed,
        case
            when is_of_some_schools then 'a row for some schools'
            else 'a row for every school'
        end as expected,
        dataset || ' has no row for '
        || cast(school_count - matched_count as {{ dbt.type_string() }}) || ' of '
        || cast(school_count as {{ dbt.type_string() }})
        || ' schools, and none of a predecessor: their figures stay empty' as message,
        {{ json_object({'dataset': 'dataset'}) }} as evidence
    from compared
    where
        matched_count = 0
        or (matched_count < school_count and not is_of_some_schools)
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
