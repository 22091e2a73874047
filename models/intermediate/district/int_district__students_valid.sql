-- one row per student and school, without students who are held back
{{ records_that_flow('student') }}
