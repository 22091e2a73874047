-- one row per section enrolment that ends before it begins
with

enrollments as (
    select
        source,
        district_id,
        school_id,
        section_id,
        student_id,
        begin_date,
        end_date
    from {{ ref('int_district__section_enrollments_resolved') }}
    where is_reversed
),

violations as (
    select
        'ENR-001' as rule_id,
        source,
        district_id,
        'section_enrollment' as entity_type,
        {{ surrogate_key([
            'district_id',
            'school_id',
            'section_id',
            "'student ' || student_id",
            'begin_date',
        ]) }} as entity_key,
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        {{ school_year_of('begin_date') }} as school_year,
        cast(begin_date as {{ dbt.type_string() }}) || ' to '
        || cast(end_date as {{ dbt.type_string() }}) as observed,
        'an end on or after the begin' as expected,
        'the enrolment ends before it begins; it is left out' as message,
        {{ json_object({
            'school_id': 'school_id',
            'section_id': 'section_id',
            'student_id': 'student_id',
            'begin_date': 'begin_date',
        }) }} as evidence
    from enrollments
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
