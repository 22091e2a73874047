-- one row per subject, unit, school year and subgroup: mean distance from the standard
with
{{ mean_of_sums(
    ref('int_metrics__scores_counted'),
    'measured',
    'distance_sum',
    'distance_squares',
    "test_use = 'standard'",
) }}
{{ metric_values('distance_from_met', 'counted', 'ratio') }}
select * from final
