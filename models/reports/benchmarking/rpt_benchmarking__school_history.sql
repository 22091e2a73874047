-- one row per school and run of the five years up to the latest
with

schools as (
    select
        run_id,
        urn,
        school_name,
        trust_company_number,
        finance_type,
        overall_phase,
        run_year
    from {{ ref('benchmarking__dim_schools') }}
),

years as (
    select max(run_year) as last_year
    from schools
),

characteristics as (
    select
        run_id,
        urn,
        number_of_pupils,
        workforce_fte,
        teachers_fte,
        percent_fsm,
        percent_sen,
        is_part_year,
        did_not_submit
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

finances as (
    select
        run_id,
        urn,
        period_covered_by_return,
        total_income,
        total_expenditure,
        in_year_balance,
        revenue_reserve
    from {{ ref('benchmarking__fct_school_finances') }}
),

colours as (
    select
        {%- for colour in ['red', 'amber', 'green'] %}
        cast(sum(case when ratings.rag = '{{ colour }}' then 1 else 0 end) as integer)
            as {{ colour }}_count,
        {%- endfor %}
        ratings.run_id,
        ratings.urn
    from {{ ref('benchmarking__fct_metric_rag') }} as ratings
    inner join {{ ref('category_display') }} as categories
        on ratings.category = categories.category
    where
        ratings.run_type = 'default'
        and ratings.sub_category = 'Total'
        and categories.is_priority
        and ratings.comparator_method
        = '{{ 'fbit' if var('comparator_method') == 'fbit' else 'seed' }}'
    group by ratings.run_id, ratings.urn
),

bases as (
    select
        characteristics.run_id,
        characteristics.urn,
        case
            when characteristics.number_of_pupils > 0
                then
                    characteristics.number_of_pupils
                    * (finances.period_covered_by_return / 12.0e0)
        end as pupils_of_period
    from characteristics
    left join finances
        on characteristics.run_id = finances.run_id
        and characteristics.urn = finances.urn
),

final as (
    select
        schools.run_id,
        schools.school_name,
        schools.trust_company_number,
        schools.finance_type,
        schools.overall_phase,
        schools.urn,
        schools.run_year as year,
        finances.period_covered_by_return as months,
        colours.red_count,
        colours.amber_count,
        colours.green_count,
        cast(characteristics.number_of_pupils as decimal(18, 1)) as number_of_pupils,
        cast(characteristics.percent_fsm as decimal(9, 1)) as percent_fsm,
        cast(characteristics.percent_sen as decimal(9, 1)) as percent_sen,
        cast(characteristics.workforce_fte as decimal(18, 1)) as workforce_fte,
        cast(characteristics.teachers_fte as decimal(18, 1)) as teachers_fte,
        {%- for column in [
            'total_income', 'total_expenditure', 'in_year_balance', 'revenue_reserve'
        ] %}
        cast(finances.{{ column }} as decimal(18, 0)) as {{ column }},
        cast(
            finances.{{ column }} / bases.pupils_of_period as decimal(18, 0)
        ) as {{ column }}_per_pupil,
        {%- endfor %}
        characteristics.is_part_year,
        characteristics.did_not_submit
    from schools
    cross join years
    inner join characteristics
        on schools.run_id = characteristics.run_id
        and schools.urn = characteristics.urn
    inner join bases
        on schools.run_id = bases.run_id
        and schools.urn = bases.urn
    left join finances
        on schools.run_id = finances.run_id
        and schools.urn = finances.urn
    left join colours
        on schools.run_id = colours.run_id
        and schools.urn = colours.urn
    where schools.run_year > years.last_year - {{ var('history_years') }}
)

select * from final
