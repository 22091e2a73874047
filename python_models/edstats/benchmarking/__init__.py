"""Benchmarking of English schools: comparator sets and what rests on them.

`features` reads schools and fills gaps, `distance` has the formulas, `neighbours` finds
the nearest candidates exactly, `selection` is the two rule books, `tables` goes from
relation to relation for the dbt models, `trusts` compares trusts.
"""
