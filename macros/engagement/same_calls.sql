{# What two records of one call have in common, by what makes them suspects: an identifier,
   or an attempt for a lesson at the same second. #}
{% macro same_calls() -%}
    {%- set platform = ['organization_id', 'data_source'] -%}
    {{ return({
        'identifier': platform + ['id'],
        'attempt': platform + [
            'experience_id', 'programseq_id', 'call_type', 'attempted_timestamp',
        ],
    }) }}
{%- endmacro %}

{# Whether records of two relations are of one call in this respect; a call without a lesson
   is like another one without. #}
{% macro is_same_call(suspicion, left, right) -%}
    {%- set conditions = [] -%}
    {%- for column in same_calls()[suspicion] -%}
        {%- set condition = left ~ '.' ~ column ~ ' = ' ~ right ~ '.' ~ column -%}
        {%- if column == 'programseq_id' -%}
            {%- set condition = "coalesce(" ~ left ~ ".programseq_id, '') = coalesce("
                ~ right ~ ".programseq_id, '')" -%}
        {%- endif -%}
        {%- do conditions.append(condition) -%}
    {%- endfor -%}
    {{ conditions | join('\n        and ') }}
{%- endmacro %}
