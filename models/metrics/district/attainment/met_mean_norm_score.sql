-- one row per subject, unit, school year and subgroup: mean score by the norms
with
{{ mean_of_sums(
    ref('int_metrics__scores_counted'),
    'normed',
    'norm_z_sum',
    'norm_z_squares',
    "test_use = 'norm'",
) }}
{{ metric_values('mean_norm_score', 'counted', 'ratio') }}
select * from final
