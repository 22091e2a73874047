-- one row: what this build stands on
with

files as (
    select
        coalesce(
            {{ dbt.listagg(
                "file_path || ' ' || sha256", "chr(10)", "order by file_path"
            ) }},
            ''
        ) as listed
    from {{ ref('raw_inventory__files') }}
),

as_of_date as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

manifests as (
    select max(case when is_synthetic then 1 else 0 end) as is_synthetic
    from {{ ref('raw_inventory__manifest') }}
),

fingerprints as (
    select
        {{ sha256(
            "files.listed || chr(10) || "
            ~ dbt.string_literal(tojson(settings_of_run()))
        ) }} as input_fingerprint
    from files
)

select
    coalesce(cast(as_of_date.as_of_date as {{ dbt.type_string() }}), 'undated')
    || '-' || substring(fingerprints.input_fingerprint, 1, 8) as run_id,
    fingerprints.input_fingerprint,
    coalesce(manifests.is_synthetic, 0) = 1 as is_synthetic,
    as_of_date.as_of_date
from fingerprints
cross join as_of_date
cross join manifests
