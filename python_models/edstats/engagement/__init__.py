"""Statistics of phone programmes for parents.

`survival` estimates how long parents stay, `paired` compares two answers of the same
parents, `clustered` has rates of calls with parents as clusters, `league` compares
partners by them, `holm` adjusts p-values for many tests; `retention`, `panel` and
`partners` go from relation to relation for the dbt models.
"""
