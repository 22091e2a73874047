{#
    Quantile of the standard normal distribution, for a probability between 0 and 1, both
    excluded (null there), right to 15 digits. No warehouse has it under one name.
    Source: Wichura (1988), Algorithm AS 241, Applied Statistics 37, function PPND16.
#}
{% macro normal_quantile(probability) -%}
{%- set centre = [
    [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853,
     45921.953931549871457, 13731.693765509461125, 1971.5909503065514427,
     133.14166789178437745, 3.387132872796366608],
    [5226.495278852854561, 28729.085735721942674, 39307.89580009271061,
     21213.794301586595867, 5394.1960214247511077, 687.1870074920579083,
     42.313330701600911252, 1],
] -%}
{%- set middle = [
    [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177,
     1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055,
     4.6303378461565452959, 1.42343711074968357734],
    [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966,
     0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494,
     2.05319162663775882187, 1],
] -%}
{%- set tail = [
    [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386,
     0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358,
     5.4637849111641143699, 6.6579046435011037772],
    [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5,
     7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531,
     0.59983220655588793769, 1],
] -%}
{%- set p = 'cast(' ~ probability ~ ' as double)' -%}
{%- set q = '(' ~ p ~ ' - 0.5)' -%}
{%- set r = 'sqrt(-ln(least(' ~ p ~ ', 1 - ' ~ p ~ ')))' -%}
case
    when {{ p }} <= 0 or {{ p }} >= 1 then null
    when abs({{ q }}) <= 0.425
        then {{ q }} * {{ ratio_of_polynomials(centre, '(0.180625 - ' ~ q ~ ' * ' ~ q ~ ')') }}
    when {{ r }} <= 5
        then sign({{ q }}) * {{ ratio_of_polynomials(middle, '(' ~ r ~ ' - 1.6)') }}
    else sign({{ q }}) * {{ ratio_of_polynomials(tail, '(' ~ r ~ ' - 5)') }}
end
{%- endmacro %}

{# two polynomials of a variable, highest power first, the one over the other #}
{% macro ratio_of_polynomials(coefficients, variable) -%}
{%- set ends = [] -%}
{%- for polynomial in coefficients -%}
    {%- set terms = namespace(text='cast(' ~ polynomial[0] ~ ' as double)') -%}
    {%- for coefficient in polynomial[1:] -%}
        {%- set terms.text = '(' ~ terms.text ~ ' * ' ~ variable ~ ' + cast(' ~ coefficient ~ ' as double))' -%}
    {%- endfor -%}
    {%- do ends.append(terms.text) -%}
{%- endfor -%}
({{ ends[0] }} / {{ ends[1] }})
{%- endmacro %}

{#
    Quantile of Student's t with the given degrees of freedom, from the quantile z of the
    normal distribution with the same probability; from 9 degrees on, and for probabilities
    of 0.975 or nearer the middle, it is right to 0.00002.
    Source: Abramowitz and Stegun (1964), Handbook of mathematical functions, 26.7.5.
#}
{% macro t_quantile(z, degrees) -%}
{%- set z = 'cast(' ~ z ~ ' as double)' -%}
(
    {{ z }}
    + (power({{ z }}, 3) + {{ z }}) / (4.0 * {{ degrees }})
    + (5 * power({{ z }}, 5) + 16 * power({{ z }}, 3) + 3 * {{ z }})
    / (96.0 * power({{ degrees }}, 2))
    + (
        3 * power({{ z }}, 7) + 19 * power({{ z }}, 5) + 17 * power({{ z }}, 3)
        - 15 * {{ z }}
    ) / (384.0 * power({{ degrees }}, 3))
    + (
        79 * power({{ z }}, 9) + 776 * power({{ z }}, 7) + 1482 * power({{ z }}, 5)
        - 1920 * power({{ z }}, 3) - 945 * {{ z }}
    ) / (92160.0 * power({{ degrees }}, 4))
)
{%- endmacro %}
