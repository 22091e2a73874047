-- one row per run and academy row with money: own amounts and central shares
{%- set costs = cost_lines() | selectattr('academies') | list %}
{%- set income = (
    income_columns() | selectattr('central') | map(attribute='column') | list
) %}
{%- set shared_by_pupils = income + ['in_year_balance'] %}
with

own as (
    select *
    from {{ ref('int_benchmarking__academy_own_amounts') }}
),

shares as (
    select
        run_id,
        file_key,
        trust_code,
        line_number,
        pupil_share,
        building_share,
        end_pupil_share
    from {{ ref('int_benchmarking__academy_shares') }}
),

central as (
    select *
    from {{ ref('int_benchmarking__central_amounts') }}
),

academy_rows as (
    select run_id, file_key, line_number, urn, is_superseded
    from {{ ref('int_benchmarking__academy_rows') }}
),

-- one reserve per trust; the row that a transfer superseded is not counted
reserves as (
    select
        shares.run_id,
        shares.trust_code,
        sum(own.revenue_reserve) as own_reserves
    from own
    inner join shares
        on own.run_id = shares.run_id
        and own.file_key = shares.file_key
        and own.line_number = shares.line_number
    inner join academy_rows
        on own.run_id = academy_rows.run_id
        and own.file_key = academy_rows.file_key
        and own.line_number = academy_rows.line_number
    where not academy_rows.is_superseded and shares.trust_code is not null
    group by shares.run_id, shares.trust_code
),

allotted as (
    select
        own.run_id,
        own.file_key,
        shares.trust_code,
        own.return_source,
        own.missing_lines,
        own.line_number,
        academy_rows.urn,
        {%- for column in shared_by_pupils %}
        cast(own.{{ column }} as double) as own_{{ column }},
        coalesce(cast(central.{{ column }} as double) * shares.pupil_share, 0)
            as {{ column }}_cs,
        {%- endfor %}
        {%- for cost in costs %}
        own.{{ cost.column }} as own_{{ cost.column }},
        coalesce(
            cast(central.{{ cost.column }} as double)
            * shares.{{ cost.basis | lower }}_share,
            0
        ) as {{ cost.column }}_cs,
        {%- endfor %}
        cast(own.targeted_grants as double)
        + coalesce(cast(central.targeted_grants as double) * shares.pupil_share, 0)
            as targeted_grants,
        cast(own.revenue_reserve as double)
        + coalesce(cast(central.revenue_reserve as double) * shares.end_pupil_share, 0)
            as revenue_reserve,
        coalesce(
            cast(
                coalesce(reserves.own_reserves, 0)
                + coalesce(central.revenue_reserve, 0) as double
            ) * shares.end_pupil_share,
            0
        ) as share_revenue_reserve,
        academy_rows.is_superseded,
        own.has_money
    from own
    inner join shares
        on own.run_id = shares.run_id
        and own.file_key = shares.file_key
        and own.line_number = shares.line_number
    inner join academy_rows
        on own.run_id = academy_rows.run_id
        and own.file_key = academy_rows.file_key
        and own.line_number = academy_rows.line_number
    left join central
        on shares.run_id = central.run_id
        and shares.trust_code = central.trust_code
    left join reserves
        on shares.run_id = reserves.run_id
        and shares.trust_code = reserves.trust_code
),

-- own amounts are added as decimals, so that equal spending stays equal to the last bit
final as (
    select
        run_id,
        file_key,
        trust_code,
        return_source,
        missing_lines,
        line_number,
        urn,
        {%- for column in shared_by_pupils %}
        own_{{ column }} + {{ column }}_cs as {{ column }},
        {{ column }}_cs,
        {%- endfor %}
        cast({{ total_expenditure('own_', academies_only=true) }} as double)
        + {{ total_expenditure(suffix='_cs') }} as total_expenditure,
        {{ total_expenditure(suffix='_cs') }} as total_expenditure_cs,
        targeted_grants,
        revenue_reserve,
        share_revenue_reserve,
        {%- for category in cost_categories() if category.has_total %}
        cast({{ category_cost(category.key, 'own_', academies_only=true) }} as double)
        + {{ category_cost(category.key, suffix='_cs') }}
            as {{ category.total_column }},
        {{ category_cost(category.key, suffix='_cs') }}
            as {{ category.total_column }}_cs,
        {%- endfor %}
        cast({{ category_cost('catering', 'own_') }} as double)
        + {{ category_cost('catering', suffix='_cs') }}
        - (own_income_catering_services + income_catering_services_cs)
            as total_net_catering_costs,
        {{ net_catering_cost(suffix='_cs') }} as total_net_catering_costs_cs,
        {%- for cost in costs %}
        case
            when own_{{ cost.column }} is not null or {{ cost.column }}_cs <> 0
                then
                    cast(coalesce(own_{{ cost.column }}, 0) as double)
                    + {{ cost.column }}_cs
        end as {{ cost.column }},
        {{ cost.column }}_cs,
        {%- endfor %}
        is_superseded,
        has_money
    from allotted
)

select * from final
