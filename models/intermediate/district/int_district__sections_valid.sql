-- one row per section that is not held back
{{ records_that_flow('section') }}
