{# Which of several records of one student and day is kept, best first; a total order.
   Present is what systems fill in by default, so it gives way to a record that somebody
   made; an unknown code gives way to a known one. #}
{% macro attendance_preference(records) -%}
    case when {{ records }}.attendance_status = 'present' then 2
        when {{ records }}.attendance_status is null then 3
        else 1
    end,
    {{ in_total_order([
        records ~ '.attendance_status',
        records ~ '.attendance_status_as_sent',
        records ~ '.excuse_code',
    ]) }}
{%- endmacro %}
