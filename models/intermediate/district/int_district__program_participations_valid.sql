-- one row per student, programme and day on which the participation begins,
-- that is not held back
{{ records_that_flow('program_participation') }}
