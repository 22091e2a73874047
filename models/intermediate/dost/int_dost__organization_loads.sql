-- one row per organization: the load of its users, experiences and partners
with

blocked as (
    {{ blocked_organizations() }}
),

{% set entities = [
    'users', 'registrations', 'experiences', 'partners', 'provider_numbers',
] %}
files as (
    {% for entity in entities -%}
    select
        organization_id,
        file_key
    from {{ ref('stg_dost__' ~ entity) }}
    group by organization_id, file_key
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

times as (
    {{ report_times_fingerprint() }}
),

spellings as (
    select
        {{ rows_fingerprint("spelling || ' ' || district") }} as fingerprint
    from {{ ref('district_spellings') }}
),

organizations as (
    select
        files.organization_id,
        {{ rows_fingerprint('files.file_key') }} as fingerprint
    from files
    left join blocked
        on files.organization_id = blocked.district_id
    where blocked.district_id is null
    group by files.organization_id
)

-- calls change nothing of who signed up, in what and through whom: that depends on
-- these files, on the zones of times and on the spellings of districts
select
    organizations.organization_id,
    {{ surrogate_key([
        'organizations.organization_id',
        'organizations.fingerprint',
        "coalesce(times.fingerprint, '')",
        "coalesce(spellings.fingerprint, '')",
    ]) }} as load_key
from organizations
cross join times
cross join spellings
