-- What the figures are computed from: the canonical files of one district, as far as
-- they parse, in its last school year unless a view says otherwise.

create view spells as
select
    student_id,
    school_id,
    try_cast(school_year as integer) as school_year,
    case
        when grade_level in ('KG', 'K') then 0 else try_cast(grade_level as integer)
    end as grade,
    try_cast(entry_date as date) as entry_date,
    coalesce(try_cast(exit_date as date), date '9999-12-31') as exit_date,
    enrollment_status
from enrollments;

-- enrolled on 1 October, the usual count day
create table pupils as
with counted as (
    select
        spells.*,
        row_number() over (partition by student_id order by entry_date desc) as n
    from spells
    where
        spells.school_year = getvariable('last_year')
        and spells.entry_date <= make_date(getvariable('last_year') - 1, 10, 1)
        and spells.exit_date > make_date(getvariable('last_year') - 1, 10, 1)
        and spells.enrollment_status = 'enrolled'
),

served as (
    select
        student_id,
        bool_or(service like 'frl%') as is_frl,
        bool_or(service = 'iep') as is_iep,
        bool_or(service = 'el') as is_el,
        bool_or(service = 'section_504') as is_504,
        bool_or(service = 'gifted') as is_gifted,
        any_value(detail) filter (where service = 'iep') as disability
    from student_services
    where
        try_cast(begin_date as date) <= make_date(getvariable('last_year') - 1, 10, 1)
        and coalesce(try_cast(end_date as date), date '9999-12-31')
        > make_date(getvariable('last_year') - 1, 10, 1)
    group by student_id
),

-- counted over the whole year, as districts report it
homeless as (
    select distinct student_id
    from student_services
    where
        service = 'homeless'
        and try_cast(begin_date as date) <= make_date(getvariable('last_year'), 6, 30)
        and coalesce(try_cast(end_date as date), date '9999-12-31')
        > make_date(getvariable('last_year') - 1, 7, 1)
)

select
    students.student_id,
    students.sex,
    students.last_name,
    students.household_id,
    students.home_language,
    case when students.is_hispanic = 'true' then 'hispanic' else students.race end
        as race_group,
    counted.school_id,
    counted.grade,
    coalesce(served.is_frl, false) as is_frl,
    coalesce(served.is_iep, false) as is_iep,
    coalesce(served.is_el, false) as is_el,
    coalesce(served.is_504, false) as is_504,
    coalesce(served.is_gifted, false) as is_gifted,
    homeless.student_id is not null as is_homeless,
    served.disability
from counted
inner join students on counted.student_id = students.student_id
left join served on counted.student_id = served.student_id
left join homeless on counted.student_id = homeless.student_id
where counted.n = 1;

create table days as
select
    student_id,
    isodow(try_cast(attendance_date as date)) as weekday,
    count(*) as days,
    sum(try_cast(absent_share as decimal(9, 4))) as absent_days
from attendance_daily
where
    try_cast(attendance_date as date)
    between make_date(getvariable('last_year') - 1, 7, 1) and make_date(
        getvariable('last_year'), 6, 30
    )
group by student_id, weekday;

create view attenders as
select
    students.student_id,
    case when students.is_hispanic = 'true' then 'hispanic' else students.race end
        as race_group,
    sum(days.absent_days) / sum(days.days) as absent_share
from days
inner join students on days.student_id = students.student_id
group by students.student_id, race_group
having sum(days.days) >= 10;

create view weekdays as
select weekday, sum(absent_days) / sum(days) as rate
from days
group by weekday;

-- everybody enrolled between 2 October and 1 May: whether a spell began or ended then
create view movers as
with period as (
    select
        getvariable('last_year') as school_year,
        make_date(getvariable('last_year') - 1, 10, 2) as first_day,
        make_date(getvariable('last_year'), 5, 1) as last_day
)

select
    spells.student_id,
    bool_or(
        spells.entry_date between period.first_day and period.last_day
        or spells.exit_date between period.first_day and period.last_day
    ) as is_mobile
from spells
inner join period on spells.school_year = period.school_year
where
    spells.enrollment_status = 'enrolled'
    and spells.entry_date <= period.last_day
    and spells.exit_date >= period.first_day
group by spells.student_id;

create view promotions as
with grades as (
    select student_id, school_year, max(grade) as grade
    from spells
    where enrollment_status = 'enrolled'
    group by student_id, school_year
)

select
    grade,
    lag(grade) over (partition by student_id order by school_year) as previous_grade
from grades
qualify previous_grade is not null;

-- educators with a post on the as-of date
create table posts as
select
    educator_id,
    bool_or(position in ('teacher', 'special_education_teacher', 'el_teacher'))
        as is_teacher,
    count(*) as posts,
    sum(try_cast(fte as decimal(9, 4))) as fte
from assignments
where
    try_cast(begin_date as date) <= getvariable('as_of')
    and coalesce(try_cast(end_date as date), date '9999-12-31') > getvariable('as_of')
    and try_cast(fte as decimal(9, 4)) > 0
group by educator_id;

create table teachers as
with certificates as (
    select educator_id, bool_or(certificate_type = 'standard') as has_standard
    from certifications
    where
        try_cast(issue_date as date) <= getvariable('as_of')
        and coalesce(try_cast(expiry_date as date), date '9999-12-31')
        > getvariable('as_of')
    group by educator_id
)

select
    educators.educator_id,
    try_cast(educators.experience_years as integer) as experience_years,
    educators.highest_degree,
    coalesce(certificates.has_standard, false) as has_standard,
    posts.fte
from posts
inner join educators on posts.educator_id = educators.educator_id
left join certificates on posts.educator_id = certificates.educator_id
where posts.is_teacher;

-- classes of the last year in the four main subjects, or the elementary homeroom
create view classes as
select
    schools.school_level as level,
    sections.section_id,
    count(*) as students
from sections
inner join schools on sections.school_id = schools.school_id
inner join courses on sections.course_id = courses.course_id
inner join terms on sections.term_id = terms.term_id
inner join section_enrollments on sections.section_id = section_enrollments.section_id
where
    try_cast(terms.school_year as integer) = getvariable('last_year')
    and schools.school_type = 'regular'
    and try_cast(section_enrollments.begin_date as date)
    <= make_date(getvariable('last_year') - 1, 10, 1)
    and coalesce(try_cast(section_enrollments.end_date as date), date '9999-12-31')
    > make_date(getvariable('last_year') - 1, 10, 1)
    and case
        when
            schools.school_level = 'elementary'
            then courses.subject = 'general_elementary'
        else
            courses.subject in
            ('english_language_arts', 'mathematics', 'science', 'social_studies')
    end
group by schools.school_level, sections.section_id;

-- complete first interim results of all years
create view interim_results as
select
    results.student_id,
    assessments.subject,
    results.test_window,
    case
        when results.tested_grade in ('KG', 'K') then 0 else
            try_cast(results.tested_grade as integer)
    end as grade,
    try_cast(results.school_year as integer) as school_year,
    try_cast(results.scale_score as double) as score,
    try_cast(assessments.norm_mean as double) as norm_mean,
    try_cast(assessments.norm_sd as double) as norm_sd
from assessment_results as results
inner join assessments on results.assessment_id = assessments.assessment_id
where
    assessments.kind = 'interim'
    and results.is_retest = 'false'
    and results.is_complete = 'true';

create table interim as
select
    interim_results.*,
    (interim_results.score - interim_results.norm_mean) / interim_results.norm_sd as z,
    pupils.sex,
    pupils.race_group,
    pupils.is_frl
from interim_results
inner join pupils on interim_results.student_id = pupils.student_id
where interim_results.school_year = getvariable('last_year');

-- spring scores of all years
create table interim_years as
select *
from interim_results
where test_window = 'spring';
