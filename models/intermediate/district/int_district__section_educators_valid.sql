-- one row per section and educator that is not held back
{{ records_that_flow('section_educator') }}
