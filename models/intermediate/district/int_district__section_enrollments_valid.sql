-- one row per section enrolment that is not held back
{{ records_that_flow('section_enrollment') }}
