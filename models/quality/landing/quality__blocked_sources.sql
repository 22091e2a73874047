-- one row per reason why a district's source is left out of everything after staging
with

header_rows as (
    select source, district_id, file_path, entity, row_detail
    from {{ ref('quality__landing_records') }}
    where row_status = 'header'
),

unusable_files as (
    select
        source,
        district_id,
        {{ json_text('row_detail', 'blocking_rule') }} as rule_id,
        file_path,
        {{ json_text('row_detail', 'blocking_message') }} as message
    from header_rows
    where {{ json_text('row_detail', 'blocking_rule') }} is not null
),

unreadable_zips as (
    select
        source,
        district_id,
        'LND-001' as rule_id,
        file_path,
        problem as message
    from {{ ref('raw_inventory__files') }}
    where problem is not null
),

roster_folders as (
    select
        source,
        district_id
    from {{ ref('raw_inventory__files') }}
    where source in ('sis', 'clever', 'oneroster') and district_id is not null
    group by source, district_id
),

districts_sent_twice as (
    select
        roster_folders.source,
        roster_folders.district_id,
        'LND-003' as rule_id,
        cast(null as {{ dbt.type_string() }}) as file_path,
        'the district has rosters from two sources, ' || roster_folders.source
        || ' and ' || other_folders.source || ': keep one of them' as message
    from roster_folders
    inner join roster_folders as other_folders
        on
        roster_folders.district_id = other_folders.district_id
        and roster_folders.source <> other_folders.source
),

packages_sent_twice as (
    select
        source,
        district_id,
        'LND-003' as rule_id,
        cast(null as {{ dbt.type_string() }}) as file_path,
        'the district has more than one package, in ' || min(file_path) || ' and '
        || max(file_path) || ': keep one of them' as message
    from header_rows
    where source = 'oneroster'
    group by source, district_id
    having count(*) > count(distinct entity)
),

manifests as (
    select
        district_id,
        property_name,
        value
    from {{ ref('stg_oneroster__manifest') }}
),

without_manifest as (
    select
        roster_folders.source,
        roster_folders.district_id,
        'LND-001' as rule_id,
        cast(null as {{ dbt.type_string() }}) as file_path,
        'there is no manifest.csv at the root of the OneRoster package, so its version'
        || ' and files cannot be told' as message
    from roster_folders
    left join header_rows
        on
        roster_folders.district_id = header_rows.district_id
        and header_rows.source = 'oneroster'
        and header_rows.entity = 'manifest'
    where roster_folders.source = 'oneroster' and header_rows.district_id is null
),

unknown_versions as (
    select
        'oneroster' as source,
        district_id,
        'LND-001' as rule_id,
        cast(null as {{ dbt.type_string() }}) as file_path,
        'manifest.csv gives oneroster.version ' || coalesce(value, 'as empty')
        || '; 1.1 and 1.2 can be read' as message
    from manifests
    where
        property_name = 'oneroster.version'
        and coalesce(value, '') not in ('1.1', '1.2')
),

promised_files as (
    select
        district_id,
        substring(property_name, 6) as file_name,
        value
    from manifests
    where property_name like 'file.%'
),

deltas as (
    select
        'oneroster' as source,
        district_id,
        'LND-001' as rule_id,
        file_name || '.csv' as file_path,
        'manifest.csv marks ' || file_name || ' as ' || coalesce(value, 'empty')
        || '; only bulk packages can be read: send bulk' as message
    from promised_files
    where coalesce(value, '') not in ('bulk', 'absent')
),

missing_files as (
    select
        'oneroster' as source,
        promised_files.district_id,
        'LND-001' as rule_id,
        promised_files.file_name || '.csv' as file_path,
        'manifest.csv promises '
        || promised_files.file_name
        || '.csv, which is not there'
            as message
    from promised_files
    left join header_rows
        on
        promised_files.district_id = header_rows.district_id
        and header_rows.source = 'oneroster'
        and replace(header_rows.entity, '_', '') = lower(promised_files.file_name)
    where promised_files.value = 'bulk' and header_rows.district_id is null
),

-- 1.1 gives a role in users.csv, 1.2 in roles.csv; without it nobody is a student
without_roles as (
    select
        'oneroster' as source,
        manifests.district_id,
        'LND-002' as rule_id,
        users.file_path,
        case
            when
                manifests.value = '1.1'
                then 'required column missing: role, in users.csv'
            else 'a OneRoster 1.2 package needs roles.csv, which is not there'
        end as message
    from manifests
    inner join header_rows as users
        on
        manifests.district_id = users.district_id
        and users.source = 'oneroster'
        and users.entity = 'users'
    left join header_rows as roles
        on
        manifests.district_id = roles.district_id
        and roles.source = 'oneroster'
        and roles.entity = 'roles'
    where
        manifests.property_name = 'oneroster.version'
        and (
            (manifests.value = '1.1' and lower(users.row_detail) not like '%"role"%')
            or (manifests.value = '1.2' and roles.district_id is null)
        )
),

-- one row per folder of the national school-finance files that is a run
runs as (
    select
        headers.district_id,
        max(case when headers.entity = 'gias' then 1 else 0 end) as has_gias,
        max(
            case
                when headers.entity like '%_master_list' or headers.entity = 'aar'
                    then 1
                when headers.entity in ('academy_ar', 'arx_standing_data') then 1
                else 0
            end
        ) as has_schools
    from header_rows as headers
    inner join {{ ref('run_files') }} as run_files
        on headers.entity = run_files.entity
    where headers.source = 'dfe'
    group by headers.district_id
    having max(case when run_files.is_run then 1 else 0 end) = 1
),

incomplete_runs as (
    select
        'dfe' as source,
        district_id,
        'LND-028' as rule_id,
        'dfe/' || district_id || '/gias.csv' as file_path,
        'the run has no gias.csv, so no school is known' as message
    from runs
    where has_gias = 0
    union all
    select
        'dfe' as source,
        district_id,
        'LND-028' as rule_id,
        cast(null as {{ dbt.type_string() }}) as file_path,
        'the run has neither a master list nor an accounts return with URNs, so nobody'
        || ' knows which schools are in it; send maintained_schools_master_list.csv,'
        || ' academy_master_list.csv or aar.csv' as message
    from runs
    where has_schools = 0
    union all
    select
        'dfe' as source,
        district_id,
        'LND-028' as rule_id,
        cast(null as {{ dbt.type_string() }}) as file_path,
        'the name of the folder does not begin with a year, so the run has none;'
        || ' call it 2024 or the like' as message
    from runs
    where
        coalesce({{ parse_integer('substring(district_id, 1, 4)') }}, 0)
        not between 2000 and 2100
),

run_files_sent_twice as (
    select
        source,
        district_id,
        'LND-025' as rule_id,
        max(file_path) as file_path,
        'the run has two files of one kind, ' || min(file_path) || ' and '
        || max(file_path) || ': keep one of them' as message
    from header_rows
    -- CSV and workbook of one name are blocked file by file
    where
        source = 'dfe'
        and coalesce({{ json_text('row_detail', 'blocking_rule') }}, '') <> 'LND-025'
    group by source, district_id, entity
    having count(*) > 1
),

attendance_files as (
    select source, district_id, file_key, rows_staged
    from {{ ref('quality__landing_files') }}
    where entity in ('attendance', 'attendance_daily', 'attendance_sections')
),

attendance_rows as (
    select
        source,
        district_id,
        sum(rows_staged) as row_count
    from attendance_files
    group by source, district_id
),

unmapped_rows as (
    select
        attendance_files.source,
        attendance_files.district_id,
        code_findings.column_name,
        sum(code_findings.row_count) as row_count
    from {{ ref('quality__code_findings') }} as code_findings
    inner join attendance_files
        on code_findings.file_key = attendance_files.file_key
    where code_findings.rule_id = 'ATT-003'
    group by
        attendance_files.source,
        attendance_files.district_id,
        code_findings.column_name
),

-- below the share each code is a finding, and the district stays
unmapped_attendance as (
    select
        unmapped_rows.source,
        unmapped_rows.district_id,
        'ATT-003' as rule_id,
        cast(null as {{ dbt.type_string() }}) as file_path,
        cast(unmapped_rows.row_count as {{ dbt.type_string() }}) || ' of '
        || cast(attendance_rows.row_count as {{ dbt.type_string() }})
        || ' rows of attendance have a code in ' || unmapped_rows.column_name
        || ' that nobody has mapped: list the codes with their categories' as message
    from unmapped_rows
    inner join attendance_rows
        on
        unmapped_rows.source = attendance_rows.source
        and unmapped_rows.district_id = attendance_rows.district_id
    where
        unmapped_rows.row_count
        > attendance_rows.row_count * {{ dq_parameter('ATT-003', 'unmapped_share') }}
),

final as (
    select source, district_id, rule_id, file_path, message from unusable_files
    union all
    select source, district_id, rule_id, file_path, message from unmapped_attendance
    union all
    select source, district_id, rule_id, file_path, message from incomplete_runs
    union all
    select source, district_id, rule_id, file_path, message from run_files_sent_twice
    union all
    select source, district_id, rule_id, file_path, message from unreadable_zips
    union all
    select source, district_id, rule_id, file_path, message from districts_sent_twice
    union all
    select source, district_id, rule_id, file_path, message from packages_sent_twice
    union all
    select source, district_id, rule_id, file_path, message from without_manifest
    union all
    select source, district_id, rule_id, file_path, message from unknown_versions
    union all
    select source, district_id, rule_id, file_path, message from deltas
    union all
    select source, district_id, rule_id, file_path, message from missing_files
    union all
    select source, district_id, rule_id, file_path, message from without_roles
)

select * from final
