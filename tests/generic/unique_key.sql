{% test unique_key(model, columns, number=none) %}

{% set columns = [columns] if columns is string else columns %}
{% set compared, records, most_rows = columns, model, '1' %}
{% if number %}
{# whole numbers are compared by 62, each with its own bit; other texts one by one #}
{% set compared = columns | reject('equalto', number) | list %}
{% do compared.append('coalesce(key_number - key_number % 62, hash(' ~ number ~ '))') %}
{% set records = (
    '(select *, try_cast(' ~ number ~ ' as bigint) as key_number from ' ~ model
    ~ ') as records'
) %}
{% set bit = 'cast(1 as bigint) << cast(abs(key_number % 62) as integer)' %}
{% set most_rows = 'coalesce(bit_count(bit_or(' ~ bit ~ ')), 1)' %}
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
    from {{ records }}
    group by {{ key_hash }}
    having count(*) > {{ most_rows }} or {{ key_hash }} = 0
)

select
    {{ columns | join(',\n    ') }},
    count(*) as row_count
from {{ records }}
where {{ key_hash }} in (select key_hash from suspects)
group by {{ columns | join(', ') }}
having
    count(*) > 1
    {%- for column in columns %}
    or {{ column }} is null
    {%- endfor %}

{% endtest %}
