{% test unique_key(model, columns, number=none) %}

{% set columns = [columns] if columns is string else columns %}
{% set compared, most_rows = columns, '1' %}
{% if number %}
{# whole numbers are compared by 62, each with its own bit; other texts one by one #}
{% set as_number = 'try_cast(' ~ number ~ ' as bigint)' %}
{% set block = as_number ~ ' - ' ~ as_number ~ ' % 62' %}
{% set compared = columns | reject('equalto', number) | list %}
{% do compared.append('coalesce(' ~ block ~ ', hash(' ~ number ~ '))') %}
{% set most_rows = (
    'coalesce(bit_count(bit_or(cast(1 as bigint) << cast(abs(' ~ as_number
    ~ ' % 62) as integer))), 1)'
) %}
{% endif %}
{% set key_hash %}
case
        when {{ columns | join(' is not null and ') }} is not null
            then hash({{ compared | join(', ') }})
        else 0
    end
{%- endset %}
with

-- one number is compared faster than a key; only keys whose number repeats are compared
suspects as (
    select {{ key_hash }} as key_hash
    from {{ model }}
    group by {{ key_hash }}
    having count(*) > {{ most_rows }} or {{ key_hash }} = 0
)

select
    {{ columns | join(',\n    ') }},
    count(*) as row_count
from {{ model }}
where {{ key_hash }} in (select key_hash from suspects)
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {%- for column in columns %}
    or {{ column }} is null
    {%- endfor %}

{% endtest %}
