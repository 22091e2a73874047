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
        -- months are not divided by 12 here, because that falls out of a share
        case
            when number_of_pupils > 0
                then cast(number_of_pupils * months as decimal(38, 10))
        end as pupil_months,
        case
            when total_internal_floor_area > 0
                then cast(total_internal_floor_area * months as decimal(38, 10))
        end as floor_months
    from {{ ref('int_benchmarking__academy_rows') }}
    where file_key is not null
),

-- the reserve is of the last day, when only current members are there
ended as (
    select
        *,
        case when valid_to is null and not is_superseded then pupil_months end
            as end_pupil_months
    from academy_rows
),

-- sums of decimals do not depend on the order in which rows come
totalled as (
    select
        *,
        nullif(sum(pupil_months) over (partition by run_id, trust_code), 0)
            as trust_pupil_months,
        nullif(sum(floor_months) over (partition by run_id, trust_code), 0)
            as trust_floor_months,
        nullif(sum(end_pupil_months) over (partition by run_id, trust_code), 0)
            as trust_end_pupil_months
    from ended
),

parts as (
    select
        *,
        coalesce(
            cast(pupil_months as double) / cast(trust_pupil_months as double), 0
        ) as pupil_part,
        coalesce(
            cast(floor_months as double) / cast(trust_floor_months as double), 0
        ) as floor_part,
        coalesce(
            cast(end_pupil_months as double) / cast(trust_end_pupil_months as double), 0
        ) as end_pupil_part
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
        case when trust_code is not null then pupil_part else 0 end as pupil_share,
        -- a trust without any floor area shares by pupils
        case
            when trust_code is null then 0
            when trust_floor_months is null then pupil_part
            else floor_part
        end as building_share,
        case when trust_code is not null then end_pupil_part else 0 end
            as end_pupil_share,
        cast(trust_pupil_months as double) / 12.0e0 as trust_pupils_pro_rata,
        cast(trust_floor_months as double) / 12.0e0 as trust_floor_pro_rata,
        cast(trust_end_pupil_months as double) / 12.0e0 as trust_end_pupils,
        is_superseded
    from parts
)

select * from final
