-- one row per run, rule book, local authority and cost category: schools by colour
{{ rag_rollup(
    key='la_code',
    name='la_name',
    names=ref('benchmarking__dim_local_authorities'),
) }}
