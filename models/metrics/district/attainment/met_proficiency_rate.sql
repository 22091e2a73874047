-- one row per policy, subject, unit, school year and subgroup: share who meet the standard
with

policies as (
    select
        policy_id,
        max(case when parameter = 'full_year_only' then value end) as full_year_only,
        max(case when parameter = 'least_tested_share' then value end)
            as least_tested_share,
        max(valid_from_year) as valid_from_year
    from {{ ref('metric_policies') }}
    where metric_name = 'proficiency_rate'
    group by policy_id
),

-- a group may have nobody tested, or nobody enrolled on the day of the test
groups as (
    select
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        judged,
        proficient,
        judged_full_year,
        proficient_full_year,
        0 as required
    from {{ ref('int_metrics__scores_counted') }}
    where test_use = 'standard'
    union all
    select
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        0 as judged,
        0 as proficient,
        0 as judged_full_year,
        0 as proficient_full_year,
        required
    from {{ ref('int_metrics__participation_counted') }}
),

summed as (
    select
        subject,
        unit_type,
        unit_key,
        school_year,
        subgroup_key,
        sum(judged) as judged,
        sum(proficient) as proficient,
        sum(judged_full_year) as judged_full_year,
        sum(proficient_full_year) as proficient_full_year,
        sum(required) as required
    from groups
    group by subject, unit_type, unit_key, school_year, subgroup_key
),

counted as (
    select
        policies.policy_id,
        summed.subject,
        summed.unit_type,
        summed.unit_key,
        summed.school_year,
        summed.subgroup_key,
        case
            when policies.full_year_only = 1 then summed.proficient_full_year
            else summed.proficient
        end as numerator,
        case
            when policies.full_year_only = 1 then summed.judged_full_year
            else greatest(summed.judged, summed.required * policies.least_tested_share)
        end as denominator,
        case
            when policies.full_year_only = 1 then summed.judged_full_year
            when policies.least_tested_share > 0
                then greatest(summed.judged, summed.required)
            else summed.judged
        end as n_students
    from summed
    inner join policies
        on coalesce(summed.school_year >= policies.valid_from_year, true)
),

told as (
    select *
    from counted
    where n_students > 0
),
{{ metric_values('proficiency_rate', 'told', 'share') }}
select * from final
