-- one row per educator id of the staff file
{% set columns = [
    'educator_id', 'state_educator_id', 'first_name', 'middle_name', 'last_name',
    'former_last_name', 'email', 'highest_degree', 'experience_years', 'birth_date',
    'hire_date', 'separation_date',
] %}
with

{{ records_that_count('educators', ['educator_id'], columns) }},

educators as (
    {{ keys_of_ids('educator') }}
),

conformed as (
    select
        records.source,
        records.district_id,
        records.file_key,
        records.line_number,
        records.educator_id,
        educators.educator_key,
        records.state_educator_id,
        records.first_name,
        records.middle_name,
        records.last_name,
        records.former_last_name,
        records.email,
        records.highest_degree,
        records.experience_years,
        records.birth_date,
        records.hire_date,
        records.separation_date
    from records
    left join educators
        on records.district_id = educators.district_id
        and records.educator_id = educators.educator_id
)

select * from conformed
