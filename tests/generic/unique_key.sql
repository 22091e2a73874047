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
),

hashed as (
    select
        {{ columns | join(',\n        ') }},
        {{ key_hash }} as key_hash
    from {{ model }}
)

select
    hashed.{{ columns | join(',\n    hashed.') }},
    count(*) as row_count
from hashed
inner join suspects
    on hashed.key_hash = suspects.key_hash
group by hashed.{{ columns | join(', hashed.') }}
having
    count(*) > 1
    {%- for column in columns %}
    or hashed.{{ column }} is null
    {%- endfor %}

{% endtest %}
