{# The share of a day that a student missed. Where no share is sent, who is absent is so all
   day; of a code that nobody has mapped neither is known. #}
{% macro absent_share_of(status, share) -%}
    case
        when {{ status }} is null then null
        when {{ share }} is not null then {{ share }}
        when {{ status }} = 'absent' then 1
        else 0
    end
{%- endmacro %}
