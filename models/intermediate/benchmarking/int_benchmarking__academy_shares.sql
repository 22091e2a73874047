-- one row per run and academy row with money: the part that it has in its trust
with

academy_rows as (
    select
        run_id,
        file_key,
        coalesce(
            trust_company_number,
            'UPIN' || cast(trust_upin as {{ dbt.type_string() }})
        ) as trust_code,
        line_number,
        urn,
        months,
        is_superseded,
        valid_to,
        number_of_pupils,
        total_internal_floor_area,
        case when number_of_pupils > 0 then number_of_pupils * (months / 12.0e0) end
            as pupils_pro_rata,
        case
            when total_internal_floor_area > 0
                then total_internal_floor_area * (months / 12.0e0)
        end as floor_pro_rata
    from {{ ref('int_benchmarking__academy_rows') }}
    where file_key is not null
),

-- the reserve is of the last day, when only current members are there
ended as (
    select
        *,
        case when valid_to is null and not is_superseded then pupils_pro_rata end
            as end_pupils
    from academy_rows
),

-- sums of decimals do not depend on the order in which rows come
totalled as (
    select
        *,
        {%- for basis in ['pupils_pro_rata', 'floor_pro_rata', 'end_pupils'] %}
        nullif(cast(
            sum(cast({{ basis }} as decimal(38, 10)))
                over (partition by run_id, trust_code)
            as double
        ), 0) as trust_{{ basis }}{{ ',' if not loop.last }}
        {%- endfor %}
    from ended
),

shared as (
    select
        *,
        case
            when trust_code is not null
                then coalesce(pupils_pro_rata / trust_pupils_pro_rata, 0)
            else 0
        end as pupil_share,
        case
            when trust_code is not null then coalesce(end_pupils / trust_end_pupils, 0)
            else 0
        end as end_pupil_share
    from totalled
),

final as (
    select
        run_id,
        file_key,
        trust_code,
        line_number,
        urn,
        months,
        number_of_pupils,
        total_internal_floor_area,
        pupil_share,
        -- a trust without any floor area shares by pupils
        case
            when trust_code is null then 0
            when trust_floor_pro_rata is null then pupil_share
            else coalesce(floor_pro_rata / trust_floor_pro_rata, 0)
        end as building_share,
        end_pupil_share,
        trust_pupils_pro_rata,
        trust_floor_pro_rata,
        trust_end_pupils,
        is_superseded
    from shared
)

select * from final
