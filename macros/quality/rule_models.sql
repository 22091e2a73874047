{# The models of rules of level 1 and 2 on district data, whose findings decide what flows;
   each has the columns of a violation. #}
{% macro rule_models() -%}
    {{ return([
        'dq_assignments__implausible_fte',
        'dq_assignments__uncertified',
        'dq_attendance__days_in_year',
        'dq_attendance__duplicate_record',
        'dq_attendance__misplaced',
        'dq_attendance__not_submitted',
        'dq_attendance__unknown_section',
        'dq_attendance__unknown_student',
        'dq_attendance_sections__outside_term',
        'dq_certifications__invalid',
        'dq_educators__duplicate_licence',
        'dq_educators__id_reused',
        'dq_educators__probable_duplicate',
        'dq_enrollments__after_completion',
        'dq_enrollments__impossible_span',
        'dq_enrollments__never_attended',
        'dq_enrollments__out_of_sequence',
        'dq_enrollments__overlapping',
        'dq_enrollments__sections_disagree',
        'dq_graduations__conflicting',
        'dq_participations__both_arms',
        'dq_participations__outside_enrollment',
        'dq_results__english_learner_exited',
        'dq_results__entered_twice',
        'dq_results__implausible',
        'dq_rosters__repeated_key',
        'dq_rosters__unknown_reference',
        'dq_school_codes__unknown',
        'dq_section_educators__out_of_field',
        'dq_section_enrollments__exit_before_entry',
        'dq_section_enrollments__unknown_parent',
        'dq_sections__incomplete_term',
        'dq_sections__orphaned',
        'dq_staff__employment_dates',
        'dq_staff__fte_over_allocation',
        'dq_staff__sections_without_post',
        'dq_staff__two_schools_at_once',
        'dq_services__iep_without_disability',
        'dq_students__attributes_conflict',
        'dq_students__exit_undocumented',
        'dq_students__birth_date',
        'dq_students__id_reused',
        'dq_students__probable_duplicate',
        'dq_students__missing_demographics',
        'dq_students__state_id_shared',
        'dq_students__value_changed_back',
        'dq_terms__reversed_dates',
    ]) }}
{%- endmacro %}

{# The models of rules on school finance, which decide nothing outside its own area. #}
{% macro finance_rule_models() -%}
    {{ return([
        'dq_budget_forecasts__faulty_return',
        'dq_budget_forecasts__missing_point',
        'dq_custom_data__unusable',
        'dq_datasets__schools_without_row',
        'dq_financial_plans__unusable',
        'dq_school_finances__negative_line',
        'dq_school_finances__printed_total',
        'dq_school_finances__return_in_question',
        'dq_schools__doubtful_figures',
        'dq_schools__left_out',
        'dq_trust_finances__central_services',
        'dq_user_defined_sets__unusable',
    ]) }}
{%- endmacro %}

{# The models of rules on phone programmes; what they exclude is marked in fct_calls. #}
{% macro engagement_rule_models() -%}
    {{ return([
        'dq_call_weeks__volume_drop',
        'dq_calls__far_back',
        'dq_calls__implausible',
        'dq_contents__without_duration',
        'dq_experiences__partner_unclear',
        'dq_users__many_programs',
    ]) }}
{%- endmacro %}

{# The models of rules of level 3, which look at finished marts and flag only. #}
{% macro level_3_rule_models() -%}
    {{ return([
        'dq_districts__staff_total',
        'dq_schools__headcount_change',
        'dq_schools__staffing_ratio',
        'dq_assessments__participation',
        'dq_assessments__score_distribution',
        'dq_attendance__all_or_none_absent',
        'dq_attendance_sections__no_absence',
    ]) }}
{%- endmacro %}

{# The columns of a violation, in order; every dq_ model has exactly these. #}
{% macro violation_columns() -%}
    {{ return([
        'rule_id', 'source', 'district_id', 'entity_type', 'entity_key', 'school_key',
        'school_year', 'observed', 'expected', 'message', 'evidence', 'fingerprint',
    ]) }}
{%- endmacro %}
