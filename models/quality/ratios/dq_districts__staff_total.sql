-- one row per district and school year whose schools' staff is not the staff of HR
with

school_staff as (
    select
        source,
        district_id,
        school_year,
        min(count_date) as count_date,
        sum(staff_fte) as staff_fte
    from {{ ref('int_district__school_staffing') }}
    where staff_fte is not null
    group by source, district_id, school_year
),

assignments as (
    select source, district_id, fte, begin_date, end_date
    from {{ ref('int_district__assignments_conformed') }}
    where school_code is not null and not is_on_leave
),

totals as (
    select
        school_staff.source,
        school_staff.district_id,
        school_staff.school_year,
        school_staff.staff_fte,
        sum(assignments.fte) as hr_fte
    from school_staff
    inner join assignments
        on school_staff.source = assignments.source
        and school_staff.district_id = assignments.district_id
        and coalesce(assignments.begin_date <= school_staff.count_date, true)
        and coalesce(assignments.end_date > school_staff.count_date, true)
    group by
        school_staff.source,
        school_staff.district_id,
        school_staff.school_year,
        school_staff.staff_fte
),

violations as (
    select
        'RAT-004' as rule_id,
        source,
        district_id,
        'district' as entity_type,
        {{ surrogate_key(['district_id']) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        school_year,
        cast(school_year as {{ dbt.type_string() }}) || ': '
        || cast(cast(staff_fte as decimal(12, 2)) as {{ dbt.type_string() }})
            as observed,
        cast(cast(hr_fte as decimal(12, 2)) as {{ dbt.type_string() }}) as expected,
        'full-time equivalents of the schools do not make the total of HR' as message,
        {{ json_object({'district_id': 'district_id'}) }} as evidence
    from totals
    where abs(staff_fte - hr_fte) > {{ dq_parameter('RAT-004', 'tolerance') }} * hr_fte
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
