-- one row per enrolment that is not held back
{{ records_that_flow('enrollment') }}
