-- one row per programme, school year and student who could be in its evaluation
{% set flags = {
    'is_frl': ['frl_free', 'frl_reduced'], 'is_el': ['el'], 'is_iep': ['iep']
} %}
with

seasons as (
    select
        program_key,
        district_key,
        district_id,
        domain,
        outcome,
        unit,
        assignment,
        assignment_unit,
        cutoff_assessment_id,
        school_year,
        cutoff_score,
        is_within_school,
        begin_date
    from {{ ref('int_district__program_seasons') }}
),

school_districts as (
    select school_key, district_key
    from {{ ref('district__dim_schools') }}
),

school_types as (
    select
        {{ surrogate_key(['district_id', 'school_id']) }} as school_key,
        max(school_type) as school_type
    from {{ ref('int_district__schools_conformed') }}
    group by {{ surrogate_key(['district_id', 'school_id']) }}
),

-- of two schools on the first day the primary one, then the one entered last
enrolled as (
    select
        seasons.program_key,
        seasons.school_year,
        enrollments.student_key,
        enrollments.school_key,
        enrollments.grade_number,
        row_number() over (
            partition by
                seasons.program_key, seasons.school_year, enrollments.student_key
            order by
                enrollments.is_primary desc,
                enrollments.entry_date desc,
                enrollments.school_key asc
        ) as turn
    from seasons
    inner join school_districts
        on seasons.district_key = school_districts.district_key
    inner join {{ ref('district__fct_enrollments') }} as enrollments
        on school_districts.school_key = enrollments.school_key
        and seasons.school_year = enrollments.school_year
        and seasons.begin_date >= enrollments.entry_date
        and seasons.begin_date
        < coalesce(enrollments.exit_date, cast('9999-12-31' as date))
),

members as (
    select program_key, school_year, student_key, school_key, grade_number
    from enrolled
    where turn = 1
),

-- drawn for treatment on any day counts as drawn for treatment
participants as (
    select
        program_key,
        school_year,
        student_key,
        max(assigned_arm) as assigned_arm
    from {{ ref('district__fct_program_participations') }}
    where
        not is_excluded
        and student_key is not null
        and program_key is not null
        and begin_date is not null
    group by program_key, school_year, student_key
),

served_grades as (
    select
        members.program_key,
        members.school_year,
        members.grade_number
    from members
    inner join participants
        on members.program_key = participants.program_key
        and members.school_year = participants.school_year
        and members.student_key = participants.student_key
    group by members.program_key, members.school_year, members.grade_number
),

cut_scores as (
    select
        seasons.program_key,
        seasons.school_year,
        results.student_key,
        cast(results.scale_score as double) as running_score,
        row_number() over (
            partition by seasons.program_key, seasons.school_year, results.student_key
            order by results.test_date desc, results.result_id asc
        ) as turn
    from seasons
    inner join {{ ref('district__dim_assessments') }} as assessments
        on seasons.district_id = assessments.district_id
        and seasons.cutoff_assessment_id = assessments.assessment_id
    inner join {{ ref('district__fct_assessment_results') }} as results
        on assessments.assessment_key = results.assessment_key
        and seasons.school_year = results.school_year
        and seasons.begin_date > results.test_date
    where seasons.assignment = 'cutoff' and results.is_picked
),

services as (
    select district_id, student_key, service, begin_date, end_date
    from {{ ref('int_district__student_services_conformed') }}
),

-- where no services are sent nothing is known of anybody
districts_with_services as (
    select district_id
    from services
    group by district_id
),

-- nor is it of an id that several persons share
own_ids as (
    {{ keys_of_ids('student') }}
),

in_services as (
    select
        seasons.program_key,
        seasons.school_year,
        services.student_key,
        {% for flag, names in flags.items() -%}
        max(case when services.service in ('{{ names | join("', '") }}') then 1 else 0 end)
            as {{ flag }}{{ ',' if not loop.last }}
        {% endfor %}
    from seasons
    inner join services
        on seasons.district_id = services.district_id
        and seasons.begin_date >= services.begin_date
        and seasons.begin_date < coalesce(services.end_date, cast('9999-12-31' as date))
    where services.student_key is not null
    group by seasons.program_key, seasons.school_year, services.student_key
),

joined as (
    select
        seasons.program_key,
        members.student_key,
        members.school_key,
        seasons.district_id,
        seasons.domain,
        seasons.outcome,
        seasons.unit,
        seasons.assignment,
        seasons.assignment_unit,
        school_types.school_type,
        participants.assigned_arm,
        seasons.school_year,
        members.grade_number,
        cast(seasons.cutoff_score as double) as cutoff_score,
        case
            when seasons.unit = 'norm_sd' then scores.pre_value
            else absences.absence_before
        end as pre_value,
        case
            when seasons.unit = 'norm_sd' then scores.post_value
            else absences.absence_after
        end as post_value,
        scores.earlier_value,
        case
            when seasons.unit = 'norm_sd' then scores.change_value
            else absences.absence_after - absences.absence_before
        end as change_value,
        scores.expected_change,
        cut_scores.running_score,
        absences.absence_before,
        seasons.is_within_school,
        participants.student_key is not null
        and coalesce(participants.assigned_arm, '') <> 'control' as is_served,
        case seasons.assignment
            when 'randomised' then participants.assigned_arm = 'treatment'
            when 'cutoff' then cut_scores.running_score < seasons.cutoff_score
            else participants.student_key is not null
        end as is_assigned,
        {% for flag in flags -%}
        case
            when own_ids.student_key is not null
                then coalesce(in_services.{{ flag }}, 0) = 1
        end as {{ flag }},
        {% endfor -%}
        served_grades.program_key is not null as is_served_grade
    from seasons
    inner join members
        on seasons.program_key = members.program_key
        and seasons.school_year = members.school_year
    left join school_types
        on members.school_key = school_types.school_key
    left join participants
        on members.program_key = participants.program_key
        and members.school_year = participants.school_year
        and members.student_key = participants.student_key
    left join served_grades
        on members.program_key = served_grades.program_key
        and members.school_year = served_grades.school_year
        and members.grade_number = served_grades.grade_number
    left join {{ ref('int_district__program_scores') }} as scores
        on members.program_key = scores.program_key
        and members.school_year = scores.school_year
        and members.student_key = scores.student_key
    left join {{ ref('int_district__program_absences') }} as absences
        on seasons.district_key = absences.district_key
        and seasons.school_year = absences.school_year
        and seasons.begin_date = absences.begin_date
        and members.student_key = absences.student_key
    left join cut_scores
        on members.program_key = cut_scores.program_key
        and members.school_year = cut_scores.school_year
        and members.student_key = cut_scores.student_key
        and cut_scores.turn = 1
    left join districts_with_services
        on seasons.district_id = districts_with_services.district_id
    left join own_ids
        on districts_with_services.district_id = own_ids.district_id
        and members.student_key = own_ids.student_key
    left join in_services
        on members.program_key = in_services.program_key
        and members.school_year = in_services.school_year
        and members.student_key = in_services.student_key
),

final as (
    select
        program_key,
        student_key,
        school_key,
        district_id,
        domain,
        outcome,
        unit,
        assignment,
        assignment_unit,
        school_type,
        school_year,
        grade_number,
        cutoff_score,
        pre_value,
        post_value,
        earlier_value,
        change_value,
        expected_change,
        running_score,
        absence_before,
        is_within_school,
        is_served,
        is_assigned,
        is_frl,
        is_el,
        is_iep
    from joined
    where
        case assignment
            when 'randomised' then assigned_arm is not null
            when 'cutoff' then running_score is not null
            else pre_value is not null and is_served_grade
        end
)

select * from final
