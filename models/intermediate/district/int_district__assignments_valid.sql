-- one row per post that an educator holds at a school, that is not held back
{{ records_that_flow('assignment') }}
