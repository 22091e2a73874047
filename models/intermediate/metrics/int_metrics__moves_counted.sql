-- one row per unit, student and school year: how often the student came and left
with

policies as (
    select cast(max(value) as {{ dbt.type_int() }}) as min_gap_days
    from {{ ref('metric_policies') }}
    where
        metric_name = 'mobility_rate'
        and policy_id = 'colorado'
        and parameter = 'min_gap_days'
),

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

school_years as (
    select
        school_key,
        school_year,
        min(calendar_date) as first_day,
        max(calendar_date) as last_day
    from {{ ref('district__dim_calendar_dates') }}
    where is_instructional
    group by school_key, school_year
),

-- moves of the summer are those on the first day of school and after the last one
spells as (
    select
        units.unit_type,
        units.unit_key,
        enrollments.student_key,
        enrollments.school_key,
        enrollments.school_year,
        enrollments.entry_date,
        coalesce(enrollments.exit_date, cast('9999-12-31' as date)) as exit_date,
        count_dates.count_date,
        case when enrollments.entry_date > school_years.first_day then 1 else 0 end
            as came_late,
        case
            when
                enrollments.exit_date <= school_years.last_day
                and enrollments.exit_date <= as_of.as_of_date
                and not coalesce(exit_codes.completes_school, false)
                then 1
            else 0
        end as left_early
    from {{ ref('district__fct_enrollments') }} as enrollments
    inner join {{ ref('int_metrics__unit_schools') }} as units
        on enrollments.school_key = units.school_key
    inner join school_years
        on enrollments.school_key = school_years.school_key
        and enrollments.school_year = school_years.school_year
    inner join {{ ref('int_district__count_dates') }} as count_dates
        on units.district_id = count_dates.district_id
        and enrollments.school_year = count_dates.school_year
    inner join as_of
        on enrollments.entry_date <= as_of.as_of_date
    left join {{ ref('exit_codes') }} as exit_codes
        on lower(enrollments.exit_code) = exit_codes.exit_code
),

-- from school to school of a district without a day between is no move of the district
compared as (
    select
        *,
        max(exit_date) over (
            partition by unit_type, unit_key, student_key, school_year
            order by entry_date, exit_date, school_key
            rows between unbounded preceding and 1 preceding
        ) as earlier_exit_date
    from spells
),

numbered as (
    select
        *,
        sum(case when entry_date <= earlier_exit_date then 0 else 1 end) over (
            partition by unit_type, unit_key, student_key, school_year
            order by entry_date, exit_date, school_key
            rows between unbounded preceding and current row
        ) as stretch_number
    from compared
),

ranked as (
    select
        *,
        row_number() over (
            partition by unit_type, unit_key, student_key, school_year, stretch_number
            order by entry_date, exit_date, school_key
        ) as entry_rank,
        row_number() over (
            partition by unit_type, unit_key, student_key, school_year, stretch_number
            order by exit_date desc, entry_date desc, school_key desc
        ) as exit_rank
    from numbered
),

stretches as (
    select
        unit_type,
        unit_key,
        student_key,
        school_year,
        stretch_number,
        min(entry_date) as entry_date,
        max(exit_date) as exit_date,
        max(count_date) as count_date,
        max(case when entry_rank = 1 then came_late end) as came_late,
        max(case when exit_rank = 1 then left_early end) as left_early
    from ranked
    group by unit_type, unit_key, student_key, school_year, stretch_number
),

neighbours as (
    select
        *,
        lag(exit_date) over (
            partition by unit_type, unit_key, student_key, school_year
            order by stretch_number
        ) as last_exit_date,
        lead(entry_date) over (
            partition by unit_type, unit_key, student_key, school_year
            order by stretch_number
        ) as next_entry_date
    from stretches
),

moves as (
    select
        neighbours.unit_type,
        neighbours.unit_key,
        neighbours.student_key,
        neighbours.school_year,
        neighbours.stretch_number,
        neighbours.came_late,
        neighbours.left_early,
        case
            when
                neighbours.came_late = 1
                and neighbours.entry_date > neighbours.count_date
                and coalesce(
                    {{ dbt.datediff(
                        'neighbours.last_exit_date', 'neighbours.entry_date', 'day'
                    ) }}
                    > policies.min_gap_days,
                    true
                )
                then 1
            else 0
        end as came_after_count,
        case
            when
                neighbours.left_early = 1
                and neighbours.exit_date > neighbours.count_date
                and coalesce(
                    {{ dbt.datediff(
                        'neighbours.exit_date', 'neighbours.next_entry_date', 'day'
                    ) }}
                    > policies.min_gap_days,
                    true
                )
                then 1
            else 0
        end as left_after_count
    from neighbours
    cross join policies
),

final as (
    select
        unit_type,
        unit_key,
        student_key,
        school_year,
        max(case when stretch_number = 1 and came_late = 0 then 1 else 0 end)
            as first_day_count,
        max(case when stretch_number = 1 and came_late = 1 then 1 else 0 end)
            as late_entry_count,
        count(*) - 1 as re_entry_count,
        sum(left_early) as withdrawal_count,
        sum(came_after_count) + sum(left_after_count) as moves_after_count
    from moves
    group by unit_type, unit_key, student_key, school_year
)

select * from final
