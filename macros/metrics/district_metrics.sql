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
        'chronic_absence_rate',
        'discipline_risk_ratio',
        'enrollment',
        'incident_rate',
        'long_absence_rate',
        'suspension_rate',
    ]) }}
{%- endmacro %}
