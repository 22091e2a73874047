-- one row per landed file with responses: the load that fct_prompt_responses has of it
with

files as (
    select
        file_key,
        organization_id
    from {{ ref('stg_dost__prompt_responses') }}
    group by file_key, organization_id
),

blocked as (
    {{ blocked_organizations() }}
),

repeats as (
    select
        file_key,
        {{ rows_fingerprint('cast(line_number as ' ~ dbt.type_string() ~ ')') }}
            as fingerprint
    from {{ ref('int_dost__responses_repeated') }}
    group by file_key
),

calls as (
    select
        called.file_key,
        {{ rows_fingerprint(
            "called.load_key || coalesce(experiences.experience_key, '')"
            ~ " || coalesce(experiences.user_program_key, '')"
        ) }} as fingerprint
    from {{ ref('int_dost__responses_called') }} as called
    left join {{ ref('int_dost__experiences_spelled') }} as experiences
        on called.experience_key = experiences.experience_key
    where called.load_key is not null
    group by called.file_key
),

{% set texts = [] %}
{% for column in [
    'organization_id', 'data_source', 'id', 'question', 'module', 'phase', 'options',
    'desired_response',
] %}
{% do texts.append('coalesce(cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ "), '')") %}
{% endfor %}
{{ platform_records('prompts', [
    'question', 'module', 'phase', 'options', 'desired_response',
], 'prompts') }},

questions as (
    select
        {{ rows_fingerprint(texts | join(' || chr(31) || ')) }} as fingerprint
    from prompts
),

times as (
    {{ report_times_fingerprint() }}
)

-- what the responses of a file become depends on the file, on other records of their
-- identifiers, on their calls and the enrolments of these, and on prompts and times
select
    files.file_key,
    {{ surrogate_key([
        'files.file_key',
        "coalesce(repeats.fingerprint, '')",
        "coalesce(calls.fingerprint, '')",
        "coalesce(questions.fingerprint, '')",
        "coalesce(times.fingerprint, '')",
    ]) }} as load_key
from files
left join blocked
    on files.organization_id = blocked.district_id
left join repeats
    on files.file_key = repeats.file_key
left join calls
    on files.file_key = calls.file_key
cross join questions
cross join times
where blocked.district_id is null
