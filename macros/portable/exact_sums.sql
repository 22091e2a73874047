{# A number that sums up to the same in every order, which doubles do not. #}
{% macro exact(expression) -%}
    cast({{ expression }} as decimal(18, 10))
{%- endmacro %}

{#
    Variance over one less than the number, from the sums of exact numbers and of their
    squares; null for one number, and 0 where only the rounding of doubles is left.
#}
{% macro variance_of_sums(count, total, squares) -%}
case
    when {{ count }} <= 1 then null
    when
        cast({{ squares }} as double)
        - power(cast({{ total }} as double), 2) / {{ count }}
        > 1e-12 * cast({{ squares }} as double)
        then
            (
                cast({{ squares }} as double)
                - power(cast({{ total }} as double), 2) / {{ count }}
            ) / ({{ count }} - 1)
    when {{ squares }} is not null then 0
end
{%- endmacro %}
