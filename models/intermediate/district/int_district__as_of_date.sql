-- one row: the date that "now" means in this build
with

given as (
    select cast(nullif('{{ var("as_of_date") }}', '') as date) as as_of_date
),

manifest as (
    select max(cast(as_of_date as date)) as as_of_date
    from {{ ref('raw_inventory__manifest') }}
),

attendance_days as (
    select max(attendance_date) as as_of_date
    from {{ ref('stg_clever__attendance') }}
    union all
    select max(attendance_date) as as_of_date
    from {{ ref('stg_sis__attendance_daily') }}
    union all
    select max(attendance_date) as as_of_date
    from {{ ref('stg_sis__attendance_sections') }}
),

attendance as (
    select max(as_of_date) as as_of_date
    from attendance_days
),

modifications as (
    select max(cast(date_last_modified as date)) as as_of_date
    from {{ ref('stg_oneroster__users') }}
),

terms as (
    select max(term_start) as as_of_date
    from {{ ref('stg_clever__sections') }}
    union all
    select max(start_date) as as_of_date
    from {{ ref('stg_oneroster__academic_sessions') }}
    union all
    select max(start_date) as as_of_date
    from {{ ref('stg_sis__terms') }}
    where is_in_force
),

latest_term as (
    select max(as_of_date) as as_of_date
    from terms
),

calls as (
    select cast(max(attempted_timestamp) as date) as as_of_date
    from {{ ref('stg_dost__campaigns') }}
)

select
    coalesce(
        given.as_of_date,
        manifest.as_of_date,
        attendance.as_of_date,
        modifications.as_of_date,
        latest_term.as_of_date,
        calls.as_of_date
    ) as as_of_date
from given
cross join manifest
cross join attendance
cross join modifications
cross join latest_term
cross join calls
