-- one row per district, measure, school year, school and subgroup, margins among them
{{ public_rates('graduation_by_subgroup') }}
