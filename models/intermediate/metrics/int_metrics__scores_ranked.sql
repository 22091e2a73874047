-- one row per unit, subject, school year and group: places of its norm scores
with

subgroups as (
    select subgroup_key, dimension
    from {{ ref('district__dim_subgroups') }}
    where not is_unknown and dimension not in ('all', 'grade')
),

scores as (
    select
        scores.unit_type,
        scores.unit_key,
        scores.subject,
        members.subgroup_key,
        subgroups.dimension,
        scores.school_year,
        scores.norm_z
    from {{ ref('int_metrics__scores_placed') }} as scores
    inner join {{ ref('district__bridge_student_subgroups') }} as members
        on scores.student_key = members.student_key
        and scores.school_year = members.school_year
    inner join subgroups
        on members.subgroup_key = subgroups.subgroup_key
    where scores.test_use = 'norm' and scores.norm_z is not null
),

-- equal scores share the mean of their places
ranked as (
    select
        unit_type,
        unit_key,
        subject,
        subgroup_key,
        dimension,
        school_year,
        (rank() over by_score + count(*) over by_score) / 2.0 as place
    from scores
    window by_score as (
        partition by unit_type, unit_key, subject, school_year, dimension
        order by norm_z
    )
),

groups as (
    select
        unit_type,
        unit_key,
        subject,
        subgroup_key,
        dimension,
        school_year,
        count(*) as students,
        sum(place) as places
    from ranked
    group by unit_type, unit_key, subject, subgroup_key, dimension, school_year
),

final as (
    select
        groups.unit_type,
        groups.unit_key,
        groups.subject,
        groups.subgroup_key,
        groups.school_year,
        groups.students as focal_students,
        sum(groups.students) over (
            partition by unit_type, unit_key, subject, school_year, dimension
        ) - groups.students as reference_students,
        groups.places as focal_places
    from groups
)

select * from final
