-- What: cost_per_unit and financial_position at their boundaries, computed by hand.
-- Why it matters: every rating compares these values.
-- How to fix: amount / (basis x months / 12) is the rule; 0 stands for no number, and
--   for academies also for what lies from 0 to the threshold, both included.
with

examples as (
    {%- for name, amount, basis, pupils, months, is_academy, expected in [
        ('a full year divides by the basis itself', '1000', 'Pupil', '400e0', 12, 'true', '2.5e0'),
        ('half a year has half the basis', '1000', 'Pupil', '400e0', 6, 'false', '5e0'),
        ('five months: 300 x 5 / 12 = 125', '1000', 'Pupil', '300e0', 5, 'true', '8e0'),
        ('a building: 1000 / 500 m2', '1000', 'Building', '400e0', 12, 'true', '2e0'),
        ('a building for half a year', '1000', 'Building', '400e0', 6, 'false', '4e0'),
        ('no basis', '1000', 'Pupil', 'cast(null as double)', 12, 'true', '0e0'),
        ('a basis of 0', '1000', 'Pupil', '0e0', 12, 'false', '0e0'),
        ('no month', '1000', 'Pupil', '300e0', 0, 'true', '0e0'),
        ('no amount', 'cast(null as double)', 'Pupil', '300e0', 12, 'false', '0e0'),
        ('an academy at the threshold', '0.00001e0', 'Pupil', '1e0', 12, 'true', '0e0'),
        ('a maintained school there', '0.00001e0', 'Pupil', '1e0', 12, 'false', '0.00001e0'),
        ('an academy above it', '0.00002e0', 'Pupil', '1e0', 12, 'true', '0.00002e0'),
        ('below zero stays', '-1000', 'Pupil', '400e0', 12, 'true', '-2.5e0'),
    ] %}
    select
        '{{ name }}' as example,
        {{ amount }} as amount,
        '{{ basis }}' as basis,
        {{ pupils }} as number_of_pupils,
        500e0 as total_internal_floor_area,
        {{ months }} as months,
        {{ is_academy }} as is_academy,
        {{ expected }} as expected
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

thresholds as (
    select threshold as academy_zero
    from {{ ref('finance_thresholds') }}
    where name = 'academy_zero_per_unit'
),

computed as (
    select
        examples.example,
        examples.expected,
        {{ cost_per_unit('examples', 'examples', 'thresholds.academy_zero') }}
            as found
    from examples
    cross join thresholds
),

positions as (
    {%- for balance, expected in [
        ('0', 'Surplus'), ('-0.01', 'Deficit'), ('1', 'Surplus'), ('null', 'Unknown')
    ] %}
    select
        cast({{ balance }} as decimal(18, 2)) as balance,
        '{{ expected }}' as expected
    {{- '\n    union all' if not loop.last }}
    {%- endfor %}
),

wrong as (
    select example
    from computed
    where found <> expected or found is null
    union all
    select 'position of ' || expected as example
    from positions
    where {{ financial_position('balance') }} <> expected
)

select * from wrong
