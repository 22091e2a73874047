-- What: on each count date every post of a teacher that is in force, not on leave and
--   not excluded is judged once, with its full-time equivalents.
-- Why it matters: the share of posts that are covered stands on full-time equivalents;
--   a post that is lost, or counted once per section, changes it.
-- How to fix: look at the joins of int_district__assignments_covered, which must not
--   multiply posts.
with

judged as (
    select
        district_id,
        school_year,
        count(*) as judged_count,
        sum(fte) as judged_fte
    from {{ ref('int_district__assignments_covered') }}
    group by district_id, school_year
),

in_force as (
    select
        count_dates.district_id,
        count_dates.school_year,
        count(posts.assignment_id) as post_count,
        sum(posts.fte) as post_fte
    from {{ ref('int_district__count_dates') }} as count_dates
    left join {{ ref('district__fct_staff_assignments') }} as posts
        on count_dates.district_id = posts.district_id
        and posts.is_teacher
        and not posts.is_on_leave
        and not posts.is_excluded
        and coalesce(posts.begin_date, date '0001-01-01') <= count_dates.count_date
        and coalesce(posts.end_date, date '9999-12-31') > count_dates.count_date
    group by count_dates.district_id, count_dates.school_year
)

select
    in_force.*,
    judged.judged_count,
    judged.judged_fte
from in_force
left join judged
    on in_force.district_id = judged.district_id
    and in_force.school_year = judged.school_year
where
    in_force.post_count <> coalesce(judged.judged_count, 0)
    or coalesce(in_force.post_fte, 0) <> coalesce(judged.judged_fte, 0)
