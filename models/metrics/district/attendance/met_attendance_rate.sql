-- one row per unit, school year and subgroup: share of student days attended
with

days as (
    select
        pooled.unit_type,
        pooled.unit_key,
        pooled.school_year,
        subgroups.subgroup_key,
        cast(pooled.days_attended as double) as attended,
        cast(pooled.days_attended + pooled.days_absent as double) as recorded
    from {{ ref('int_metrics__attendance_pooled') }} as pooled
    inner join {{ ref('district__bridge_student_subgroups') }} as subgroups
        on pooled.student_key = subgroups.student_key
        and pooled.school_year = subgroups.school_year
    where pooled.days_attended + pooled.days_absent > 0
),

summed as (
    select
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        sum(attended) as numerator,
        sum(recorded) as denominator,
        count(*) as n_students,
        sum(attended * attended) as attended_squares,
        sum(attended * recorded) as products,
        sum(recorded * recorded) as recorded_squares
    from days
    group by unit_type, unit_key, school_year, subgroup_key
),

-- days of one student are alike, so that the error is that of a ratio of students' sums
counted as (
    select
        'default' as policy_id,
        'all' as subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        numerator,
        denominator,
        n_students,
        case
            when n_students > 1
                then
                    sqrt(
                        greatest(
                            attended_squares
                            - 2 * numerator / denominator * products
                            + power(numerator / denominator, 2) * recorded_squares,
                            0
                        ) * n_students / (n_students - 1)
                    ) / denominator
        end as std_error
    from summed
),
{{ metric_values('attendance_rate', 'counted', 'rate') }}
select * from final
