-- one row per section enrolment, a student's or an educator's, of an unknown student or
-- section
with

enrollments as (
    select
        source,
        district_id,
        school_id,
        section_id,
        'section_enrollment' as entity_type,
        student_id,
        cast(null as {{ dbt.type_string() }}) as educator_id,
        begin_date,
        is_student_known,
        is_section_known
    from {{ ref('int_district__section_enrollments_resolved') }}
    where not (is_student_known and is_section_known)
),

section_educators as (
    select
        source,
        district_id,
        school_id,
        section_id,
        'section_educator' as entity_type,
        cast(null as {{ dbt.type_string() }}) as student_id,
        educator_id,
        begin_date,
        true as is_student_known,
        is_section_known
    from {{ ref('int_district__section_educators_resolved') }}
    where not is_section_known
),

left_out as (
    select * from enrollments
    union all
    select * from section_educators
),

violations as (
    select
        'ENR-014' as rule_id,
        source,
        district_id,
        entity_type,
        {{ surrogate_key([
            'district_id',
            'school_id',
            'section_id',
            "coalesce('student ' || student_id, 'educator ' || educator_id)",
            "coalesce(cast(begin_date as " ~ dbt.type_string() ~ "), '')",
        ]) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        {{ school_year_of('begin_date') }} as school_year,
        case
            when is_section_known then 'unknown student'
            when is_student_known then 'unknown section'
            else 'unknown student and section'
        end as observed,
        'a student and a section of the roster' as expected,
        'the enrolment names a student or section that the roster does not have at this'
        || ' school; it is left out' as message,
        {{ json_object({
            'school_id': 'school_id',
            'section_id': 'section_id',
            'student_id': 'student_id',
            'begin_date': 'begin_date',
            'educator_id': 'educator_id',
        }) }} as evidence
    from left_out
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
