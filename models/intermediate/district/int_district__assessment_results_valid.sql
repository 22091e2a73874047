-- one row per test that a student took, that is not held back
{{ config(materialized='view') }}
{{ records_that_flow('result') }}
