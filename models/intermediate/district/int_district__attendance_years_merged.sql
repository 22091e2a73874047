-- one row per student and school year with attendance, over all schools
with

years as (
    select
        student_key,
        school_key,
        counted_from,
        school_year,
        days_enrolled,
        days_attended,
        days_absent,
        days_unexcused
    from {{ ref('district__fct_attendance_years') }}
),

several_schools as (
    select student_key, school_year
    from years
    where counted_from = 'daily'
    group by student_key, school_year
    having count(*) > 1
),

-- days at several schools are counted again, because two of them may be one day
days as (
    select
        days.student_key,
        days.school_year,
        days.attendance_date,
        count(days.absent_share) as schools_known,
        sum(days.absent_share) as absent_shares,
        sum(
            case
                when
                    days.absent_share > 0
                    and days.attendance_category = 'absent_unexcused'
                    then 1
                else 0
            end
        ) as schools_unexcused,
        sum(
            case
                when
                    days.absent_share > 0
                    and days.attendance_category = 'absent'
                    then 1
                else 0
            end
        ) as schools_unstated
    from {{ ref('int_district__attendance_days_valued') }} as days
    inner join several_schools
        on days.student_key = several_schools.student_key
        and days.school_year = several_schools.school_year
    inner join years
        on days.student_key = years.student_key
        and days.school_key = years.school_key
        and days.school_year = years.school_year
        and years.counted_from = 'daily'
    group by days.student_key, days.school_year, days.attendance_date
),

policy as (
    select
        {{ membership_policy('absent_share_threshold', 'decimal(18, 6)') }}
            as absent_share_threshold
),

-- the share of a day at several schools is the mean of theirs
judged_days as (
    select
        days.student_key,
        days.school_year,
        days.schools_known > 0 as is_known,
        days.schools_known > 0
        and days.absent_shares >= days.schools_known * policy.absent_share_threshold
            as is_absent,
        days.schools_unexcused > 0 as is_unexcused,
        days.schools_unstated > 0 as is_unstated
    from days
    cross join policy
),

counted_again as (
    select
        student_key,
        school_year,
        count(*) as days_enrolled,
        sum(case when is_known and not is_absent then 1 else 0 end) as days_attended,
        sum(case when is_absent then 1 else 0 end) as days_absent,
        case
            when max(case when is_absent and is_unstated then 1 else 0 end) = 0
                then sum(case when is_absent and is_unexcused then 1 else 0 end)
        end as days_unexcused
    from judged_days
    group by student_key, school_year
),

parts as (
    select
        years.student_key,
        years.school_year,
        years.days_enrolled,
        years.days_attended,
        years.days_absent,
        years.days_unexcused
    from years
    left join several_schools
        on years.student_key = several_schools.student_key
        and years.school_year = several_schools.school_year
        and years.counted_from = 'daily'
    where several_schools.student_key is null
    union all
    select
        student_key,
        school_year,
        days_enrolled,
        days_attended,
        days_absent,
        days_unexcused
    from counted_again
),

final as (
    select
        student_key,
        school_year,
        cast(sum(days_enrolled) as decimal(18, 6)) as days_enrolled,
        cast(sum(days_attended) as decimal(18, 6)) as days_attended,
        cast(sum(days_absent) as decimal(18, 6)) as days_absent,
        case
            when count(*) = count(days_unexcused)
                then cast(sum(days_unexcused) as decimal(18, 6))
        end as days_unexcused
    from parts
    group by student_key, school_year
)

select * from final
