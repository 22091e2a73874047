-- one row per district, school year and quarter of its schools by poverty
with

schools as (
    select unit_key as school_key, district_id
    from {{ ref('int_metrics__units_named') }}
    where unit_type = 'school'
),

figures as (
    select
        unit_key as school_key,
        school_year,
        max(case when subgroup_key = 'frl:yes' then numerator end) as frl_students,
        max(case when subgroup_key = 'frl:no' then numerator end) as other_students,
        max(case when metric_name = 'out_of_field_rate' then numerator end)
            as out_of_field_fte,
        max(case when metric_name = 'out_of_field_rate' then denominator end)
            as judged_fte
    from {{ ref('met_values') }}
    where
        unit_type = 'school'
        and (
            metric_name = 'enrollment'
            or (metric_name = 'out_of_field_rate' and policy_id = 'default')
        )
    group by unit_key, school_year
),

shares as (
    select
        schools.district_id,
        figures.school_key,
        figures.school_year,
        figures.out_of_field_fte,
        figures.judged_fte,
        coalesce(figures.frl_students, 0) as frl_students,
        coalesce(figures.frl_students, 0) + coalesce(figures.other_students, 0)
            as known_students
    from figures
    inner join schools
        on figures.school_key = schools.school_key
    where
        figures.judged_fte > 0
        and (figures.frl_students is not null or figures.other_students is not null)
),

quarters as (
    select
        *,
        ntile(4) over (
            partition by district_id, school_year
            order by frl_students / known_students, school_key
        ) as poverty_quartile
    from shares
),

final as (
    select
        district_id,
        cast(poverty_quartile as {{ dbt.type_int() }}) as poverty_quartile,
        school_year,
        cast(count(*) as {{ dbt.type_int() }}) as schools,
        {{ significant_digits('sum(frl_students) / sum(known_students)') }} as frl_rate,
        {{ significant_digits('sum(out_of_field_fte)') }} as out_of_field_fte,
        {{ significant_digits('sum(judged_fte)') }} as judged_fte,
        {{ significant_digits('sum(out_of_field_fte) / sum(judged_fte)') }}
            as out_of_field_rate
    from quarters
    group by district_id, poverty_quartile, school_year
)

select * from final
