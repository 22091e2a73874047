-- one row per run, school and year with a financial plan: what the user entered
{%- set inputs = [
    'pupils', 'timetable_periods', 'teaching_periods', 'teachers_fte', 'teacher_cost',
    'income', 'expenditure',
] %}
with

plans as (
    select
        *,
        row_number() over (
            partition by run_id, urn, year
            order by file_key desc, line_number desc
        ) as place,
        count(*) over (partition by run_id, urn, year) as record_count
    from {{ ref('stg_dfe__financial_plans') }}
),

runs as (
    select run_id
    from {{ ref('int_benchmarking__runs_told') }}
),

schools as (
    select run_id, urn
    from {{ ref('benchmarking__fct_school_characteristics') }}
),

-- of several plans of one school and year the last one counts
last_plans as (
    select
        plans.*,
        schools.urn is not null as is_known_school,
        case when {{ json_kind('plans.input') }} = 'object' then plans.input end
            as input_object
    from plans
    inner join runs
        on plans.run_id = runs.run_id
    left join schools
        on plans.run_id = schools.run_id
        and plans.urn = schools.urn
    where plans.place = 1
),

texts as (
    select
        *,
        {%- for input in inputs %}
        {{ json_text('input_object', input) }} as {{ input }}_text,
        {%- endfor %}
        input_object is not null as is_readable
    from last_plans
),

final as (
    select
        run_id,
        input,
        deployment_plan,
        created_by,
        updated_by,
        version,
        urn,
        year,
        record_count,
        {%- for input in inputs %}
        {{ parse_number(input ~ '_text') }} as {{ input }},
        {%- endfor %}
        created,
        updated_at,
        is_complete,
        is_known_school,
        is_readable
    from texts
)

select * from final
