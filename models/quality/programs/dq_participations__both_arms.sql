-- one row per participation whose student is in the other arm of the programme too
with

participations as (
    select
        source,
        district_id,
        student_id,
        program_id,
        assigned_arm,
        begin_date,
        coalesce(end_date, date '9999-12-31') as end_date
    from {{ ref('int_district__program_participations_conformed') }}
    where assigned_arm is not null
),

both_arms as (
    select
        participations.source,
        participations.district_id,
        participations.student_id,
        participations.program_id,
        participations.assigned_arm,
        participations.begin_date,
        min(others.begin_date) as other_begin_date
    from participations
    inner join participations as others
        on participations.district_id = others.district_id
        and participations.student_id = others.student_id
        and participations.program_id = others.program_id
        and participations.assigned_arm <> others.assigned_arm
        and participations.begin_date < others.end_date
        and others.begin_date < participations.end_date
    group by
        participations.source,
        participations.district_id,
        participations.student_id,
        participations.program_id,
        participations.assigned_arm,
        participations.begin_date
),

violations as (
    select
        'PRG-004' as rule_id,
        source,
        district_id,
        'program_participation' as entity_type,
        {{ surrogate_key(
            ['district_id', 'student_id', 'program_id', 'begin_date']
        ) }} as entity_key,
        cast(null as {{ dbt.type_string() }}) as school_key,
        {{ school_year_of('begin_date') }} as school_year,
        assigned_arm || ', and the other arm from '
        || cast(other_begin_date as {{ dbt.type_string() }}) as observed,
        'one arm' as expected,
        'the student is in the treatment and in the comparison group of the programme'
        || ' at the same time' as message,
        {{ json_object({
            'student_id': 'student_id',
            'program_id': 'program_id',
            'begin_date': 'begin_date',
        }) }} as evidence
    from both_arms
)

select
    *,
    {{ fingerprint() }} as fingerprint
from violations
