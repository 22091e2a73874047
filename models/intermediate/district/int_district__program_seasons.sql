-- one row per programme and school year in which somebody took part
with

participations as (
    select
        program_key,
        school_year,
        min(begin_date) as begin_date
    from {{ ref('district__fct_program_participations') }}
    where
        not is_excluded
        and student_key is not null
        and program_key is not null
        and begin_date is not null
    group by program_key, school_year
),

programs as (
    select
        program_key,
        district_key,
        district_id,
        domain,
        assignment,
        assignment_unit,
        cutoff_assessment_id,
        cutoff_score,
        is_within_school
    from {{ ref('district__dim_programs') }}
),

outcomes as (
    select domain, outcome, subject, kind, unit
    from {{ ref('program_outcomes') }}
),

windows as (
    select
        district_id,
        subject,
        kind,
        school_year,
        test_window,
        min(test_date) as first_date
    from {{ ref('district__fct_assessment_results') }}
    where is_picked and test_window is not null and test_date is not null
    group by district_id, subject, kind, school_year, test_window
),

-- the window that ended last before the programme, and the last one of the year
placed_windows as (
    select
        participations.program_key,
        participations.school_year,
        windows.test_window,
        windows.first_date < participations.begin_date as is_before,
        row_number() over (
            partition by
                participations.program_key,
                participations.school_year,
                windows.first_date < participations.begin_date
            order by windows.first_date desc, windows.test_window asc
        ) as place
    from participations
    inner join programs
        on participations.program_key = programs.program_key
    inner join outcomes
        on programs.domain = outcomes.domain
    inner join windows
        on programs.district_id = windows.district_id
        and outcomes.subject = windows.subject
        and outcomes.kind = windows.kind
        and participations.school_year = windows.school_year
),

chosen_windows as (
    select
        program_key,
        school_year,
        max(case when is_before then test_window end) as pre_window,
        max(case when not is_before then test_window end) as post_window
    from placed_windows
    where place = 1
    group by program_key, school_year
),

final as (
    select
        programs.program_key,
        programs.district_key,
        programs.district_id,
        programs.domain,
        outcomes.outcome,
        outcomes.subject,
        outcomes.kind,
        outcomes.unit,
        programs.assignment,
        programs.assignment_unit,
        programs.cutoff_assessment_id,
        chosen_windows.pre_window,
        chosen_windows.post_window,
        participations.school_year,
        programs.cutoff_score,
        programs.is_within_school,
        participations.begin_date
    from participations
    inner join programs
        on participations.program_key = programs.program_key
    inner join outcomes
        on programs.domain = outcomes.domain
    left join chosen_windows
        on participations.program_key = chosen_windows.program_key
        and participations.school_year = chosen_windows.school_year
)

select * from final
