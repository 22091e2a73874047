-- one row per unit and role in the latest year: staff against the target
with

ratios as (
    select
        units.unit_type,
        units.unit_key,
        units.district_id,
        units.unit_name,
        targets.metric_name,
        targets.role,
        targets.authority,
        metrics.dq_grade,
        metrics.school_year,
        metrics.numerator as students,
        metrics.denominator as fte,
        metrics.value as students_per_fte,
        cast(targets.students_per_fte as double) as target_students_per_fte,
        max(metrics.school_year) over (partition by units.district_id) as latest_year
    from {{ ref('met_values') }} as metrics
    inner join {{ ref('staffing_targets') }} as targets
        on metrics.metric_name = targets.metric_name
        and metrics.policy_id = targets.policy_id
    inner join {{ ref('int_metrics__units_named') }} as units
        on metrics.unit_type = units.unit_type
        and metrics.unit_key = units.unit_key
),

final as (
    select
        unit_type,
        unit_key,
        district_id,
        unit_name,
        metric_name,
        role,
        authority as target_authority,
        dq_grade,
        school_year,
        students,
        fte,
        students_per_fte,
        target_students_per_fte,
        {{ significant_digits('students / target_students_per_fte') }} as fte_at_target,
        {{ significant_digits('students / target_students_per_fte - fte') }} as gap_fte
    from ratios
    where school_year = latest_year
)

select * from final
