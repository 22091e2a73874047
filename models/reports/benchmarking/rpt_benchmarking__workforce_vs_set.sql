-- one row per run, rule book, school and measure of its workforce, beside the set
{% set measures = [
    {
        'name': 'pupils', 'dimension': 'total', 'decimals': 1,
        'value': 'number_of_pupils',
    },
    {
        'name': 'teachers_with_qts', 'dimension': 'percent', 'decimals': 1,
        'value': 'percent_qts',
    },
] %}
{% for role in reported_roles() %}
{% do measures.extend([
    {
        'name': role.name, 'dimension': 'total', 'decimals': 1,
        'value': role.fte,
    },
    {
        'name': role.name, 'dimension': 'headcount_per_fte', 'decimals': 2,
        'value': role.headcount ~ ' / nullif(' ~ role.fte ~ ', 0)',
    },
    {
        'name': role.name, 'dimension': 'percent_of_workforce', 'decimals': 1,
        'value': role.fte ~ ' * 100 / nullif(workforce_fte, 0)',
    },
    {
        'name': role.name, 'dimension': 'pupils_per_fte', 'decimals': 2,
        'value': 'number_of_pupils / nullif(' ~ role.fte ~ ', 0)',
    },
]) %}
{% endfor %}
with

characteristics as (
    select * from {{ ref('benchmarking__fct_school_characteristics') }}
),

-- decimals, so that averages do not depend on the order of rows
measured as (
    select
        {%- for measure in measures %}
        cast({{ measure.value }} as decimal(18, 4))
            as {{ measure.name }}__{{ measure.dimension }},
        {%- endfor %}
        run_id,
        urn,
        finance_type,
        overall_phase
    from characteristics
),

members as (
    select
        run_id,
        comparator_method,
        urn,
        comparator_urn
    from {{ ref('int_benchmarking__set_members_counted') }}
    where set_type = 'pupil'
),

set_averages as (
    select
        {%- for measure in measures %}
        avg(measured.{{ measure.name }}__{{ measure.dimension }})
            as {{ measure.name }}__{{ measure.dimension }},
        {%- endfor %}
        members.run_id,
        members.comparator_method,
        members.urn
    from members
    inner join measured
        on members.run_id = measured.run_id
        and members.comparator_urn = measured.urn
    group by members.run_id, members.comparator_method, members.urn
),

national_averages as (
    select
        {%- for measure in measures %}
        avg(nullif({{ measure.name }}__{{ measure.dimension }}, 0))
            as {{ measure.name }}__{{ measure.dimension }},
        {%- endfor %}
        run_id,
        finance_type,
        overall_phase
    from measured
    group by run_id, finance_type, overall_phase
),

side_by_side as (
    {% for measure in measures %}
    {% set column = measure.name ~ '__' ~ measure.dimension %}
    select
        set_averages.run_id,
        set_averages.comparator_method,
        measured.finance_type,
        measured.overall_phase,
        '{{ measure.name }}' as measure,
        '{{ measure.dimension }}' as dimension,
        set_averages.urn,
        round(measured.{{ column }}, {{ measure.decimals }}) as value,
        round(set_averages.{{ column }}, {{ measure.decimals }}) as set_average,
        round(national_averages.{{ column }}, {{ measure.decimals }})
            as national_average
    from set_averages
    inner join measured
        on set_averages.run_id = measured.run_id
        and set_averages.urn = measured.urn
    inner join national_averages
        on measured.run_id = national_averages.run_id
        and measured.finance_type = national_averages.finance_type
        and measured.overall_phase = national_averages.overall_phase
    where measured.{{ column }} is not null
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

final as (
    select
        run_id,
        comparator_method,
        finance_type,
        overall_phase,
        measure,
        dimension,
        urn,
        cast(value as decimal(18, 2)) as value,
        cast(set_average as decimal(18, 2)) as set_average,
        cast(national_average as decimal(18, 2)) as national_average
    from side_by_side
)

select * from final
