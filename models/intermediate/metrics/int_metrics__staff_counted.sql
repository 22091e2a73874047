-- one row per unit and school year: full-time equivalents of the count day
with

count_dates as (
    select district_id, school_year, is_latest_year, count_date
    from {{ ref('int_district__count_dates') }}
),

endorsed as (
    select
        certificates.educator_key,
        count_dates.school_year
    from {{ ref('district__fct_certifications') }} as certificates
    inner join {{ ref('endorsement_areas') }} as endorsement_areas
        on certificates.area = endorsement_areas.area
    inner join count_dates
        on certificates.district_id = count_dates.district_id
        and {{ certificate_in_force(
            'certificates', 'count_dates.count_date', 'count_dates.is_latest_year'
        ) }}
    where
        endorsement_areas.teaching_focus = 'english_learner'
        and not certificates.is_excluded
    group by certificates.educator_key, count_dates.school_year
),

posts as (
    select
        posts.district_id,
        posts.school_key,
        count_dates.school_year,
        case when posts.is_teacher then posts.fte end as teacher_fte,
        case when posts.position = 'counselor' then posts.fte end as counselor_fte,
        case
            when posts.is_teacher and posts.teaching_focus = 'special_education'
                then posts.fte
        end as special_education_fte,
        case
            when posts.is_teacher and endorsed.educator_key is not null then posts.fte
        end as english_learner_fte
    from {{ ref('district__fct_staff_assignments') }} as posts
    inner join count_dates
        on posts.district_id = count_dates.district_id
        and coalesce(posts.begin_date <= count_dates.count_date, true)
        and coalesce(posts.end_date > count_dates.count_date, true)
    left join endorsed
        on posts.educator_key = endorsed.educator_key
        and count_dates.school_year = endorsed.school_year
    where not posts.is_on_leave and not posts.is_excluded
),

-- a post at no school that is known counts for the district alone
placed as (
    select
        units.unit_type,
        units.unit_key,
        posts.school_year,
        posts.teacher_fte,
        posts.counselor_fte,
        posts.special_education_fte,
        posts.english_learner_fte,
        units.unit_type = 'district'
        or coalesce(units.unit_key = posts.school_key, false) as is_here
    from posts
    inner join {{ ref('int_metrics__units_named') }} as units
        on posts.district_id = units.district_id
),

-- of a year without any post in the district nothing is known, and it has no row
final as (
    select
        unit_type,
        unit_key,
        school_year,
        coalesce(sum(case when is_here then teacher_fte end), 0) as teacher_fte,
        coalesce(sum(case when is_here then counselor_fte end), 0) as counselor_fte,
        coalesce(sum(case when is_here then special_education_fte end), 0)
            as special_education_fte,
        coalesce(sum(case when is_here then english_learner_fte end), 0)
            as english_learner_fte
    from placed
    group by unit_type, unit_key, school_year
)

select * from final
