-- one row per school and school year with its students and staff on the count day
with

count_dates as (
    select source, district_id, school_year, count_date
    from {{ ref('int_district__count_dates') }}
),

enrollments as (
    select
        source,
        district_id,
        school_id,
        student_id,
        school_year,
        is_primary and enrollment_status = 'enrolled' and is_school_known
            as is_counted,
        entry_date,
        exit_date
    from {{ ref('int_district__enrollments_conformed') }}
),

assignments as (
    select source, district_id, school_id, is_teacher, fte, begin_date, end_date
    from {{ ref('int_district__assignments_conformed') }}
    where not is_on_leave
),

students as (
    select
        enrollments.source,
        enrollments.district_id,
        enrollments.school_id,
        enrollments.school_year,
        count(distinct enrollments.student_id) as student_count
    from enrollments
    inner join count_dates
        on enrollments.source = count_dates.source
        and enrollments.district_id = count_dates.district_id
        and enrollments.school_year = count_dates.school_year
        and enrollments.entry_date <= count_dates.count_date
        and (
            enrollments.exit_date > count_dates.count_date
            or enrollments.exit_date is null
        )
    where enrollments.is_counted
    group by
        enrollments.source,
        enrollments.district_id,
        enrollments.school_id,
        enrollments.school_year
),

-- posts in force on the count day
staff as (
    select
        assignments.source,
        assignments.district_id,
        assignments.school_id,
        count_dates.school_year,
        sum(case when assignments.is_teacher then assignments.fte else 0 end)
            as teacher_fte,
        sum(assignments.fte) as staff_fte
    from assignments
    inner join count_dates
        on assignments.source = count_dates.source
        and assignments.district_id = count_dates.district_id
        and (
            assignments.begin_date <= count_dates.count_date
            or assignments.begin_date is null
        )
        and (
            assignments.end_date > count_dates.count_date
            or assignments.end_date is null
        )
    group by
        assignments.source,
        assignments.district_id,
        assignments.school_id,
        count_dates.school_year
),

staffed_districts as (
    select source, district_id, school_year
    from staff
    group by source, district_id, school_year
),

counts as (
    select
        source,
        district_id,
        school_id,
        school_year,
        student_count,
        0 as teacher_fte,
        0 as staff_fte
    from students
    union all
    select
        source,
        district_id,
        school_id,
        school_year,
        0 as student_count,
        teacher_fte,
        staff_fte
    from staff
    where school_id is not null
),

schools as (
    select
        source,
        district_id,
        school_id,
        school_year,
        sum(student_count) as student_count,
        sum(teacher_fte) as teacher_fte,
        sum(staff_fte) as staff_fte
    from counts
    group by source, district_id, school_id, school_year
),

-- a district without any staff has not sent them, which is not 0
final as (
    select
        schools.source,
        schools.district_id,
        schools.school_id,
        {{ surrogate_key(['schools.district_id', 'schools.school_id']) }} as school_key,
        schools.school_year,
        cast(schools.student_count as {{ dbt.type_int() }}) as student_count,
        case when staffed_districts.district_id is not null then schools.teacher_fte end
            as teacher_fte,
        case when staffed_districts.district_id is not null then schools.staff_fte end
            as staff_fte,
        count_dates.count_date
    from schools
    inner join count_dates
        on schools.source = count_dates.source
        and schools.district_id = count_dates.district_id
        and schools.school_year = count_dates.school_year
    left join staffed_districts
        on schools.source = staffed_districts.source
        and schools.district_id = staffed_districts.district_id
        and schools.school_year = staffed_districts.school_year
)

select * from final
