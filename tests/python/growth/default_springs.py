"""The spring scores of a generated district of 25,000, in chains, by self-joins."""

import duckdb

from generator.config import Config, DistrictOptions
from generator.district.build import build_district

CHAINS = """
with springs as (
    select
        student_id as student_key,
        'd' as district_id,
        if(subject = 'math', 'mathematics', 'english_language_arts') as subject,
        school_year::int as school_year,
        case tested_grade when 'K' then 0 else tested_grade::int end as grade_number,
        max(scale_score)::double as score
    from assessment_results
    inner join assessments using (assessment_id)
    where kind = 'interim' and test_window = 'spring' and scale_score is not null
    group by all
)
select
    springs.*,
    one.grade_number as prior_grade_number,
    one.score as prior_score_1,
    two.score as prior_score_2,
    three.score as prior_score_3
from springs
left join springs as one
    on springs.student_key = one.student_key and springs.subject = one.subject
    and springs.school_year = one.school_year + 1
left join springs as two
    on one.student_key = two.student_key and one.subject = two.subject
    and one.school_year = two.school_year + 1
left join springs as three
    on two.student_key = three.student_key and two.subject = three.subject
    and two.school_year = three.school_year + 1
"""


def default_springs():
    """A DuckDB connection with the table chains: five springs of preset `default`."""
    options = DistrictOptions(schools=40, students=25_000)
    world = build_district(Config(seed=1, years=5, defects="none", district=options))
    connection = duckdb.connect()
    for name in ("assessments", "assessment_results"):
        connection.register(name, world.tables[name])
    connection.execute(f"create table chains as {CHAINS}")
    return connection
