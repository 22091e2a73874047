-- one row per run, rule book and school that has sets, as published
-- noqa: disable=references.quoting
with

members as (
    select
        run_id,
        run_type,
        comparator_method,
        urn,
        set_type,
        rank,
        '"' || cast(comparator_urn as {{ dbt.type_string() }}) || '"'
            as comparator_text
    from {{ ref('benchmarking__fct_comparator_set_members') }}
),

-- a school may have a set and nobody in it: alone in its phase
characteristics as (
    select run_id, urn
    from {{ ref('benchmarking__fct_school_characteristics') }}
    where
        has_financial_data
        and not did_not_submit
        and (has_pupil_data or has_building_data)
),

targets as (
    select run_id, run_type, comparator_method, urn
    from members
    group by run_id, run_type, comparator_method, urn
    union
    {% for method in (
        ['seed', 'fbit'] if var('comparator_method') == 'both'
        else [var('comparator_method')]
    ) %}
    select
        run_id,
        'default' as run_type,
        '{{ method }}' as comparator_method,
        urn
    from characteristics
    {{ 'union' if not loop.last }}
    {% endfor %}
),

lists as (
    select
        {%- for set_type in ['pupil', 'building'] %}
        {{ dbt.listagg(
            "case when set_type = '" ~ set_type ~ "' then comparator_text end",
            "', '",
            "order by rank"
        ) }} as {{ set_type }}_urns,
        {%- endfor %}
        run_id,
        run_type,
        comparator_method,
        urn
    from members
    group by run_id, run_type, comparator_method, urn
),

final as (
    select
        '[' || coalesce(lists.pupil_urns, '') || ']' as "Pupil",
        '[' || coalesce(lists.building_urns, '') || ']' as "Building",
        targets.run_type as "RunType",
        targets.run_id as "RunId",
        cast(targets.urn as {{ dbt.type_string() }}) as "URN",
        case targets.comparator_method when 'seed' then 'mixed' else 'unmixed' end
            as "SetType"
    from targets
    left join lists
        on targets.run_id = lists.run_id
        and targets.run_type = lists.run_type
        and targets.comparator_method = lists.comparator_method
        and targets.urn = lists.urn
)

select * from final
