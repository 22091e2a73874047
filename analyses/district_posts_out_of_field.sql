-- Which posts are taught without a certificate for what is taught? Latest count day, by
-- school.
-- For: school administrators, staffing office.
with

posts as (
    select
        school_key,
        educator_key,
        subject,
        school_year,
        fte,
        section_count,
        covered_section_count,
        has_certificate_in_force,
        max(school_year) over (partition by district_id) as latest_year
    from {{ ref('int_district__assignments_covered') }}
    where not is_covered
)

select
    schools.school_name,
    posts.educator_key,
    posts.subject,
    posts.fte,
    posts.section_count - posts.covered_section_count as sections_out_of_field,
    posts.has_certificate_in_force
from posts
inner join {{ ref('district__dim_schools') }} as schools
    on posts.school_key = schools.school_key
where posts.school_year = posts.latest_year
order by schools.school_name, sections_out_of_field desc, posts.educator_key
