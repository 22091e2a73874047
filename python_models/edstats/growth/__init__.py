"""Growth of students: percentiles among peers with like scores, and pace to a standard.

`quantiles` fits quantile regressions, `splines` is their basis, `percentiles` has the
two growth percentiles of one cohort, `medians` and `groups` aggregate them, `standards`
projects scores to a cut, `parameters` reads the policy seed, `tables` goes from
relation to relation for the dbt models.
"""
