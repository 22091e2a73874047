"""D15: scores out of range, wrong tested grades, test events entered twice."""

from datetime import timedelta

from generator.defects.edits import Add, Set

FILE = "assessment_results"
OUTSIDE = 50
RETEST_DAYS = 7


def inject_d15(draft):
    """A score outside the scale, a wrong tested grade, or a second test event."""
    if not draft.has(FILE, "assessments", "enrollments"):
        return
    rng = draft.rng("D15")
    total = draft.table(FILE).num_rows
    sample = draft.sample(rng, FILE, 2 * draft.count("D15", total))
    results = _results(draft, sample)
    grades = _grades(draft, sample)
    # The student stays whole: only this row is spoilt.
    claims = {"student": "student_id", "result": "result_id"}
    size = draft.count("D15", total)
    for number, found in enumerate(draft.pick(rng, results, claims, size, file=FILE)):
        make = [_out_of_range, _wrong_grade, _twice][number % 3]
        rule, edits = make(draft, rng, found, grades)
        draft.defect("D15", rule, edits, *_result(found, edits))
    size = draft.negative_count("D15")
    for found in draft.pick(rng, results, claims, size, file=FILE):
        edits = _again(draft, found, is_retest="true", days=RETEST_DAYS)
        draft.negative("D15", "ASM-004", edits, *_result(found, edits))


def _results(draft, sample):
    """Results of students who stayed for some weeks after the test."""
    return draft.query(
        f"""
        select row_number, result_id, student_id, assessment_id, tested_grade,
            test_date, scale_score, scale_min, scale_max
        from assessment_results
        inner join (
            select assessment_id, scale_min, scale_max from assessments
        ) using (assessment_id)
        where scale_score is not null and is_complete and not is_retest
            and test_date + {2 * RETEST_DAYS} <= date '{draft.world.config.as_of}'
            and exists (
                select 1 from enrollments
                where enrollments.student_id = assessment_results.student_id
                    and entry_date <= test_date
                    and (exit_date is null or exit_date > test_date + {2 * RETEST_DAYS})
            )
        order by row_number
        """,
        FILE,
        "assessments",
        "enrollments",
        rows=sample,
    )


def _grades(draft, sample):
    """Tested grades in the order of the mean birth date, oldest students first."""
    rows = draft.query(
        """
        select tested_grade, avg(epoch(birth_date)) as born
        from assessment_results inner join students using (student_id)
        group by tested_grade order by born, tested_grade
        """,
        FILE,
        "students",
        rows=sample,
    )
    return rows.column("tested_grade").to_pylist()


def _out_of_range(draft, rng, found, grades):
    is_above = rng.random() < 0.5
    score = (
        found["scale_max"] + OUTSIDE
        if is_above
        else max(found["scale_min"] - OUTSIDE, 0)
    )
    edit = Set(FILE, found["row_number"], "scale_score", str(score))
    return "ASM-001", [edit]


def _wrong_grade(draft, rng, found, grades):
    at = grades.index(found["tested_grade"])
    # Two grades off: one could be a student who repeats.
    wrong = grades[at + 2] if at + 2 < len(grades) else grades[at - 2]
    edit = Set(FILE, found["row_number"], "tested_grade", str(wrong))
    return "ASM-003", [edit]


def _twice(draft, rng, found, grades):
    return "ASM-004", _again(draft, found, is_retest="false", days=1)


def _again(draft, found, is_retest, days):
    score = found["scale_score"]
    step = 1 if score + 1 <= found["scale_max"] else -1
    row = draft.texts(FILE, found["row_number"]) | {
        "result_id": draft.new_id(FILE, found["result_id"]),
        "test_date": str(found["test_date"] + timedelta(days=days)),
        "scale_score": str(score + step),
        "is_retest": is_retest,
    }
    return [Add(FILE, row, found["row_number"], found["result_id"])]


def _result(found, edits):
    keys = [found["result_id"]]
    keys += [e.values["result_id"] for e in edits if isinstance(e, Add)]
    owner = {"result": keys}
    return owner, owner
