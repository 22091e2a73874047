-- one row per run and line of the maintained list: its money in the columns of finances
{%- set costs = cost_lines() | selectattr('maintained') | list %}
{%- set cost_columns = costs | map(attribute='column') | list %}
{%- set it_lines = {
    'e20a': 'connectivity_costs',
    'e20b': 'onsite_servers_costs',
    'e20c': 'it_learning_resources_costs',
    'e20d': 'administration_software_and_systems_costs',
    'e20e': 'laptops_desktops_and_tablets_costs',
    'e20f': 'other_hardware_costs',
    'e20g': 'it_support_costs',
} %}
{%- set income = income_columns() | selectattr('maintained_line') | list %}
{%- set ict_parts = ['e20a', 'e20b', 'e20c', 'e20e', 'e20f', 'e20g'] %}
{%- set income_lines = [
    'i01', 'i02', 'i03', 'i04', 'i05', 'i06', 'i07', 'i08', 'i09', 'i10', 'i11', 'i12',
    'i13', 'i15', 'i16', 'i17', 'i18',
] %}
{#- printed totals and the lines that they are made of -#}
{%- set printed = {
    'direct_grant': ['i01', 'i02', 'i06', 'i07'],
    'targeted_grants': ['i03', 'i04', 'i05', 'i15'],
    'community_grants': ['i16', 'i18'],
    'self_generated_funding': ['i08', 'i09', 'i10', 'i11', 'i12', 'i13', 'i17'],
} %}
with

returned as (
    select *
    from {{ ref('stg_dfe__maintained_schools_master_list') }}
),

-- a list has E20 in one line or in seven, of which D is administration
regrouped as (
    select
        *,
        case
            when e20 is not null then e20
            when coalesce({{ ict_parts | join(', ') }}) is not null
                then coalesce({{ ict_parts | join(', 0) + coalesce(') }}, 0)
        end as ict_lines,
        case
            when e20 is not null then e22
            when coalesce(e22, e20d) is not null
                then coalesce(e22, 0) + coalesce(e20d, 0)
        end as administrative_lines,
        coalesce({{ income_lines | join(', ') }}) is not null as has_income,
        {%- for total, lines in printed.items() %}
        case
            when coalesce({{ lines | join(', ') }}) is not null
                then coalesce({{ lines | join(', 0) + coalesce(') }}, 0)
        end as {{ total }}_lines,
        {%- endfor %}
        case when i02 is null and {{ layout_lacks('i02') }} then 0 else i02 end
            as i02_part
    from returned
),

named as (
    select
        *,
        {%- for cost in costs %}
        {{ cost.maintained_line }} as {{ cost.column }},
        {%- endfor %}
        cast(null as decimal(18, 2)) as auditors_costs,
        {%- for income in income if income.maintained_line in income_lines %}
        {{ income.maintained_line }} as {{ income.column }},
        {%- endfor %}
        case
            when has_income
                then
                    coalesce({{ income_lines | join(', 0) + coalesce(') }}, 0)
                    - coalesce(e30, 0)
        end as total_income_lines
    from regrouped
),

totalled as (
    select
        *,
        {{ total_expenditure() }} as total_expenditure_lines,
        coalesce({{ cost_columns | join(', ') }}) is not null as has_costs
    from named
),

-- a total that the list prints counts; where it prints none, the lines do
counted as (
    select
        run_id,
        file_key,
        missing_lines,
        line_number,
        urn,
        coalesce(total_income, total_income_lines) as total_income,
        case
            when has_costs then coalesce(total_expenditure, total_expenditure_lines)
            else total_expenditure
        end as total_expenditure,
        total_income_lines,
        total_expenditure_lines,
        {%- for income in income if income.maintained_line in printed %}
        coalesce({{ income.maintained_line }}, {{ income.maintained_line }}_lines)
            as {{ income.column }},
        {{ income.maintained_line }}_lines as {{ income.column }}_lines,
        {%- endfor %}
        {%- for income in income if income.maintained_line in income_lines %}
        {{ income.column }},
        {%- endfor %}
        ci04 as direct_revenue_financing,
        i01 + i02_part as pre_post_16_funding,
        revenue_reserve,
        {%- for category in cost_categories() if category.has_total %}
        {{ category_cost(category.key) }} as {{ category.total_column }},
        {%- endfor %}
        {{ net_catering_cost() }} as total_net_catering_costs,
        {{ cost_columns | join(',\n        ') }},
        {%- for line, column in it_lines.items() %}
        {{ line }} as {{ column }},
        {%- endfor %}
        has_income or has_costs as has_money,
        -- the flag means a PFI line above 0, so the line tells where it is blank
        coalesce(is_pfi, e28b > 0) as is_pfi
    from totalled
),

balanced as (
    select
        *,
        direct_grants + community_grants + targeted_grants as total_grant_funding,
        total_income - total_expenditure as in_year_balance
    from counted
)

select * from balanced
