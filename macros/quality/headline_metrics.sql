{#
    The metrics that show what quality does to figures: the model that counts each, by
    stage, and the columns that make its value; a metric without denominator is a count.
#}
{% macro headline_metrics() -%}
    {{ return({
        'enrollment': {
            'model': 'int_metrics__enrollment_counted',
            'numerator': 'students',
        },
        'attendance_rate': {
            'model': 'int_metrics__attendance_counted',
            'numerator': 'attended_days',
            'denominator': 'recorded_days',
        },
        'student_teacher_ratio': {
            'model': 'int_metrics__staffing_counted',
            'numerator': 'students',
            'denominator': 'teacher_fte',
        },
    }) }}
{%- endmacro %}
