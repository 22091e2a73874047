-- one row per unit and school year: share of teachers' posts that certificates cover
with

posts as (
    select
        school_key,
        district_id,
        school_year,
        fte,
        case when is_covered then fte else 0 end as covered_fte
    from {{ ref('int_district__assignments_covered') }}
    where is_covered is not null and fte is not null
),

units as (
    select unit_type, unit_key, district_id
    from {{ ref('int_metrics__unit_schools') }}
    group by unit_type, unit_key, district_id
),

counted as (
    select
        'default' as policy_id,
        'all' as subject,
        units.unit_type,
        units.unit_key,
        posts.school_year,
        'all' as subgroup_key,
        sum(posts.covered_fte) as numerator,
        sum(posts.fte) as denominator,
        cast(null as {{ dbt.type_int() }}) as n_students,
        cast(null as {{ dbt.type_float() }}) as std_error
    from posts
    inner join units
        on posts.district_id = units.district_id
        and (
            units.unit_type = 'district'
            or units.unit_key = posts.school_key
        )
    group by units.unit_type, units.unit_key, posts.school_year
),
{{ metric_values('certification_coverage', 'counted', 'ratio') }}
select * from final
