-- one row per run, trust, series and year whose value no budget forecast return gives
with

missing as (
    select
        run_id,
        series,
        trust_upin,
        year_offset,
        year
    from {{ ref('int_benchmarking__bfr_points_summed') }}
    where is_expected and amount is null
),

folders as (
    select run_id
    from {{ ref('int_benchmarking__bfr_lines_scaled') }}
    where return_file = 'sofa'
    group by run_id
),

explained as (
    select
        missing.run_id,
        missing.series,
        missing.trust_upin,
        missing.year_offset,
        missing.year,
        folders.run_id is not null as has_folder
    from missing
    left join folders
        on cast(missing.year as {{ dbt.type_string() }}) = folders.run_id
),

violations as (
    select
        case when year_offset < 0 then 'FIN-050' else 'FIN-051' end as rule_id,
        'dfe' as source,
        run_id as district_id,
        'trust' as entity_type,
        {{ surrogate_key(['run_id', 'trust_upin']) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        series || ' ' || cast(year as {{ dbt.type_string() }}) as observed,
        'a value for each of the six years' as expected,
        case
            when year_offset >= 0
                then
                    'a value of the forecast is missing; it stays empty, and so does'
                    || ' the slope of the reserve'
            when has_folder
                then
                    'the return of an earlier year has no value for the trust; it stays'
                    || ' empty, and so does the slope of the reserve'
            else
                'the budget forecast return of an earlier year is not there; its values'
                || ' stay empty, and so does the slope of the reserve'
        end as message,
        {{ json_object({
            'trust_upin': 'trust_upin',
            'series': 'series',
            'year': 'year',
        }) }} as evidence
    from explained
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
