-- one row per run, rule book, school, type of set and place in it, with both schools
with

members as (
    select
        run_id,
        run_type,
        comparator_method,
        urn,
        set_type,
        rank,
        comparator_urn,
        distance,
        reason,
        target_filled,
        comparator_filled
    from {{ ref('benchmarking__fct_comparator_set_members') }}
    where run_type = 'default'
),

names as (
    select run_id, urn, school_name
    from {{ ref('benchmarking__dim_schools') }}
),

characteristics as (
    select
        run_id,
        urn,
        overall_phase,
        region,
        finance_type,
        boarding,
        progress8_banding,
        number_of_pupils,
        percent_fsm,
        percent_sen,
        percent_sen_with_support,
        total_internal_floor_area,
        age_average_score,
        is_pfi
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

final as (
    select
        members.run_id,
        members.comparator_method,
        members.set_type,
        members.reason,
        schools.overall_phase,
        names.school_name as comparator_name,
        comparators.finance_type as comparator_finance_type,
        comparators.region as comparator_region,
        comparators.boarding as comparator_boarding,
        comparators.progress8_banding as comparator_progress8_banding,
        members.target_filled,
        members.comparator_filled,
        members.urn,
        members.comparator_urn,
        members.rank,
        members.distance,
        {%- for column, decimals, sources in [
            ('number_of_pupils', 1, ['number_of_pupils', 'number_of_pupils']),
            ('percent_fsm', 1, ['percent_fsm', 'percent_fsm']),
            ('percent_sen', 1, ['percent_sen', 'percent_sen_with_support']),
            (
                'total_internal_floor_area', 1,
                ['total_internal_floor_area', 'total_internal_floor_area'],
            ),
            ('age_average_score', 1, ['age_average_score', 'age_average_score']),
        ] %}
        {%- for whose, prefix in [('schools', ''), ('comparators', 'comparator_')] %}
        cast(
            case members.comparator_method
                when 'seed' then {{ whose }}.{{ sources[0] }}
                else {{ whose }}.{{ sources[1] }}
            end as decimal(18, {{ decimals }})
        ) as {{ prefix }}{{ column }},
        {%- endfor %}
        {%- endfor %}
        schools.is_pfi,
        comparators.is_pfi as comparator_is_pfi
    from members
    inner join characteristics as schools
        on members.run_id = schools.run_id
        and members.urn = schools.urn
    inner join characteristics as comparators
        on members.run_id = comparators.run_id
        and members.comparator_urn = comparators.urn
    inner join names
        on members.run_id = names.run_id
        and members.comparator_urn = names.urn
)

select * from final
