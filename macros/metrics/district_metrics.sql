{#
    The metrics of districts, in the order of their names. Each is the model met_<metric>
    below models/metrics/district and a metric of the semantic layer. A list, because dbt
    has to know the models that met_values reads before it knows its graph.
#}
{% macro district_metrics() -%}
    {{ return([
        'attendance_rate',
        'average_daily_attendance',
        'average_daily_membership',
        'average_section_size',
        'certification_coverage',
        'chronic_absence_rate',
        'conditional_growth_index',
        'discipline_risk_ratio',
        'distance_from_met',
        'early_warning_precision',
        'early_warning_rate',
        'early_warning_recall',
        'english_learners_per_teacher',
        'enrollment',
        'graduation_rate',
        'incident_rate',
        'long_absence_rate',
        'mean_gain',
        'mean_norm_score',
        'mean_scale_score',
        'median_growth_percentile',
        'mobility_rate',
        'on_track_rate',
        'out_of_field_rate',
        'proficiency_gap',
        'proficiency_rate',
        'score_gap',
        'score_gap_g',
        'score_gap_v',
        'stability_rate',
        'student_teacher_ratio',
        'students_per_counselor',
        'students_with_iep_per_teacher',
        'suspension_rate',
        'test_participation_rate',
    ]) }}
{%- endmacro %}
