-- one row per run, rule book, trust and cost category: schools by colour
{{ rag_rollup(
    key='trust_company_number',
    name='trust_name',
    names=ref('benchmarking__dim_trusts'),
) }}
