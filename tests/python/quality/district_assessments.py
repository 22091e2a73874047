"""Tests and their results, with the enrolments of those who took them."""

# ruff: noqa: E501 - lines as they stand in the files

DISTRICT = "assessments"

# School with a state test in grade 5: how many are enrolled, how many were tested.
TESTED = {"p1": (20, 19), "p2": (20, 18), "p3": (19, 0)}


def text(header, lines):
    return "\n".join([header, *lines]) + "\n"


def result(result_id, student, assessment, day, score, **changed):
    """A line of assessment_results: fourth grade, complete, no retest, no level."""
    cells = {
        "result_id": result_id,
        "student_id": student,
        "assessment_id": assessment,
        "school_code": "s1",
        "test_window": "fall",
        "school_year": 2026,
        "tested_grade": "04",
        "test_date": day,
        "scale_score": score,
        "performance_level": "",
        "is_retest": "false",
        "is_complete": "true",
    } | changed
    return ",".join(str(cell) for cell in cells.values())


def state_results():
    for school, (_, tested) in TESTED.items():
        for n in range(tested):
            yield result(
                f"{school}r{n}", f"{school}n{n}", "state", "2025-10-01", 2400,
                school_code=school, tested_grade="05",
            )  # fmt: skip


def two_years(assessment, count, shift):
    """Scores of 190 to 209, the year after all of them higher by the shift."""
    for n in range(count):
        score = 190 + n % 20
        yield result(
            f"{assessment}b{n}", f"n{n}", assessment, "2024-10-01", score,
            school_year=2025,
        )  # fmt: skip
        yield result(
            f"{assessment}r{n}", f"n{n}", assessment, "2025-10-01", score + shift
        )


def heaped(assessment, *heaps):
    """100 scores: so many at each of the given ones, the others five at each."""
    scores = [score for score, count in heaps for _ in range(count)]
    scores += [250 + n // 5 for n in range(100 - len(scores))]
    for n, score in enumerate(scores):
        yield result(f"{assessment}r{n}", f"n{n}", assessment, "2025-10-01", score)


PLAIN = ["q1", "mean-up", "mean-same", "mean-few", "heap", "heap-15", "heap-floor"]
PLAIN += ["heap-two"]

FILES = {
    "schools": text(
        "school_id,school_name,school_number,school_level,low_grade,high_grade",
        [f"{s},School {s},{s},elementary,KG,05" for s in ["s1", *TESTED]],
    ),
    "students": text(
        "student_id,state_student_id,first_name,last_name,birth_date,sex,race,is_hispanic",
        [
            f"{student},O{student},Ann{student},Ash{student},2015-05-05,F,white,false"
            for student in [
                *(f"a{n}" for n in range(1, 5)),
                *(f"n{n}" for n in range(100)),
                *(f"{school}n{n}" for school in TESTED for n in range(20)),
            ]
        ],
    ),
    "enrollments": text(
        "enrollment_id,student_id,school_id,school_year,grade_level,entry_date,entry_code,exit_date,exit_code,is_primary,enrollment_status",
        [
            "e1,a1,s1,2026,04,2025-08-18,new,2025-11-03,moved,true,enrolled",
            "e2,a2,s1,2026,04,2025-11-03,new,2025-08-18,moved,true,enrolled",
            "e3,a3,zz,2026,04,2025-08-18,new,,,true,enrolled",
            *(
                f"n{n},n{n},s1,2025,04,2024-08-19,new,,,true,enrolled"
                for n in range(100)
            ),
            *(
                f"{school}n{n},{school}n{n},{school},2026,05,2025-08-18,new,,,true,enrolled"
                for school, (enrolled, _) in TESTED.items()
                for n in range(enrolled)
            ),
        ],
    ),
    "assessments": text(
        "assessment_id,assessment_name,subject,grade_level,kind,scale_min,scale_max,cut_level_2,cut_level_3,cut_level_4,norm_mean,norm_sd,standard_error",
        [
            "cuts,Interim,reading,04,interim,100,350,128,143,155,200,10,3",
            "state,State,reading,05,state,2000,2800,,,,2400,90,20",
            *(f"{a},Interim {a},math,04,interim,100,350,,,,200,10,3" for a in PLAIN),
        ],
    ),
    "assessment_results": text(
        "result_id,student_id,assessment_id,school_code,test_window,school_year,tested_grade,test_date,scale_score,performance_level,is_retest,is_complete",
        [
            result("low", "n0", "cuts", "2025-10-01", 99, performance_level=4),
            result("lowest", "n1", "cuts", "2025-10-01", 100, performance_level=1),
            result("highest", "n2", "cuts", "2025-10-01", 350, performance_level=4),
            result("high", "n3", "cuts", "2025-10-01", 351, performance_level=4),
            result("level-2", "n4", "cuts", "2025-10-01", 142, performance_level=2),
            result("level-3", "n5", "cuts", "2025-10-01", 143, performance_level=3),
            result("level-off", "n6", "cuts", "2025-10-01", 143, performance_level=2),
            result("no-level", "n7", "cuts", "2025-10-01", 143),
            result("grade-5", "n8", "q1", "2025-10-01", 200, tested_grade="05"),
            result("grade-4", "n9", "q1", "2025-10-01", 200),
            result("no-grade", "n10", "q1", "2025-10-01", 200, tested_grade=""),
            result("first", "n11", "q1", "2025-09-08", 200),
            result("second", "n11", "q1", "2025-09-09", 201),
            result("once", "n12", "q1", "2025-09-08", 200),
            result("retest", "n12", "q1", "2025-09-15", 201, is_retest="true"),
            result("broken-off", "n13", "q1", "2025-09-08", "", is_complete="false"),
            result("complete", "n13", "q1", "2025-09-09", 200),
            result("fall", "n14", "q1", "2025-09-08", 200),
            result("winter", "n14", "q1", "2026-01-08", 200, test_window="winter"),
            result("enrolled", "a1", "q1", "2025-11-02", 200),
            result("left", "a1", "q1", "2025-11-03", 200, test_window="winter"),
            result("exchanged", "a2", "q1", "2025-11-02", 200),
            result("nowhere", "a3", "q1", "2025-11-02", 200),
            result("never", "a4", "q1", "2025-11-02", 200),
            result("stranger", "nobody", "q1", "2025-11-02", 200),
            *state_results(),
            *two_years("mean-up", 100, 3.1),
            *two_years("mean-same", 100, 3),
            *two_years("mean-few", 99, 10),
            *heaped("heap", (210, 16)),
            *heaped("heap-15", (210, 15)),
            *heaped("heap-floor", (100, 16)),
            *heaped("heap-two", (210, 20), (211, 7)),
        ],
    ),
}

EXPECTED = {
    # below 100 and above 350
    "ASM-001": {"low", "high"},
    # 143 is the first score of level 3
    "ASM-002": {"level-off"},
    # enrolled in grade 4
    "ASM-003": {"grade-5"},
    # the day after a complete result of the same window, without the mark of a retest
    "ASM-004": {"second"},
    # on the exit date; no enrolment at all
    "ASM-005": {"left", "never"},
    # 18 of 20
    "ASM-006": {"p2"},
    # 100 results each, from 199.5 to 202.6, norm_sd 10
    "ASM-007": {"mean-up"},
    # 16 of 100 at 210, five at any other
    "ASM-008": {"heap"},
}

NEAR_MISSES = {
    # the ends of the scale
    "ASM-001": {"lowest", "highest"},
    # either side of a cut score; no level; off the scale, which is another rule
    "ASM-002": {"level-2", "level-3", "no-level", "low"},
    # the grade of the enrolment; no tested grade
    "ASM-003": {"grade-4", "no-grade"},
    # the first; a retest; after an incomplete one; another window
    "ASM-004": {"first", "retest", "complete", "winter"},
    # the day before the exit; dates of the enrolment exchanged; enrolled at a school that
    # nobody knows; a student whom nobody knows
    "ASM-005": {"enrolled", "exchanged", "nowhere", "stranger"},
    # 19 of 20; none of 19
    "ASM-006": {"p1", "p3"},
    # up by 3.0; 99 results
    "ASM-007": {"mean-same", "mean-few"},
    # 15 of 100; at the floor of the scale; 20, but 7 at the next
    "ASM-008": {"heap-15", "heap-floor", "heap-two"},
}
