-- one row per educator record whose licence another record of the district has, too
with

pairs as (
    select
        educator_key,
        source,
        district_id,
        educator_id,
        other_educator_id,
        licence_kind,
        is_same_person,
        count(*) over (partition by educator_key) as other_count,
        row_number() over (
            partition by educator_key
            order by is_same_person desc, other_educator_id
        ) as other_rank
    from {{ ref('int_district__educator_licences_shared') }}
),

violations as (
    select
        'STF-001' as rule_id,
        source,
        district_id,
        'educator' as entity_type,
        educator_key as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        cast(other_count + 1 as {{ dbt.type_string() }})
        || ' records with one ' || licence_kind as observed,
        '1 record' as expected,
        case
            when is_same_person
                then 'the records are one person and are joined in educator_merge_map'
            else
                'the records have one licence, but neither name nor birth date in'
                || ' common, and are not joined'
        end as message,
        {{ json_object({
            'educator_id': 'educator_id',
            'other_educator_id': 'other_educator_id',
            'licence_kind': 'licence_kind',
        }) }} as evidence
    from pairs
    where other_rank = 1
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
