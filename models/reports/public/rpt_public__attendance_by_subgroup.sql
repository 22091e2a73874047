-- one row per district, measure, school year, school and subgroup, margins among them
{{ public_rates('attendance_by_subgroup') }}
