-- one row per enrolment and lesson that was delivered in it
{{ config(materialized='view') }}

{{ lessons_of(ref('int_dost__spells')) }}
