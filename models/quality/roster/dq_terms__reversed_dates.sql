-- one row per term that does not end after it begins
with

terms as (
    select
        source,
        district_id,
        term_id,
        term_name,
        start_date,
        end_date
    from {{ ref('int_district__terms_conformed') }}
    where end_date <= start_date
),

violations as (
    select
        'RST-002' as rule_id,
        source,
        district_id,
        'term' as entity_type,
        {{ surrogate_key([
            'district_id',
            'start_date',
            'end_date',
            "coalesce(term_name, '')",
            "coalesce(term_id, '')",
        ]) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        cast(null as integer) as school_year,
        cast(start_date as {{ dbt.type_string() }}) || ', before '
        || cast(end_date as {{ dbt.type_string() }}) as observed,
        'an end after the begin' as expected,
        'the term ends before it begins; it is left out, and its sections have no dates'
            as message,
        {{ json_object({
            'term_id': 'term_id',
            'term_name': 'term_name',
        }) }} as evidence
    from terms
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
