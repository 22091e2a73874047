-- one row per school, rule and figure that is kept or emptied and should be looked at
{% set faults = [
    'negative_areas', 'areas_out_of_range', 'undated_buildings', 'no_pupils', 'no_sen_pupils',
    'unknown_phases', 'unlisted_leads', 'repeated_in_register', 'predecessors',
    'reversed_dates', 'without_trust', 'rows_in_force',
] %}
with

schools as (
    select
        run_id,
        urn,
        finance_type,
        overall_phase,
        federation_lead_urn
    from {{ ref('int_benchmarking__schools_listed') }}
),

matched as (
    select
        run_id,
        dataset,
        urn,
        data_urn,
        predecessor_count
    from {{ ref('int_benchmarking__datasets_matched') }}
),

buildings as (
    select
        matched.run_id,
        matched.urn,
        measured.block_count,
        measured.dated_block_count,
        measured.negative_block_count
    from matched
    inner join {{ ref('int_benchmarking__buildings_measured') }} as measured
        on
        matched.run_id = measured.run_id
        and matched.data_urn = measured.urn
    where matched.dataset = 'cdc'
),

features as (
    select
        run_id,
        urn,
        number_of_pupils,
        sen_pupils,
        ehc_plans,
        total_internal_floor_area as floor_area
    from {{ ref('int_benchmarking__features_matched') }}
),

gathered as (
    select
        run_id,
        urn,
        lead_laestab
    from {{ ref('int_benchmarking__schools_gathered') }}
    where left_out_by is null and lead_laestab is not null
),

academies as (
    select
        run_id,
        urn,
        trust_company_number,
        joined_date,
        left_date,
        order_line_number,
        urn_rows_in_force,
        is_reversed,
        is_superseded
    from {{ ref('int_benchmarking__academies_returned') }}
    where urn is not null
),

negative_areas as (
    select
        'FIN-007' as rule_id,
        run_id,
        urn,
        cast(negative_block_count as {{ dbt.type_string() }})
        || ' blocks below 0' as observed,
        'floor areas of 0 or more' as expected,
        'a building has a negative floor area; the floor area and age of the school are'
        || ' taken as not known' as message
    from buildings
    where negative_block_count > 0
),

no_pupils as (
    select
        'FIN-008' as rule_id,
        run_id,
        urn,
        '0 pupils' as observed,
        'more than 0 pupils' as expected,
        'the census has the school without a pupil; amounts per pupil are 0' as message
    from features
    where number_of_pupils = 0
),

areas_out_of_range as (
    select
        'FIN-019' as rule_id,
        run_id,
        urn,
        cast(cast(floor_area as decimal(22, 2)) as {{ dbt.type_string() }})
        || ' for ' || cast(number_of_pupils as {{ dbt.type_string() }})
        || ' pupils' as observed,
        'an area that the pupils fit into' as expected,
        'the floor area is out of range for the pupils of the school; it is used as it'
        || ' is' as message
    from features
    where
        number_of_pupils > 0
        and (
            floor_area < number_of_pupils * {{ dq_parameter('FIN-019', 'low') }}
            or floor_area > number_of_pupils * {{ dq_parameter('FIN-019', 'high') }}
        )
),

unknown_phases as (
    select
        'FIN-009' as rule_id,
        run_id,
        urn,
        overall_phase as observed,
        'codes of a phase' as expected,
        'the codes of phase and type belong to no phase; the school is compared with'
        || ' others of phase Unknown' as message
    from schools
    where overall_phase = 'Unknown'
),

unlisted_leads as (
    select
        'FIN-010' as rule_id,
        gathered.run_id,
        gathered.urn,
        'lead ' || gathered.lead_laestab as observed,
        'a listed school that leads itself' as expected,
        'the school names a lead that is none or not in the population; it is taken as'
        || ' in no federation' as message
    from gathered
    inner join schools
        on
        gathered.run_id = schools.run_id
        and gathered.urn = schools.urn
    where schools.federation_lead_urn is null
),

predecessors as (
    select
        'FIN-011' as rule_id,
        run_id,
        urn,
        dataset || ' of ' || cast(predecessor_count as {{ dbt.type_string() }})
        || ' predecessors' as observed,
        'one predecessor' as expected,
        'several predecessors have figures for the academy; those of the latest link'
        || ' count, ' || dataset || ' of ' || cast(data_urn as {{ dbt.type_string() }})
            as message
    from matched
    where predecessor_count > 1
),

reversed_dates as (
    select
        'FIN-012' as rule_id,
        run_id,
        urn,
        'line ' || cast(order_line_number as {{ dbt.type_string() }})
        || ', joined ' || cast(joined_date as {{ dbt.type_string() }})
        || ', left ' || cast(left_date as {{ dbt.type_string() }}) as observed,
        'joined before left' as expected,
        'the academy left before it joined; without months of its own the row covers'
        || ' none' as message
    from academies
    where is_reversed
),

without_trust as (
    select
        'FIN-013' as rule_id,
        run_id,
        urn,
        'no company number' as observed,
        'the company number of a trust' as expected,
        'no file tells the company number of the academy trust; the academy is in no'
        || ' trust' as message
    from academies
    where trust_company_number is null and not is_superseded
),

rows_in_force as (
    select
        'FIN-014' as rule_id,
        run_id,
        urn,
        cast(urn_rows_in_force as {{ dbt.type_string() }}) || ' rows' as observed,
        '1 row in force' as expected,
        'several rows of the academy are in force; the latest counts' as message
    from academies
    where urn_rows_in_force > 1 and not is_superseded
),

no_sen_pupils as (
    select
        'FIN-015' as rule_id,
        run_id,
        urn,
        coalesce(cast(sen_pupils as {{ dbt.type_string() }}), 'no number of')
        || ' pupils' as observed,
        'more than 0 pupils' as expected,
        'sen.csv has the school without pupils; its percentages are not known'
            as message
    from features
    where ehc_plans is not null and coalesce(sen_pupils, 0) <= 0
),

undated_buildings as (
    select
        'FIN-017' as rule_id,
        run_id,
        urn,
        cast(block_count as {{ dbt.type_string() }}) || ' blocks' as observed,
        'a block with its age' as expected,
        'no building of the school has an age; its age score is not known' as message
    from buildings
    where dated_block_count = 0
),

repeated_in_register as (
    select
        'FIN-018' as rule_id,
        run_id,
        urn,
        cast(line_count as {{ dbt.type_string() }}) || ' lines' as observed,
        '1 line' as expected,
        'gias.csv has the school on several lines; the first one counts' as message
    from {{ ref('int_benchmarking__gias_described') }}
    where line_count > 1
),

faults as (
    {% for fault in faults %}
    select rule_id, run_id, urn, observed, expected, message
    from {{ fault }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

-- faults of schools that are in the population
violations as (
    select
        faults.rule_id,
        'dfe' as source,
        faults.run_id as district_id,
        'school' as entity_type,
        {{ surrogate_key(['faults.run_id', 'faults.urn']) }} as entity_key,
        {{ surrogate_key(['faults.run_id', 'faults.urn']) }} as school_key,
        cast(null as integer) as school_year,
        faults.observed,
        faults.expected,
        faults.message,
        {{ json_object({
            'urn': 'cast(faults.urn as ' ~ dbt.type_string() ~ ')',
        }) }} as evidence
    from faults
    inner join schools
        on
        faults.run_id = schools.run_id
        and faults.urn = schools.urn
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
