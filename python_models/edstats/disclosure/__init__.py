"""Disclosure control: what may be told of cells, so that nobody is told by others.

`policy` reads the presets, `cells` finds what adds up to what, `numbers` says what a
reader knows of each number, `suppression` chooses what is hidden, with the bounds of
`intervals` and the `witnesses` that `programs` find; `tables` goes from relation to
relation for the dbt model.
"""
