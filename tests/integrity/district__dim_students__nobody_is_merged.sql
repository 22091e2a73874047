-- What: a student id has at least as many persons as different names with birth
--   dates.
-- Why it matters: two children in one row see each other's grades and absences.
-- How to fix: look at the id in int_district__students_keyed; the comparison of
--   persons there must tell the names and birth dates apart.
with

records as (
    select
        district_id,
        student_id,
        {{ normal_text('first_name') }} || '|' || {{ normal_text('last_name') }} || '|'
        || cast(birth_date as {{ dbt.type_string() }}) as person
    from {{ ref('int_district__students_conformed') }}
),

persons_sent as (
    select
        {{ surrogate_key(['district_id']) }} as district_key,
        student_id,
        count(distinct person) as person_count
    from records
    group by district_id, student_id
),

persons_held as (
    select
        district_key,
        student_id,
        count(*) as person_count
    from {{ ref('district__dim_students') }}
    group by district_key, student_id
),

compared as (
    select
        persons_sent.district_key,
        persons_sent.student_id,
        persons_sent.person_count as sent,
        coalesce(persons_held.person_count, 0) as held
    from persons_sent
    left join persons_held
        on persons_sent.district_key = persons_held.district_key
        and persons_sent.student_id = persons_held.student_id
)

select * from compared
where held < sent or held = 0
