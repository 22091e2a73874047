-- one row per student and school year
with

as_of as (
    select
        as_of_date,
        {{ school_year_of('as_of_date') }} as school_year
    from {{ ref('int_district__as_of_date') }}
),

students as (
    select
        students.student_key,
        districts.district_id,
        {{ grade_number('students.grade_level') }} as grade_number
    from {{ ref('district__dim_students') }} as students
    inner join {{ ref('district__dim_districts') }} as districts
        on students.district_key = districts.district_key
),

enrollments as (
    select
        enrollments.student_key,
        enrollments.school_key,
        enrollments.exit_code,
        enrollments.school_year,
        enrollments.grade_number,
        enrollments.is_primary,
        enrollments.entry_date,
        enrollments.exit_date,
        {{ dbt.datediff(
            'enrollments.entry_date',
            'coalesce(enrollments.exit_date, as_of.as_of_date)',
            'day'
        ) }} as days_long,
        row_number() over (
            partition by
                enrollments.student_key, enrollments.school_key, enrollments.school_year
            order by enrollments.entry_date desc
        ) as place_from_last_at_school,
        row_number() over (
            partition by enrollments.student_key, enrollments.school_year
            order by
                enrollments.exit_date desc nulls first,
                enrollments.entry_date desc,
                enrollments.school_key asc
        ) as place_from_last
    from {{ ref('district__fct_enrollments') }} as enrollments
    cross join as_of
),

enrolled_schools as (
    select
        student_key,
        school_key,
        school_year,
        max(case when place_from_last_at_school = 1 then grade_number end)
            as grade_number,
        max(case when is_primary then 1 else 0 end) as primary_count,
        sum(days_long) as days_long,
        count(*) as entries
    from enrollments
    group by student_key, school_key, school_year
),

attended_schools as (
    select student_key, school_key, school_year, days_enrolled
    from {{ ref('district__fct_attendance_years') }}
),

-- rosters send no enrolments, so their students are where they attended
schools as (
    select
        coalesce(enrolled.student_key, attended.student_key) as student_key,
        coalesce(enrolled.school_key, attended.school_key) as school_key,
        coalesce(enrolled.school_year, attended.school_year) as school_year,
        enrolled.grade_number,
        enrolled.entries,
        row_number() over (
            partition by
                coalesce(enrolled.student_key, attended.student_key),
                coalesce(enrolled.school_year, attended.school_year)
            order by
                enrolled.primary_count desc nulls last,
                enrolled.days_long desc nulls last,
                attended.days_enrolled desc nulls last,
                coalesce(enrolled.school_key, attended.school_key)
        ) as school_rank
    from enrolled_schools as enrolled
    full outer join attended_schools as attended
        on enrolled.student_key = attended.student_key
        and enrolled.school_key = attended.school_key
        and enrolled.school_year = attended.school_year
),

years as (
    select
        student_key,
        school_year,
        max(case when school_rank = 1 then school_key end) as school_key,
        max(case when school_rank = 1 then grade_number end) as grade_number,
        coalesce(sum(entries), 0) as entries,
        count(*) as schools
    from schools
    group by student_key, school_year
),

spans as (
    select
        student_key,
        school_year,
        max(case when place_from_last = 1 then exit_code end) as exit_code,
        min(entry_date) as entry_date,
        max(case when place_from_last = 1 then exit_date end) as exit_date
    from enrollments
    group by student_key, school_year
),

full_years as (
    select student_key, place, school_year, is_full_year
    from {{ ref('int_district__full_years_judged') }}
),

-- of two tests of a subject the one taken last counts
ranked_scores as (
    select
        student_key,
        school_year,
        subject,
        norm_z,
        row_number() over (
            partition by student_key, school_year, subject
            order by test_date desc nulls last, result_id asc
        ) as place_from_last
    from {{ ref('district__fct_assessment_results') }}
    where
        is_picked
        and norm_z is not null
        and subject in ('mathematics', 'english_language_arts')
        and kind = {{ membership_policy('panel_test_kind', dbt.type_string()) }}
        and test_window
        = {{ membership_policy('panel_test_window', dbt.type_string()) }}
),

scores as (
    select
        student_key,
        school_year,
        max(case when subject = 'mathematics' then norm_z end) as math_z,
        max(case when subject = 'english_language_arts' then norm_z end) as reading_z
    from ranked_scores
    where place_from_last = 1
    group by student_key, school_year
),

growth as (
    select
        student_key,
        school_year,
        max(case when subject = 'mathematics' then method end) as math_growth_method,
        max(case when subject = 'english_language_arts' then method end)
            as reading_growth_method,
        max(case when subject = 'mathematics' then growth_percentile end)
            as math_growth_percentile,
        max(case when subject = 'english_language_arts' then growth_percentile end)
            as reading_growth_percentile
    from {{ ref('district__fct_growth_percentiles') }}
    group by student_key, school_year
),

final as (
    select
        years.student_key,
        years.school_key,
        students.district_id,
        spans.exit_code,
        growth.math_growth_method,
        growth.reading_growth_method,
        years.school_year,
        coalesce(
            years.grade_number,
            case
                when years.entries = 0 and years.school_year = as_of.school_year
                    then students.grade_number
            end
        ) as grade_number,
        cast(years.entries as {{ dbt.type_int() }}) as entries,
        cast(years.schools as {{ dbt.type_int() }}) as schools,
        attendance.days_enrolled,
        attendance.days_attended,
        attendance.days_absent,
        attendance.days_unexcused,
        scores.math_z,
        scores.reading_z,
        growth.math_growth_percentile,
        growth.reading_growth_percentile,
        in_district.is_full_year as is_full_academic_year,
        at_school.is_full_year as is_full_academic_year_at_school,
        spans.entry_date,
        spans.exit_date
    from years
    inner join students
        on years.student_key = students.student_key
    cross join as_of
    left join spans
        on years.student_key = spans.student_key
        and years.school_year = spans.school_year
    left join {{ ref('int_district__attendance_years_merged') }} as attendance
        on years.student_key = attendance.student_key
        and years.school_year = attendance.school_year
    left join scores
        on years.student_key = scores.student_key
        and years.school_year = scores.school_year
    left join growth
        on years.student_key = growth.student_key
        and years.school_year = growth.school_year
    left join full_years as in_district
        on years.student_key = in_district.student_key
        and years.school_year = in_district.school_year
        and in_district.place = 'district'
    left join full_years as at_school
        on years.student_key = at_school.student_key
        and years.school_year = at_school.school_year
        and years.school_key = at_school.place
)

select * from final
