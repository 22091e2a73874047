-- one row per student, school year and place, the district or a school: was the student
-- enrolled there for the full academic year
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

policy as (
    select
        {{ membership_policy('full_year_begins', dbt.type_string()) }} as begins,
        {{ membership_policy('full_year_ends', dbt.type_string()) }} as ends,
        {{ membership_policy('full_year_most_days_missing', dbt.type_int()) }}
            as most_days_missing
),

calendars as (
    select
        school_key,
        school_year,
        min(calendar_date) as first_date,
        max(calendar_date) as after_last_date
    from {{ ref('int_district__school_days_numbered') }}
    group by school_key, school_year
),

-- a school year is July to June
policy_years as (
    select
        calendars.*,
        policy.begins,
        policy.ends,
        cast(
            calendars.school_year - case when policy.begins >= '07' then 1 else 0 end
            as {{ dbt.type_string() }}
        ) as begin_year,
        cast(
            calendars.school_year - case when policy.ends >= '07' then 1 else 0 end
            as {{ dbt.type_string() }}
        ) as end_year
    from calendars
    cross join policy
),

-- the last day of the policy is enrolled too
windows as (
    select
        school_key,
        school_year,
        first_date,
        after_last_date,
        cast(begin_year || '-' || begins as date) as begin_date,
        cast(
            {{ dbt.dateadd('day', 1, "cast(end_year || '-' || ends as date)") }} as date
        ) as end_date
    from policy_years
),

-- of a calendar that ends before the window, or begins after it, nothing can be said
school_windows as (
    select
        school_key,
        school_year,
        end_date as window_end_date,
        greatest(begin_date, first_date) as from_date,
        least(end_date, after_last_date) as until_date
    from windows
    where greatest(begin_date, first_date) < least(end_date, after_last_date)
),

enrollments as (
    select student_key, school_key, school_year, entry_date, exit_date
    from {{ ref('district__fct_enrollments') }}
),

places as (
    select
        enrollments.*,
        'district' as place
    from enrollments
    union all
    select
        enrollments.*,
        enrollments.school_key as place
    from enrollments
),

clipped as (
    select
        places.student_key,
        places.place,
        places.school_key,
        places.school_year,
        school_windows.window_end_date,
        school_windows.from_date,
        school_windows.until_date,
        least(
            greatest(places.entry_date, school_windows.from_date),
            school_windows.until_date
        ) as entry_date,
        least(
            greatest(
                coalesce(places.exit_date, school_windows.until_date),
                school_windows.from_date
            ),
            school_windows.until_date
        ) as exit_date
    from places
    left join school_windows
        on places.school_key = school_windows.school_key
        and places.school_year = school_windows.school_year
),

ordered as (
    select
        *,
        max(exit_date) over (
            partition by student_key, place, school_year
            order by entry_date, exit_date, school_key
            rows between unbounded preceding and 1 preceding
        ) as earlier_exit_date,
        row_number() over (
            partition by student_key, place, school_year
            order by exit_date desc nulls last, entry_date desc, school_key asc
        ) as exit_rank
    from clipped
),

-- before each enrolment, and after the last, by the school's own calendar
gaps as (
    select
        student_key,
        place,
        school_key,
        school_year,
        window_end_date,
        least(
            greatest(coalesce(earlier_exit_date, from_date), from_date), until_date
        ) as gap_date,
        entry_date as gap_end_date
    from ordered
    union all
    select
        student_key,
        place,
        school_key,
        school_year,
        window_end_date,
        exit_date as gap_date,
        until_date as gap_end_date
    from ordered
    where exit_rank = 1
),

measured as (
    select
        gaps.student_key,
        gaps.place,
        gaps.school_year,
        gaps.window_end_date,
        -- greatest() would take a day that no calendar has for no gap
        case
            when ends.school_days_before < begins.school_days_before then 0
            else ends.school_days_before - begins.school_days_before
        end as days_missing
    from gaps
    left join {{ ref('int_district__school_days_numbered') }} as begins
        on gaps.school_key = begins.school_key
        and gaps.school_year = begins.school_year
        and gaps.gap_date = begins.calendar_date
    left join {{ ref('int_district__school_days_numbered') }} as ends
        on gaps.school_key = ends.school_key
        and gaps.school_year = ends.school_year
        and gaps.gap_end_date = ends.calendar_date
),

summed as (
    select
        student_key,
        place,
        school_year,
        max(window_end_date) as window_end_date,
        case when count(*) = count(days_missing) then sum(days_missing) end
            as days_missing
    from measured
    group by student_key, place, school_year
),

final as (
    select
        summed.student_key,
        summed.place,
        summed.school_year,
        case
            when
                summed.window_end_date
                <= {{ dbt.dateadd('day', 1, 'as_of.as_of_date') }}
                then summed.days_missing <= policy.most_days_missing
        end as is_full_year,
        cast(summed.days_missing as {{ dbt.type_int() }}) as days_missing
    from summed
    cross join as_of
    cross join policy
)

select * from final
