-- one row per policy, unit and school year: share of teachers' posts that certificates cover
with
{{ posts_by_coverage(is_out_of_field=false) }}
{{ metric_values('certification_coverage', 'counted', 'ratio') }}
select * from final
