-- one row per student, school and school year with attendance
with

students as (
    select student_key
    from {{ ref('district__dim_students') }}
),

schools as (
    select school_key, district_key
    from {{ ref('district__dim_schools') }}
),

-- the reason of an absence is not always stated, and then nobody knows if it is excused
counted_days as (
    select
        student_key,
        school_key,
        school_year,
        count(*) as days_enrolled,
        sum(case when is_absent then 1 else 0 end) as days_absent,
        sum(absent_share) as absent_shares,
        sum(
            case
                when is_absent and attendance_category = 'absent_unexcused' then 1
                else 0
            end
        ) as days_unexcused,
        sum(case when is_absent and attendance_category = 'absent' then 1 else 0 end)
            as days_unstated,
        sum(case when is_absent is null then 1 else 0 end) as days_unknown
    from {{ ref('int_district__attendance_days_valued') }}
    group by student_key, school_key, school_year
),

daily_years as (
    select
        counted_days.student_key,
        counted_days.school_key,
        schools.district_key,
        'daily' as counted_from,
        counted_days.school_year,
        counted_days.days_enrolled,
        counted_days.days_absent,
        counted_days.absent_shares,
        case when counted_days.days_unstated = 0 then counted_days.days_unexcused end
            as days_unexcused,
        counted_days.days_unknown
    from counted_days
    inner join students
        on counted_days.student_key = students.student_key
    inner join schools
        on counted_days.school_key = schools.school_key
),

-- more days absent than enrolled, or fewer than none, cannot be and count as not sent
yearly_sums as (
    select
        student_key,
        school_key,
        school_year,
        days_enrolled,
        case when days_absent between 0 and days_enrolled then days_absent end
            as days_absent,
        case
            when
                days_absent <= days_enrolled
                and days_unexcused between 0 and days_absent
                then days_unexcused
        end as days_unexcused
    from {{ ref('int_district__attendance_years_conformed') }}
    where days_enrolled > 0 and student_key is not null and school_year is not null
),

file_years as (
    select
        yearly_sums.student_key,
        yearly_sums.school_key,
        schools.district_key,
        'years' as counted_from,
        yearly_sums.school_year,
        yearly_sums.days_enrolled,
        yearly_sums.days_absent,
        yearly_sums.days_absent as absent_shares,
        yearly_sums.days_unexcused,
        case
            when yearly_sums.days_absent is null then yearly_sums.days_enrolled
            else 0
        end as days_unknown
    from yearly_sums
    inner join students
        on yearly_sums.student_key = students.student_key
    inner join schools
        on yearly_sums.school_key = schools.school_key
),

daily_totals as (
    select
        district_key,
        school_year,
        sum(days_enrolled) as days_enrolled
    from daily_years
    group by district_key, school_year
),

file_totals as (
    select
        district_key,
        school_year,
        sum(days_enrolled) as days_enrolled
    from file_years
    group by district_key, school_year
),

-- a few days of a wrong year are not the attendance of that year
years_by_day as (
    select
        daily_totals.district_key,
        daily_totals.school_year
    from daily_totals
    left join file_totals
        on daily_totals.district_key = file_totals.district_key
        and daily_totals.school_year = file_totals.school_year
    where
        daily_totals.days_enrolled
        >= {{ membership_policy('daily_least_share', 'decimal(18, 6)') }}
        * coalesce(file_totals.days_enrolled, 0)
),

all_years as (
    select * from daily_years
    union all
    select * from file_years
),

-- what a student has in one of the two only is taken from there
ranked as (
    select
        all_years.*,
        row_number() over (
            partition by
                all_years.student_key, all_years.school_key, all_years.school_year
            order by
                case
                    when
                        (all_years.counted_from = 'daily')
                        = (years_by_day.district_key is not null)
                        then 1
                    else 2
                end
        ) as year_rank
    from all_years
    left join years_by_day
        on all_years.district_key = years_by_day.district_key
        and all_years.school_year = years_by_day.school_year
),

final as (
    select
        student_key,
        school_key,
        counted_from,
        school_year,
        cast(days_enrolled as decimal(18, 6)) as days_enrolled,
        cast(days_enrolled - days_unknown - coalesce(days_absent, 0) as decimal(18, 6))
            as days_attended,
        cast(coalesce(days_absent, 0) as decimal(18, 6)) as days_absent,
        cast(coalesce(absent_shares, 0) as decimal(18, 6)) as absent_shares,
        cast(days_unexcused as decimal(18, 6)) as days_unexcused,
        cast(days_unknown as decimal(18, 6)) as days_unknown
    from ranked
    where year_rank = 1
)

select * from final
