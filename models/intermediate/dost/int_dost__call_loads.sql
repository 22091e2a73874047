-- one row per landed file with calls: the load that fct_calls has to hold of it
with

blocked as (
    {{ blocked_organizations() }}
),

starts as (
    select
        files.file_key,
        {{ rows_fingerprint(
            "experiences.experience_key || experiences.user_key"
            ~ " || experiences.program_key || coalesce(cast(experiences.start_date as "
            ~ dbt.type_string() ~ "), '')"
        ) }} as fingerprint
    from {{ ref('int_dost__experiences_called') }} as files
    left join {{ ref('int_dost__experiences_partnered') }} as experiences
        on files.organization_id = experiences.organization_id
        and files.data_source = experiences.data_source
        and files.experience_id = experiences.experience_id
    left join blocked
        on files.organization_id = blocked.district_id
    where blocked.district_id is null
    group by files.file_key
),

repeats as (
    select
        file_key,
        {{ rows_fingerprint(
            "cast(line_number as " ~ dbt.type_string() ~ ") || repetition"
        ) }} as fingerprint
    from {{ ref('int_dost__calls_repeated') }}
    group by file_key
),

lessons as (
    select
        {{ rows_fingerprint(
            "lesson_key || program_key || cast(sequence_index as "
            ~ dbt.type_string() ~ ") || ' ' || coalesce(cast(week as "
            ~ dbt.type_string() ~ "), '')"
        ) }} as fingerprint
    from {{ ref('engagement__dim_lessons') }}
),

contents as (
    select
        {{ rows_fingerprint(
            "content_key || coalesce(cast(duration_secs as "
            ~ dbt.type_string() ~ "), '')"
        ) }} as fingerprint
    from {{ ref('int_dost__contents') }}
),

outcomes as (
    select
        {{ rows_fingerprint(
            "call_outcomes.data_source || call_outcomes.code || cast(is_delivered as "
            ~ dbt.type_string() ~ ") || cast(is_answered as " ~ dbt.type_string()
            ~ ") || cast(data_sources.minutes_behind_report as "
            ~ dbt.type_string() ~ ") || data_sources.delivered_by"
        ) }} as fingerprint
    from {{ ref('call_outcomes') }} as call_outcomes
    inner join {{ ref('data_sources') }} as data_sources
        on call_outcomes.data_source = data_sources.data_source
)

-- what the calls of a file become depends on the file, on the starts of their
-- experiences, on what other files have again, and on lessons, contents and codes; a
-- change of any of them is another load
select
    starts.file_key,
    {{ surrogate_key([
        'starts.file_key',
        "coalesce(starts.fingerprint, '')",
        "coalesce(repeats.fingerprint, '')",
        "coalesce(lessons.fingerprint, '')",
        "coalesce(contents.fingerprint, '')",
        "coalesce(outcomes.fingerprint, '')",
    ]) }} as load_key
from starts
left join repeats
    on starts.file_key = repeats.file_key
cross join lessons
cross join contents
cross join outcomes
