-- one row per mart of school finance: how many rows this build gave it
{% set marts = [
    'dim_federations',
    'dim_local_authorities',
    'dim_schools',
    'dim_trusts',
    'fct_budget_forecast_metrics',
    'fct_budget_forecasts',
    'fct_comparator_set_members',
    'fct_financial_plans',
    'fct_metric_rag',
    'fct_school_characteristics',
    'fct_school_costs',
    'fct_school_finances',
    'fct_trust_comparator_set_members',
    'fct_trust_finances',
    'fct_trust_forecast_status',
    'fct_trust_history',
    'fct_user_defined_set_members',
] %}
with

{{ rows_of_marts('benchmarking', marts) }}

select
    table_name,
    cast(row_count as bigint) as row_count
from counted
