-- one row per organisation: the district, then its schools
with

orgs as (
    select
        context.district_id as "sourcedId",
        district.district_name as name,
        'district' as type,
        null as identifier,
        null as "parentSourcedId",
        null as "metadata.lowGrade",
        null as "metadata.highGrade"
    from district
    cross join context
    union all
    select
        active_schools.school_id as "sourcedId",
        active_schools.school_name as name,
        'school' as type,
        active_schools.school_number as identifier,
        context.district_id as "parentSourcedId",
        low_grades.oneroster as "metadata.lowGrade",
        high_grades.oneroster as "metadata.highGrade"
    from active_schools
    left join grade_codes as low_grades on active_schools.low_grade = low_grades.sis
    left join grade_codes as high_grades on active_schools.high_grade = high_grades.sis
    cross join context
)

select *
from orgs
order by "parentSourcedId" nulls first, "sourcedId"
