{# Whether a certificate is in force on a day: from the day of issue to the day before the
   expiry, without a limit where a date is missing. The day on which one was revoked or
   suspended is not sent, so the status counts in the latest school year only. #}
{% macro certificate_in_force(certificates, day, is_latest_year) -%}
    coalesce({{ certificates }}.issue_date <= {{ day }}, true)
    and coalesce({{ certificates }}.expiry_date > {{ day }}, true)
    and (
        coalesce({{ certificates }}.status, 'active') = 'active'
        or not ({{ is_latest_year }})
    )
{%- endmacro %}
