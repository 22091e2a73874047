-- one row per school and school year with many more or fewer students than last year
with

headcounts as (
    select
        source,
        district_id,
        school_id,
        school_key,
        school_year,
        student_count
    from {{ ref('int_district__school_staffing') }}
),

found as (
    select
        headcounts.*,
        last_years.student_count as last_student_count
    from headcounts
    inner join headcounts as last_years
        on headcounts.school_key = last_years.school_key
        and headcounts.school_year = last_years.school_year + 1
    where
        last_years.student_count > 0
        and abs(headcounts.student_count - last_years.student_count)
        > {{ dq_parameter('ENR-011', 'change') }} * last_years.student_count
),

violations as (
    select
        'ENR-011' as rule_id,
        source,
        district_id,
        'school' as entity_type,
        school_key as entity_key,
        school_key,
        school_year,
        cast(school_year as {{ dbt.type_string() }}) || ': '
        || cast(student_count as {{ dbt.type_string() }}) || ' students' as observed,
        'near ' || cast(last_student_count as {{ dbt.type_string() }}) as expected,
        'the headcount of the school changed much against last year' as message,
        {{ json_object({'school_id': 'school_id'}) }} as evidence
    from found
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
