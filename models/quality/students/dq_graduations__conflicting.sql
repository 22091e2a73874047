-- one row per student and rule: the cohort year changes (GRD-001), or there are several
-- diplomas (GRD-003)
with

blocked as (
    select district_id
    from {{ ref('quality__blocked_sources') }}
    where source = 'sis'
    group by district_id
),

students as (
    {{ keys_of_ids('student') }}
),

diploma_types as (
    select source_value, value
    from {{ ref('code_crosswalk') }}
    where source = 'sis' and code_set = 'diploma_type'
),

graduations as (
    select
        graduations.district_id,
        graduations.student_id,
        diploma_types.value as diploma_type,
        graduations.cohort_year,
        graduations.is_deleted,
        graduations.is_in_force
    from {{ ref('stg_sis__graduations') }} as graduations
    left join diploma_types
        on lower(graduations.diploma_type) = diploma_types.source_value
),

-- what an earlier delivery said counts, too; grade 9 is the first of four years
cohort_years as (
    select
        district_id,
        student_id,
        cohort_year
    from graduations
    where not is_deleted and cohort_year is not null
    union all
    select
        district_id,
        student_id,
        first_grade_9_year + 3 as cohort_year
    from {{ ref('stg_sis__students') }}
    where not is_deleted and first_grade_9_year is not null
),

changed_cohorts as (
    select
        'GRD-001' as rule_id,
        district_id,
        student_id,
        cast(min(cohort_year) as {{ dbt.type_string() }}) || ' and '
        || cast(max(cohort_year) as {{ dbt.type_string() }}) as observed
    from cohort_years
    group by district_id, student_id
    having min(cohort_year) < max(cohort_year)
),

several_diplomas as (
    select
        'GRD-003' as rule_id,
        district_id,
        student_id,
        cast(count(*) as {{ dbt.type_string() }}) || ' diplomas' as observed
    from graduations
    where is_in_force and diploma_type <> 'none'
    group by district_id, student_id
    having count(*) > 1
),

found as (
    select * from changed_cohorts
    union all
    select * from several_diplomas
),

violations as (
    select
        found.rule_id,
        'sis' as source,
        found.district_id,
        'student' as entity_type,
        students.student_key as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        found.observed,
        case found.rule_id
            when 'GRD-001' then 'one cohort year from grade 9 on'
            else '1 diploma'
        end as expected,
        case found.rule_id
            when 'GRD-001'
                then 'the year in which the cohort of the student graduates is not the same'
                || ' everywhere'
            else 'the student has several diplomas; the first line counts'
        end as message,
        {{ json_object({'student_id': 'found.student_id'}) }} as evidence
    from found
    inner join students
        on found.district_id = students.district_id
        and found.student_id = students.student_id
    left join blocked
        on found.district_id = blocked.district_id
    where blocked.district_id is null
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
