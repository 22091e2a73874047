-- one row per student and school of the roster, the student's main school first
with

records as (
    select
        student_key,
        district_id,
        school_id
    from {{ ref('int_district__students_valid') }}
    group by student_key, district_id, school_id
),

schools as (
    select district_id, school_id
    from {{ ref('int_district__schools_conformed') }}
),

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

enrollments as (
    select
        student_key,
        school_id,
        section_id,
        begin_date,
        end_date
    from {{ ref('int_district__section_enrollments_valid') }}
    where student_key is not null
),

enrollments_as_of as (
    select
        enrollments.student_key,
        enrollments.school_id,
        enrollments.section_id,
        coalesce(enrollments.begin_date <= as_of.as_of_date, true)
        and coalesce(enrollments.end_date > as_of.as_of_date, true) as is_active
    from enrollments
    cross join as_of
),

counted as (
    select
        student_key,
        school_id,
        count(distinct case when is_active then section_id end) as active_section_count,
        count(distinct section_id) as section_count
    from enrollments_as_of
    group by student_key, school_id
),

ranked as (
    select
        records.student_key,
        records.district_id,
        records.school_id,
        coalesce(counted.active_section_count, 0) as active_section_count,
        coalesce(counted.section_count, 0) as section_count,
        row_number() over (
            partition by records.student_key
            order by
                case when schools.school_id is not null then 1 else 2 end,
                coalesce(counted.active_section_count, 0) desc,
                coalesce(counted.section_count, 0) desc,
                records.school_id nulls last
        ) as school_rank
    from records
    left join schools
        on records.district_id = schools.district_id
        and records.school_id = schools.school_id
    left join counted
        on records.student_key = counted.student_key
        and records.school_id = counted.school_id
)

select * from ranked
