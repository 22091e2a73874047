"""Did a programme work, and what does the design allow one to say?

Modules from small to large: parameters and subjects; effects, estimates, equivalence,
attrition, matching, discontinuity; the designs paired, matched, lots, cut_score with
finding and labels; evaluation, which climbs them; tables, which dbt calls.
"""
