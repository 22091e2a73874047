"""Bad inputs whose fault is in a value: that of a key, or another."""

from functools import partial

from bad_input import HEADER, ORGS, clever, lines, oneroster, package, row

ATTENDANCE = "school_id,student_id,attendance_date,attendance_status"
ON_THE_MOON = ("ATT-003", "attendance_status", "on the moon")
SESSIONS = ["cf-sy27", "cf-fall", "cf-spring", "cf-q1"]


def attendance(*several):
    """An attendance file; a number stands for that student, present."""
    texts = [
        f"sch-1,s{line},2026-09-{line + 1:02},present"
        if isinstance(line, int)
        else line
        for line in several
    ]
    return "\n".join([ATTENDANCE, *texts]) + "\n"


def attendance_of_100(unknown):
    """An attendance file of 100 students, the first of them with an unknown status."""
    statuses = ["on the moon"] * unknown + ["present"] * (100 - unknown)
    return attendance(
        *(f"sch-1,s{n},2026-09-01,{status}" for n, status in enumerate(statuses))
    )


clever_attendance = partial(clever, entity="attendance")

KEYS = [
    clever(
        "key-empty",
        lines(1, row(2, Student_id=""), 3, row(4, School_id="  ")),
        [1, 3],
        quarantined=(
            (3, "LND-004", "student_id", "the key column student_id is empty"),
            (5, "LND-004", "school_id", "the key column school_id is empty"),
        ),
    ),
    clever(
        "key-null-text",
        lines(1, row(2, Student_id="N/A"), row(3, Student_id=" NULL "), 4),
        [1, 4],
        quarantined=(
            (3, "LND-004", "student_id", "the key column student_id is empty"),
            (4, "LND-004", "student_id", "the key column student_id is empty"),
        ),
    ),
    clever_attendance(
        "key-date-impossible",
        attendance(1, "sch-1,s2,2026-02-30,present", "sch-1,s3,soon,absent", 4),
        [1, 4],
        quarantined=(
            (3, "LND-004", "attendance_date", "attendance_date is not a date"),
            (4, "LND-004", "attendance_date", "attendance_date is not a date"),
        ),
    ),
    clever_attendance(
        "key-date-two-digit-year",
        attendance(1, "sch-1,s2,9/1/26,present", 3),
        [1, 3],
        quarantined=((3, "LND-004", "attendance_date", "is not a date"),),
    ),
    clever_attendance(
        "key-date-day-first",
        attendance("sch-1,s1,04/09/2026,present", "sch-1,s2,30/09/2026,present"),
        [1],
        quarantined=((3, "LND-004", "attendance_date", "is not a date"),),
        findings=(
            (
                "LND-014",
                "attendance_date",
                "30/09/2026",
                3,
                1,
                "day and month exchanged",
            ),
        ),
    ),
    clever_attendance(
        "key-date-spreadsheet-number",
        attendance(1, "sch-1,s2,46266,present", 3),
        [1, 3],
        quarantined=((3, "LND-004", "attendance_date", "is not a date"),),
    ),
]

VALUES = [
    clever(
        "value-null-texts",
        lines(
            1,
            row(2, DOB="NULL"),
            row(3, Grade="N/A"),
            row(4, First_name="#N/A"),
            row(5, Last_name="Null"),
        ),
        [1, 2, 3, 4, 5],
        values={
            ("students", "s2", "dob"): None,
            ("students", "s3", "grade"): None,
            ("students", "s5", "last_name"): "Null",
        },
        findings=(
            ("LND-015", "dob", "NULL", 3, 1, "stands for a missing value"),
            ("LND-015", "first_name", "#N/A", 5, 1, "stands for a missing value"),
            ("LND-015", "grade", "N/A", 4, 1, "stands for a missing value"),
            ("LND-022", "first_name", "#N/A", 5, 1, "wants a value here"),
        ),
    ),
    clever(
        "value-spaces",
        lines(1, row(2, Last_name="  Ames "), row(3, Last_name="\u00a0Boyd\t"), 4),
        [1, 2, 3, 4],
        values={
            ("students", "s2", "last_name"): "Ames",
            ("students", "s3", "last_name"): "Boyd",
        },
        findings=(("LND-013", "last_name", "  Ames ", 3, 2, "were trimmed"),),
    ),
    clever(
        "value-required-blank",
        lines(1, row(2, Last_name=""), row(3, Last_name=" "), 4),
        [1, 2, 3, 4],
        findings=(
            ("LND-013", "last_name", " ", 4, 1, "were trimmed"),
            ("LND-022", "last_name", None, 3, 2, "wants a value here"),
        ),
    ),
    clever(
        "value-dates-mixed",
        lines(
            1,
            2,
            row(3, DOB="5/4/2016"),
            row(4, DOB="05-05-2016"),
            row(5, DOB="20160506"),
        ),
        [1, 2, 3, 4, 5],
        findings=(
            ("LND-014", "dob", "5/4/2016", 4, 1, "written as %m/%d/%Y"),
            ("LND-014", "dob", "05-05-2016", 5, 1, "written as %m-%d-%Y"),
            ("LND-014", "dob", "20160506", 6, 1, "written as %Y%m%d"),
        ),
    ),
    clever(
        "value-date-impossible",
        lines(1, row(2, DOB="2016-02-30"), row(3, DOB="02/30/2016"), 4),
        [1, 2, 3, 4],
        values={("students", "s2", "dob"): None},
        findings=(
            ("LND-006", "dob", "2016-02-30", 3, 1, "not a date, so it became null"),
            ("LND-006", "dob", "02/30/2016", 4, 1, "not a date, so it became null"),
        ),
    ),
    clever(
        "value-date-two-digit-year",
        lines(1, row(2, DOB="5/4/16"), 3),
        [1, 2, 3],
        values={("students", "s2", "dob"): None},
        findings=(("LND-006", "dob", "5/4/16", 3, 1, "not a date"),),
    ),
    clever(
        "value-date-day-first",
        lines(
            row(1, DOB="12/31/2015"), row(2, DOB="31/12/2015"), row(3, DOB="1/2/2016")
        ),
        [1, 2, 3],
        values={("students", "s2", "dob"): None},
        findings=(
            ("LND-006", "dob", "31/12/2015", 3, 1, "not a date, so it became null"),
            ("LND-014", "dob", "31/12/2015", 3, 1, "day and month exchanged"),
        ),
    ),
    clever(
        "value-not-a-number",
        lines(
            row(1) + ",2033,3.5",
            row(2) + ",2033.0,high",
            row(3) + ",,",
            header=HEADER + ",Graduation_year,Unweighted_gpa",
        ),
        [1, 2, 3],
        values={
            ("students", "s2", "graduation_year"): None,
            ("students", "s2", "unweighted_gpa"): None,
        },
        findings=(
            ("LND-006", "graduation_year", "2033.0", 3, 1, "not a integer"),
            ("LND-006", "unweighted_gpa", "high", 3, 1, "not a decimal"),
        ),
    ),
    clever(
        "value-not-yes-or-no",
        lines(
            row(1) + ",Y",
            row(2) + ",maybe",
            header=HEADER + ",IEP_status",
        ),
        [1, 2],
        values={("students", "s2", "iep_status"): None},
        findings=(("LND-006", "iep_status", "maybe", 3, 1, "not a boolean"),),
    ),
    clever(
        "value-code-unknown",
        lines(1, row(2, Grade="Year 4"), row(3, Grade="Year 4")),
        [1, 2, 3],
        values={("students", "s2", "grade"): "Year 4"},
        findings=(
            ("LND-019", "grade", "Year 4", 3, 2, "the crosswalk has no such code"),
        ),
    ),
    clever_attendance(
        "attendance-code-unknown",
        attendance_of_100(unknown=1),
        [f"s{number}" for number in range(100)],
        values={("attendance", "s0", "attendance_status"): "on the moon"},
        findings=((*ON_THE_MOON, 2, 1, "the crosswalk has no such code"),),
    ),
    clever_attendance(
        "attendance-codes-unknown",
        attendance_of_100(unknown=2),
        [f"s{number}" for number in range(100)],
        blocked=("2 of 100 rows of attendance have a code in attendance_status",),
        findings=((*ON_THE_MOON, 2, 2, "the crosswalk has no such code"),),
    ),
    clever(
        "value-code-not-published",
        lines(row(1) + ",White", row(2) + ",Asian", header=HEADER + ",Race"),
        [1, 2],
        findings=(
            ("LND-018", "race", "White", 2, 1, "not in the published vocabulary"),
        ),
    ),
    clever(
        "value-leading-zeros",
        lines(row(1, Student_id="007"), row(2, Student_id="7")),
        ["007", "7"],
    ),
    clever(
        "value-zeros-lost",
        # State_id has grown by a digit over the years: none of it begins with a zero
        lines(
            row(1) + ",0456,98",
            row(2) + ",1001,101",
            row(3) + ",1002,102",
            row(4) + ",123,103",
            header=HEADER + ",Student_number,State_id",
        ),
        [1, 2, 3, 4],
        findings=(("LND-016", "student_number", "123", 5, 1, "to have lost zeros"),),
    ),
    oneroster(
        "value-school-year-pair",
        package(academicSessions=lambda text: text.replace(",2027\n", ",2026-2027\n")),
        {"academic_sessions": SESSIONS},
        values={("academic_sessions", "cf-fall", "school_year"): 2027},
        findings=(
            (
                "LND-007",
                "school_year",
                "2026-2027",
                2,
                4,
                "was read as the year it ends",
            ),
        ),
    ),
    oneroster(
        "value-status-in-bulk",
        package(orgs=lambda text: text.replace("cf-elm,,", "cf-elm,active,2026-08-01")),
        {"orgs": ORGS},
        findings=(
            ("LND-021", "date_last_modified", None, 3, 1, "empty in a bulk file"),
            ("LND-021", "status", None, 3, 1, "empty in a bulk file"),
        ),
    ),
]

CASES = [*KEYS, *VALUES]
