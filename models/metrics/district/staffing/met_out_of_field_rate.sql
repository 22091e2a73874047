-- one row per policy, unit and school year: share of teachers' posts that are out of field
with
{{ posts_by_coverage(is_out_of_field=true) }}
{{ metric_values('out_of_field_rate', 'counted', 'ratio') }}
select * from final
