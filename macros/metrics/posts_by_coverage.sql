{#
    Teachers' posts that certificates cover, or do not, as `counted` for metric_values: by
    policy default whole posts, by by_section each section as a like part of its post.
    Neither is computed from the other, whose digits are rounded.

    is_out_of_field: count the posts that are not covered.
#}
{% macro posts_by_coverage(is_out_of_field) %}
posts as (
    select
        school_key,
        district_id,
        school_year,
        fte,
        case when is_covered then 1 else 0 end as covered_share,
        case
            when section_count > 0
                then cast(covered_section_count as double) / section_count
            when is_covered then 1
            else 0
        end as covered_section_share
    from {{ ref('int_district__assignments_covered') }}
    where is_covered is not null and fte is not null
),

summed as (
    select
        units.unit_type,
        units.unit_key,
        posts.school_year,
        sum(posts.fte * ({{ '1 - ' if is_out_of_field }}posts.covered_share)) as post_fte,
        sum(
            posts.fte * ({{ '1 - ' if is_out_of_field }}posts.covered_section_share)
        ) as section_fte,
        sum(posts.fte) as fte
    from posts
    inner join {{ ref('int_metrics__units_named') }} as units
        on posts.district_id = units.district_id
        and (
            units.unit_type = 'district'
            or units.unit_key = posts.school_key
        )
    group by units.unit_type, units.unit_key, posts.school_year
),

{% set policies = {
    'default': 'post_fte',
    'by_section': 'section_fte',
} %}
counted as (
    {% for policy_id, numerator in policies.items() -%}
    select
        '{{ policy_id }}' as policy_id,
        'all' as subject,
        unit_type,
        unit_key,
        school_year,
        'all' as subgroup_key,
        {{ numerator }} as numerator,
        fte as denominator,
        cast(null as {{ dbt.type_int() }}) as n_students,
        cast(null as {{ dbt.type_float() }}) as std_error
    from summed
    {{ 'union all' if not loop.last }}
    {% endfor %}
),
{% endmacro %}
