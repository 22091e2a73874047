-- one row per file that a run of the national school-finance files lacks, and per file
-- that does not count because the run has a better form of the accounts return
with

headers as (
    select
        district_id,
        entity,
        min(file_path) as file_path
    from {{ ref('quality__landing_records') }}
    where source = 'dfe' and row_status = 'header'
    group by district_id, entity
),

run_files as (
    select
        entity, file_name, part, form, form_order, is_run, is_expected, stays_empty
    from {{ ref('run_files') }}
),

sent as (
    select
        headers.district_id,
        headers.entity,
        headers.file_path,
        run_files.part,
        run_files.form,
        run_files.form_order,
        run_files.is_run
    from headers
    inner join run_files
        on headers.entity = run_files.entity
),

-- the form in force is that of the academies' own amounts
runs as (
    select
        district_id,
        min(case when part = 'accounts_return' then form_order end) as form_order
    from sent
    group by district_id
    having max(case when is_run then 1 else 0 end) = 1
),

-- of a part in several forms, the form in force is expected, or else the first
expected as (
    select
        runs.district_id,
        run_files.entity,
        run_files.file_name,
        run_files.stays_empty
    from runs
    inner join run_files
        on
        run_files.is_expected
        and (
            run_files.form is null
            or run_files.form_order = runs.form_order
            or (
                runs.form_order is null
                and run_files.part in ('accounts_return', 'central_services')
                and run_files.form_order = 1
            )
        )
),

missing as (
    select
        expected.district_id,
        'dfe/' || expected.district_id || '/' || expected.file_name as file_path,
        expected.entity,
        'LND-029' as rule_id,
        expected.file_name
        || ' is not there; without it this stays empty: '
        || expected.stays_empty as message
    from expected
    left join headers
        on
        expected.district_id = headers.district_id
        and expected.entity = headers.entity
    where headers.entity is null
),

ignored as (
    select
        sent.district_id,
        sent.file_path,
        sent.entity,
        'LND-030' as rule_id,
        'the run has its accounts return in another form too, which goes first: '
        || in_force.file_name as message
    from sent
    inner join runs
        on sent.district_id = runs.district_id
    inner join run_files as in_force
        on
        runs.form_order = in_force.form_order
        and in_force.part = 'accounts_return'
    where sent.form is not null and sent.form_order <> runs.form_order
),

final as (
    select district_id, file_path, entity, rule_id, message from missing
    union all
    select district_id, file_path, entity, rule_id, message from ignored
)

select
    'dfe' as source,
    district_id,
    file_path,
    entity,
    rule_id,
    message
from final
