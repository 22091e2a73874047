-- one row per certificate of an educator, that is not held back
{{ records_that_flow('certification') }}
