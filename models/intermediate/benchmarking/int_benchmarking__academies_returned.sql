-- one row per run and academy row, of the return in force or of the list without one
with

returns as (
    select *
    from {{ ref('int_benchmarking__academy_returns_unioned') }}
),

listed as (
    select *
    from {{ ref('int_benchmarking__academies_listed') }}
),

months as (
    select event_month, first_day, last_day, months_if_joined, months_if_left
    from {{ ref('academy_return_months') }}
),

runs_with_return as (
    select run_id
    from returns
    group by run_id
),

-- what the list says of a UPIN: the line in force, then the latest
listed_upins as (
    select
        run_id,
        academy_upin,
        urn,
        company_number,
        trust_name,
        row_number() over (
            partition by run_id, academy_upin
            order by
                case when valid_to is null then 0 else 1 end,
                valid_to desc,
                line_number desc,
                file_key
        ) as line_rank
    from listed
    where academy_upin is not null
),

listed_urns as (
    select
        run_id,
        urn
    from listed
    where urn is not null
    group by run_id, urn
),

-- UPIN and company number of a trust, from every file that has both
trust_numbers as (
    {% for entity in ['aar_cs', 'academy_ar_central'] %}
    select run_id, company_number, lead_upin as trust_upin
    from {{ ref('stg_dfe__' ~ entity) }}
    union all
    {% endfor %}
    select run_id, company_number, trust_upin
    from listed
),

companies as (
    select
        run_id,
        company_number,
        min(trust_upin) as trust_upin
    from trust_numbers
    where company_number is not null and trust_upin is not null
    group by run_id, company_number
),

upins as (
    select
        run_id,
        trust_upin,
        min(company_number) as company_number
    from trust_numbers
    where company_number is not null and trust_upin is not null
    group by run_id, trust_upin
),

-- a row without URN or trust takes them from the list, by its UPIN
returns_resolved as (
    select
        returns.run_id,
        returns.return_source,
        returns.file_key,
        returns.line_number,
        returns.file_key as order_file_key,
        returns.line_number as order_line_number,
        coalesce(returns.urn, listed_upins.urn) as urn,
        returns.academy_upin,
        coalesce(returns.trust_upin, companies.trust_upin) as trust_upin,
        coalesce(
            returns.company_number, upins.company_number, listed_upins.company_number
        ) as company_number,
        coalesce(returns.trust_name, listed_upins.trust_name) as trust_name,
        returns.period_months,
        returns.joined_date,
        returns.left_date,
        returns.valid_to
    from returns
    left join listed_upins
        on
        returns.run_id = listed_upins.run_id
        and returns.academy_upin = listed_upins.academy_upin
        and listed_upins.line_rank = 1
    left join companies
        on
        returns.run_id = companies.run_id
        and returns.company_number = companies.company_number
    left join upins
        on
        returns.run_id = upins.run_id
        and returns.trust_upin = upins.trust_upin
),

returned_urns as (
    select
        run_id,
        urn
    from returns_resolved
    where urn is not null
    group by run_id, urn
),

returned_upins as (
    select
        run_id,
        academy_upin
    from returns_resolved
    where academy_upin is not null
    group by run_id, academy_upin
),

list_only as (
    select
        listed.run_id,
        'list' as return_source,
        cast(null as {{ dbt.type_string() }}) as file_key,
        cast(null as bigint) as line_number,
        listed.file_key as order_file_key,
        listed.line_number as order_line_number,
        listed.urn,
        listed.academy_upin,
        listed.trust_upin,
        listed.company_number,
        listed.trust_name,
        cast(null as integer) as period_months,
        listed.joined_date,
        listed.left_date,
        listed.valid_to
    from listed
    left join returned_urns
        on
        listed.run_id = returned_urns.run_id
        and listed.urn = returned_urns.urn
    left join returned_upins
        on
        listed.run_id = returned_upins.run_id
        and listed.academy_upin = returned_upins.academy_upin
    where returned_urns.urn is null and returned_upins.academy_upin is null
),

academies as (
    select * from returns_resolved
    union all
    select * from list_only
),

dated as (
    select
        academies.*,
        joined.months_if_joined,
        left_months.months_if_left,
        -- academy years begin in September
        extract(year from academies.joined_date)
        + case when extract(month from academies.joined_date) >= 9 then 1 else 0 end
            as joined_year,
        extract(year from academies.left_date)
        + case when extract(month from academies.left_date) >= 9 then 1 else 0 end
            as left_year
    from academies
    left join months as joined
        on
        extract(month from academies.joined_date) = joined.event_month
        and extract(day from academies.joined_date)
        between joined.first_day and joined.last_day
    left join months as left_months
        on
        extract(month from academies.left_date) = left_months.event_month
        and extract(day from academies.left_date)
        between left_months.first_day and left_months.last_day
),

counted as (
    select
        *,
        case
            when period_months is not null then period_months
            when joined_date is null and left_date is null then 12
            when left_date is null then months_if_joined
            -- who joined in an earlier year was there from its beginning
            when joined_date is null or joined_year < left_year then months_if_left
            when joined_date >= left_date then 0
            else greatest(months_if_joined + months_if_left - 12, 0)
        end as months,
        -- a transfer leaves two rows of a URN: the one in force counts, then the latest
        row_number() over (
            partition by run_id, urn
            order by
                case when valid_to is null then 0 else 1 end,
                valid_to desc,
                case when left_date is null then 0 else 1 end,
                joined_date desc nulls last,
                order_line_number desc,
                order_file_key
        ) as urn_rank,
        count(*) over (partition by run_id, urn) as urn_rows,
        count(case when valid_to is null and left_date is null then 1 end)
            over (partition by run_id, urn) as urn_rows_in_force
    from dated
),

runs_with_list as (
    select run_id
    from listed
    group by run_id
),

final as (
    select
        counted.run_id,
        counted.return_source,
        counted.file_key,
        counted.line_number,
        counted.order_file_key,
        counted.order_line_number,
        counted.urn,
        counted.academy_upin,
        counted.trust_upin,
        counted.company_number as trust_company_number,
        counted.trust_name,
        {{ dbt.safe_cast('counted.months', 'integer') }} as months,
        counted.urn_rows_in_force,
        -- the rows of the return; a run without one is known by its list
        counted.return_source <> 'list' or runs_with_return.run_id is null
            as is_of_return,
        runs_with_list.run_id is null or listed_urns.urn is not null as is_listed,
        counted.urn is not null and counted.urn_rank > 1 as is_superseded,
        coalesce(counted.joined_date >= counted.left_date, false) as is_reversed,
        counted.joined_date,
        counted.left_date,
        counted.valid_to
    from counted
    left join runs_with_return
        on counted.run_id = runs_with_return.run_id
    left join runs_with_list
        on counted.run_id = runs_with_list.run_id
    left join listed_urns
        on
        counted.run_id = listed_urns.run_id
        and counted.urn = listed_urns.urn
)

select * from final
