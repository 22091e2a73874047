-- one row per table of records that rules check, source, district and school
{{ units_checked(denominator_models()) }}
