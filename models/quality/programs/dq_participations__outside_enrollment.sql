-- one row per participation in a programme outside the student's enrolment
with

as_of as (
    select as_of_date
    from {{ ref('int_district__as_of_date') }}
),

spells as (
    select
        student_key,
        min(entry_date) as first_entry_date,
        max(coalesce(exit_date, date '9999-12-31')) as last_exit_date
    from {{ ref('int_district__enrollments_dated') }}
    where student_key is not null
    group by student_key
    having min(case when is_plausible then 1 else 0 end) = 1
),

outside as (
    select
        participations.source,
        participations.district_id,
        participations.student_key,
        participations.student_id,
        participations.program_id,
        participations.begin_date,
        coalesce(
            'to ' || cast(participations.end_date as {{ dbt.type_string() }}), 'open'
        ) as end_text,
        spells.first_entry_date,
        spells.last_exit_date
    from {{ ref('int_district__program_participations_conformed') }} as participations
    cross join as_of
    inner join spells
        on participations.student_key = spells.student_key
    where
        participations.begin_date < spells.first_entry_date
        or participations.begin_date >= spells.last_exit_date
        or participations.end_date > spells.last_exit_date
        or (
            participations.end_date is null
            and spells.last_exit_date <= as_of.as_of_date
        )
),

violations as (
    select
        'PRG-001' as rule_id,
        source,
        district_id,
        'program_participation' as entity_type,
        {{ surrogate_key(
            ['district_id', 'student_id', 'program_id', 'begin_date']
        ) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        {{ school_year_of('begin_date') }} as school_year,
        'from ' || cast(begin_date as {{ dbt.type_string() }}) || ', ' || end_text
            as observed,
        'from ' || cast(first_entry_date as {{ dbt.type_string() }})
        || case
            when last_exit_date < date '9999-12-31'
                then ', to ' || cast(last_exit_date as {{ dbt.type_string() }})
            else ''
        end as expected,
        'the programme begins before the student''s first enrolment or goes on after'
        || ' the last' as message,
        {{ json_object({
            'student_id': 'student_id',
            'program_id': 'program_id',
            'begin_date': 'begin_date',
        }) }} as evidence
    from outside
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
