-- one row per run, run that it changes, rule book, school and cost category that counts
-- in its priorities
{% set share = var('investigate_percentile') %}
with

ratings as (
    select
        run_id,
        base_run_id,
        run_type,
        comparator_method,
        urn,
        set_type,
        category,
        value,
        median,
        diff_median,
        percent_diff,
        percentile,
        decile,
        rag,
        set_n
    from {{ ref('benchmarking__fct_metric_rag') }}
    where sub_category = 'Total'
),

categories as (
    select category, is_priority, is_two_sided
    from {{ ref('category_display') }}
),

labels as (
    select rag, rag_order, priority
    from {{ ref('rag_labels') }}
),

-- what users changed or chose is not in the costs of the run
costs as (
    select
        run_id,
        'default' as run_type,
        urn,
        category,
        amount,
        per_unit
    from {{ ref('benchmarking__fct_school_costs') }}
    where sub_category = 'Total'
),

members as (
    select
        run_id,
        comparator_method,
        urn,
        set_type,
        comparator_urn
    from {{ ref('int_benchmarking__set_members_counted') }}
),

finances as (
    select * from {{ ref('int_benchmarking__finances_dimensioned') }}
),

-- of the values that were ranked: the school's own, and what others spend above zero;
-- a column for each category, because a row for each member and category takes minutes
{% for basis in ['Pupil', 'Building'] %}
{{ basis | lower }}_quartiles as (
    select
        {%- for category in cost_categories() if category.basis == basis %}
        {%- set cost = 'finances.' ~ category.total_column ~ '__per_unit' %}
        percentile_cont({{ share }}) within group (
            order by
                case
                    when members.urn = members.comparator_urn
                        then coalesce({{ cost }}, 0)
                    when {{ cost }} > 0 then {{ cost }}
                end
        ) as {{ category.key }},
        {%- endfor %}
        members.run_id,
        members.comparator_method,
        members.urn
    from members
    inner join finances
        on members.run_id = finances.run_id
        and members.comparator_urn = finances.urn
    where members.set_type = '{{ basis | lower }}'
    group by members.run_id, members.comparator_method, members.urn
),

{% endfor %}
quartiles_listed as (
    {% for category in cost_categories() %}
    select
        run_id,
        comparator_method,
        urn,
        '{{ category.key }}' as category_key,
        {{ category.key }} as lower_quartile
    from {{ category.basis | lower }}_quartiles
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

quartiles as (
    select
        quartiles_listed.run_id,
        'default' as run_type,
        quartiles_listed.comparator_method,
        quartiles_listed.urn,
        cost_categories.category,
        quartiles_listed.lower_quartile
    from quartiles_listed
    inner join {{ ref('cost_categories') }} as cost_categories
        on quartiles_listed.category_key = cost_categories.category_key
),

ordered as (
    select
        ratings.*,
        categories.is_two_sided,
        labels.priority,
        row_number() over (
            partition by
                ratings.run_id,
                ratings.base_run_id,
                ratings.run_type,
                ratings.comparator_method,
                ratings.urn
            order by
                labels.rag_order,
                ratings.decile desc,
                ratings.value desc,
                ratings.category
        ) as priority_order
    from ratings
    inner join categories
        on ratings.category = categories.category
    inner join labels
        on ratings.rag = labels.rag
    where categories.is_priority
),

-- who is below the median already is measured against the lower quartile; the gap is in
-- pounds of the whole school, because pupils and square metres cannot be compared:
-- 110 pounds a pupil against a median of 90, for 200 pupils, is 20 * 200 = 4,000
compared as (
    select
        ordered.*,
        case
            when ordered.value >= ordered.median then ordered.median
            else quartiles.lower_quartile
        end as reference_value,
        costs.amount / nullif(costs.per_unit, 0) as units
    from ordered
    left join costs
        on ordered.run_id = costs.run_id
        and ordered.urn = costs.urn
        and ordered.category = costs.category
        and ordered.run_type = costs.run_type
    left join quartiles
        on ordered.run_id = quartiles.run_id
        and ordered.comparator_method = quartiles.comparator_method
        and ordered.urn = quartiles.urn
        and ordered.category = quartiles.category
        and ordered.run_type = quartiles.run_type
),

gaps as (
    select
        *,
        -- whole pounds, as shown, so that a gap of 0 is no area to investigate
        cast((value - reference_value) * units as decimal(18, 0)) as gap
    from compared
),

ranked as (
    select
        *,
        row_number() over (
            partition by run_id, base_run_id, run_type, comparator_method, urn
            order by gap desc nulls last, priority_order
        ) as gap_order
    from gaps
),

final as (
    select
        run_id,
        base_run_id,
        run_type,
        comparator_method,
        category,
        priority,
        rag,
        case
            when is_two_sided and percentile < 50
                then
                    'spends less than '
                    || cast(
                        cast(100 - percentile as decimal(9, 1))
                        as {{ dbt.type_string() }}
                    )
                    || ' % of similar schools'
            else
                'spends more than '
                || cast(cast(percentile as decimal(9, 1)) as {{ dbt.type_string() }})
                || ' % of similar schools'
        end as position_text,
        urn,
        cast(priority_order as integer) as priority_order,
        cast(decile as integer) as decile,
        cast(set_n as integer) as set_n,
        cast(case when gap is not null then gap_order end as integer) as gap_order,
        cast(value as decimal(18, 0)) as value,
        cast(median as decimal(18, 0)) as median,
        cast(diff_median as decimal(18, 0)) as diff_median,
        cast(percent_diff as decimal(18, 1)) as percent_diff,
        cast(percentile as decimal(9, 1)) as percentile,
        cast(reference_value as decimal(18, 0)) as reference_value,
        gap,
        coalesce(gap > 0, false) and gap_order <= {{ var('areas_to_investigate') }}
            as is_area_to_investigate
    from ranked
)

select * from final
