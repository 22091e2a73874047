-- one row per school and school year with an odd number of students per teacher
with

staffing as (
    select
        source,
        district_id,
        school_id,
        school_key,
        school_year,
        student_count,
        teacher_fte,
        case when teacher_fte > 0 then student_count / teacher_fte end as ratio
    from {{ ref('int_district__school_staffing') }}
    where teacher_fte is not null
),

schools as (
    select district_id, school_id, school_type, school_level
    from {{ ref('int_district__schools_conformed') }}
),

bands as (
    select school_type, school_level, low, high
    from {{ ref('staffing_ratio_bands') }}
),

-- of the bands that fit a school, the one that says most about it
fitting_bands as (
    select
        schools.district_id,
        schools.school_id,
        bands.low,
        bands.high,
        row_number() over (
            partition by schools.district_id, schools.school_id
            order by bands.school_type nulls last, bands.school_level nulls last
        ) as band_rank
    from schools
    inner join bands
        on coalesce(bands.school_type = schools.school_type, bands.school_type is null)
        and coalesce(
            bands.school_level = schools.school_level, bands.school_level is null
        )
),

outside_band as (
    select
        'RAT-001' as rule_id,
        staffing.*,
        'from ' || cast(fitting_bands.low as {{ dbt.type_string() }})
        || ' to ' || cast(fitting_bands.high as {{ dbt.type_string() }}) as expected,
        'students per teacher are outside what is plausible for the kind of school'
            as message
    from staffing
    inner join fitting_bands
        on staffing.district_id = fitting_bands.district_id
        and staffing.school_id = fitting_bands.school_id
        and fitting_bands.band_rank = 1
    where
        staffing.student_count > 0
        and (staffing.ratio < fitting_bands.low or staffing.ratio > fitting_bands.high)
),

changed as (
    select
        'RAT-002' as rule_id,
        staffing.*,
        'near ' || cast(
            cast(last_years.ratio as decimal(9, 1)) as {{ dbt.type_string() }}
        ) as expected,
        'students per teacher changed much against last year' as message
    from staffing
    inner join staffing as last_years
        on staffing.district_id = last_years.district_id
        and staffing.school_id = last_years.school_id
        and staffing.school_year = last_years.school_year + 1
    where
        last_years.ratio > 0
        and staffing.ratio > 0
        and abs(staffing.ratio - last_years.ratio)
        > {{ dq_parameter('RAT-002', 'change') }} * last_years.ratio
),

one_sided as (
    select
        'RAT-003' as rule_id,
        staffing.*,
        'students and teachers' as expected,
        'a school with students and no teacher, or the reverse' as message
    from staffing
    where (student_count > 0) <> (teacher_fte > 0)
),

odd as (
    select * from outside_band
    union all
    select * from changed
    union all
    select * from one_sided
),

violations as (
    select
        rule_id,
        source,
        district_id,
        'school' as entity_type,
        school_key as entity_key,
        school_key,
        school_year,
        cast(school_year as {{ dbt.type_string() }}) || ': '
        || cast(student_count as {{ dbt.type_string() }}) || ' students, '
        || cast(cast(teacher_fte as decimal(9, 2)) as {{ dbt.type_string() }})
        || ' teachers' as observed,
        expected,
        message,
        {{ json_object({'school_id': 'school_id'}) }} as evidence
    from odd
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
