{% test unique_key(model, columns) %}

{% set columns = [columns] if columns is string else columns %}
{% set key_hash %}
case
        when {{ columns | join(' is not null and ') }} is not null
            then hash({{ columns | join(', ') }})
        else 0
    end
{%- endset %}
with

-- one number is compared faster than a key; only keys whose number repeats are compared
suspects as (
    select {{ key_hash }} as key_hash
    from {{ model }}
    group by {{ key_hash }}
    having count(*) > 1 or {{ key_hash }} = 0
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
