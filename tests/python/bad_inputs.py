"""The bad inputs of docs/landing.md: each as files, and what has to become of them.

Every case is a district of its own (its id with `_` for `-`) in one raw root, so that
one build shows them all. What a case does not name must not happen: no other finding,
no other quarantined row, no block.
"""

import io
import warnings
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

PACKAGE = Path(__file__).with_name("fixtures") / "oneroster_12"
# The data files of the OneRoster 1.2 package that the cases use.
ONEROSTER_FILES = ("academicSessions", "orgs", "courses", "classes", "users", "roles")


@dataclass(frozen=True)
class Case:
    """One bad input.

    id: as in the table of docs/landing.md
    files: path below the raw root, `{district}` filled in -> text or bytes
    good: entity -> ids of all rows that are staged, in the order of the file
    blocked: a part of `rule: message` of each row in quality.blocked_sources
    quarantined: (line number, rule, column, part of the message) of each held back row
    findings: (rule, column, value, line number, number of rows, part of the message)
    padding, duplicates: numbers of such rows in all files of the district
    values: (entity, id, column) -> value in staging
    """

    id: str
    files: dict
    good: dict = field(default_factory=dict)
    blocked: tuple = ()
    quarantined: tuple = ()
    findings: tuple = ()
    padding: int = 0
    duplicates: int = 0
    values: dict = field(default_factory=dict)

    @property
    def district(self):
        return self.id.replace("-", "_")

    def write(self, root):
        """Write the files of the case below the raw root."""
        for name, content in self.files.items():
            path = root / name.format(district=self.district)
            path.parent.mkdir(parents=True, exist_ok=True)
            data = content.encode() if isinstance(content, str) else content
            path.write_bytes(data)


COLUMNS = ["School_id", "Student_id", "Last_name", "First_name", "Grade", "DOB"]
SCHOOLS = "School_id,School_name,School_number\nsch-1,Alder School,001\n"
ATTENDANCE = "school_id,student_id,attendance_date,attendance_status"


HEADER = ",".join(COLUMNS)


def row(number, **changes):
    """The fields of student `s<number>`; `changes` replaces some of them."""
    fields = {
        "School_id": "sch-1",
        "Student_id": f"s{number}",
        "Last_name": f"Name{number}",
        "First_name": "Ada",
        "Grade": "3",
        "DOB": f"2016-05-{number % 28 + 1:02}",
    }
    return ",".join((fields | changes).values())


def lines(*several, header=HEADER, end="\n"):
    """A file of a header and lines; a number stands for that good student."""
    texts = [row(line) if isinstance(line, int) else line for line in several]
    return end.join([header, *texts]) + end


def attendance(*several):
    """An attendance file; a number stands for that student, present."""
    texts = [
        f"sch-1,s{line},2026-09-{line + 1:02},present"
        if isinstance(line, int)
        else line
        for line in several
    ]
    return "\n".join([ATTENDANCE, *texts]) + "\n"


ON_THE_MOON = ("ATT-003", "attendance_status", "on the moon")


def attendance_of_100(unknown):
    """An attendance file of 100 students, the first of them with an unknown status."""
    statuses = ["on the moon"] * unknown + ["present"] * (100 - unknown)
    return attendance(
        *(f"sch-1,s{n},2026-09-01,{status}" for n, status in enumerate(statuses))
    )


def ids(good):
    """Student ids: a number stands for that student."""
    return [f"s{one}" if isinstance(one, int) else one for one in good]


def clever(case_id, students, good, **expected):
    """A district with a good schools.csv and a bad students.csv."""
    files = {
        "clever/{district}/schools.csv": SCHOOLS,
        "clever/{district}/students.csv": students,
    }
    staged = {"schools": ["sch-1"], "students": ids(good)}
    return Case(case_id, files, staged, **expected)


def clever_attendance(case_id, text, good, **expected):
    """A district with a good schools.csv and a bad attendance.csv."""
    files = {
        "clever/{district}/schools.csv": SCHOOLS,
        "clever/{district}/attendance.csv": text,
    }
    staged = {"schools": ["sch-1"], "attendance": ids(good)}
    return Case(case_id, files, staged, **expected)


def package(version="1.2", without=(), **changes):
    """Member name -> text of a small OneRoster package that marks other files absent.

    without: files that are left out, though the manifest promises them
    changes: file -> function from the good text to the bad one
    """
    manifest = (PACKAGE / "manifest.csv").read_text(encoding="utf-8")
    written = []
    for line in manifest.replace(
        "oneroster.version,1.2", f"oneroster.version,{version}"
    ).splitlines():
        name = line.partition(",")[0].removeprefix("file.")
        is_file = line.startswith("file.")
        absent = is_file and name not in ONEROSTER_FILES
        written.append(f"file.{name},absent" if absent else line)
    members = {"manifest.csv": "\n".join(written) + "\n"}
    for name in ONEROSTER_FILES:
        members[f"{name}.csv"] = (PACKAGE / f"{name}.csv").read_text(encoding="utf-8")
    # The fixture has two roles outside the vocabulary, which is not the point here.
    members["roles.csv"] = "".join(
        line
        for line in members["roles.csv"].splitlines(keepends=True)
        if "ext:" not in line and "nurse" not in line
    )
    for name, change in changes.items():
        members[f"{name}.csv"] = change(members[f"{name}.csv"])
    return {name: text for name, text in members.items() if name[:-4] not in without}


def zipped(members, folder=""):
    buffer = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, text in members.items():
            archive.writestr(folder + name, text)
    return buffer.getvalue()


SESSIONS = ["cf-sy27", "cf-fall", "cf-spring", "cf-q1"]


def oneroster(case_id, members, good=None, **expected):
    """A district whose OneRoster package is a folder."""
    files = {f"oneroster/{{district}}/{name}": text for name, text in members.items()}
    return Case(case_id, files, good or {"orgs": ORGS}, **expected)


ORGS = ["cf-district", "cf-elm", "cf-mid"]


def thousand(fault, number):
    """A file of 1,000 students in which student `number` is replaced by `fault`."""
    return lines(*(fault if n == number else n for n in range(1, 1001)))


QUOTES = [
    clever(
        "quote-unbalanced",
        thousand(row(500).replace("Name500", '"Name500'), 500),
        [n for n in range(1, 1001) if n != 500],
        quarantined=((501, "LND-005", None, "a quote is opened and never closed"),),
    ),
    clever(
        "quote-unbalanced-twice",
        lines(1, row(2).replace("Ada", '"Ada'), row(3).replace("Ada", '"Ada'), 4),
        [1, 4],
        quarantined=(
            (3, "LND-005", None, "a quote is opened and never closed"),
            (4, "LND-005", None, "a quote is opened and never closed"),
        ),
    ),
    clever(
        "quote-unbalanced-last-line",
        lines(1, 2, row(3).replace("2016", '"2016')),
        [1, 2],
        quarantined=((4, "LND-005", None, "a quote is opened and never closed"),),
    ),
    clever(
        "quote-inside-quotes",
        lines(1, row(2, First_name='"Ann "Annie" May"'), 3),
        [1, 3],
        quarantined=((3, "LND-005", None, "a quoted value is followed by text"),),
    ),
    clever(
        "quote-as-inch-mark",
        lines(1, row(2, First_name='5" pipe'), 3),
        [1, 2, 3],
        values={("students", "s2", "first_name"): '5" pipe'},
    ),
    clever(
        "quote-after-space",
        lines(1, row(2, First_name=' "Ann, May"'), 3),
        [1, 2, 3],
        values={("students", "s2", "first_name"): "Ann, May"},
        findings=(("LND-013", "first_name", " Ann, May", 3, 1, "spaces"),),
    ),
    clever(
        "quoted-line-end",
        lines(1, row(2, First_name='"Ann\nMay, called ""Bo"""'), 3),
        [1, 2, 3],
        values={
            ("students", "s2", "first_name"): 'Ann\nMay, called "Bo"',
            ("students", "s3", "line_number"): 5,
        },
    ),
]

ROWS = [
    clever(
        "row-too-short",
        lines(1, "sch-1,s2,Name2", 3),
        [1, 3],
        quarantined=((3, "LND-005", None, "3 fields where the header has 6"),),
    ),
    clever(
        "row-too-long",
        lines(1, row(2, Last_name="Name2, Jr."), 3),
        [1, 3],
        quarantined=((3, "LND-005", None, "7 fields where the header has 6"),),
    ),
    clever(
        "row-over-two-lines",
        lines(1, *row(2, First_name="Ann\nMay").split("\n"), 3),
        [1, 3],
        quarantined=(
            (3, "LND-005", None, "4 fields where the header has 6"),
            (4, "LND-005", None, "3 fields where the header has 6"),
        ),
    ),
    clever("row-with-extra-commas", lines(1, row(2) + ",,,", 3), [1, 2, 3]),
    clever(
        "row-total-at-end",
        lines(1, 2, "Total: 2 rows"),
        [1, 2],
        quarantined=((4, "LND-005", None, "1 fields where the header has 6"),),
    ),
    Case(
        "row-total-with-commas",
        {"clever/{district}/schools.csv": SCHOOLS + "Total: 1 rows,,\n"},
        {"schools": ["sch-1"]},
        quarantined=((3, "LND-005", "school_id", "a line of text, not a record"),),
    ),
    clever(
        "row-header-again",
        lines(1, HEADER, 2),
        [1, 2],
        quarantined=((3, "LND-005", None, "the header line again"),),
    ),
    clever(
        "row-with-nul",
        lines(1, row(2, First_name="A\x00da"), 3),
        [1, 3],
        quarantined=((3, "LND-005", None, "the line holds NUL characters"),),
    ),
    clever("rows-blank-at-end", lines(1, 2, "", "", ""), [1, 2], padding=3),
    clever(
        "rows-of-commas",
        lines(1, ",,,,,", 2, '"","","","","",""', "  , ,,,,", ",,", "   "),
        [1, 2],
        padding=5,
    ),
    clever("rows-dos-end-of-file", lines(1, 2, "\x1a"), [1, 2], padding=1),
    clever(
        "rows-exact-duplicates",
        lines(1, 2, 1, 3, 1),
        [1, 2, 3],
        duplicates=2,
        findings=(("LND-010", None, None, None, 2, "equal to an earlier one"),),
    ),
    clever(
        "row-very-long",
        lines(1, row(2, First_name="x" * 3_000_000), 3),
        [1, 2, 3],
    ),
]

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

TEXT = [
    clever(
        "text-byte-order-mark",
        b"\xef\xbb\xbf" + lines(1, 2).encode(),
        [1, 2],
        findings=(("LND-011", None, None, 1, 1, "starts with a byte-order mark"),),
    ),
    clever(
        "text-crlf",
        lines(1, 2, end="\r\n"),
        [1, 2],
        findings=(("LND-012", None, None, 1, 1, "line ends are CRLF"),),
    ),
    clever(
        "text-cr",
        lines(1, 2, end="\r"),
        [1, 2],
        findings=(("LND-012", None, None, 1, 1, "line ends are CR"),),
    ),
    clever(
        "text-mixed-line-ends",
        lines(1, 2) + row(3) + "\r\n" + row(4) + "\n",
        [1, 2, 3, 4],
        findings=(("LND-012", None, None, 1, 1, "line ends are MIXED"),),
    ),
    clever("text-no-line-end", lines(1, 2).rstrip("\n"), [1, 2]),
    clever(
        "text-cp1252",
        lines(1, row(2, Last_name="Núñez"), row(3, Last_name="O\u2019Neil")).encode(
            "cp1252"
        ),
        [1, 2, 3],
        values={
            ("students", "s2", "last_name"): "Núñez",
            ("students", "s3", "last_name"): "O\u2019Neil",
        },
        findings=(("LND-017", None, None, 3, 2, "2 lines are not UTF-8"),),
    ),
    clever(
        "text-two-encodings",
        lines(1, row(2, Last_name="Núñez")).encode()
        + (row(3, Last_name="Zoë") + "\n").encode("cp1252"),
        [1, 2, 3],
        values={
            ("students", "s2", "last_name"): "Núñez",
            ("students", "s3", "last_name"): "Zoë",
        },
        findings=(("LND-017", None, None, 4, 1, "1 lines are not UTF-8"),),
    ),
    clever(
        "text-utf-16",
        lines(1, row(2, Last_name="Núñez")).encode("utf-16"),
        [1, 2],
        values={("students", "s2", "last_name"): "Núñez"},
        findings=(("LND-017", None, None, 1, 3, "the file is utf-16-le text"),),
    ),
    clever(
        "text-no-encoding",
        lines(1, row(2, Last_name="N\x81"), 3).encode("latin-1"),
        [1, 3],
        quarantined=((3, "LND-005", None, "neither UTF-8 nor cp1252 text"),),
    ),
    clever(
        "text-files-put-together",
        "\ufeff" + lines(1, 2) + "\ufeff" + lines(3, 4),
        [1, 2, 3, 4],
        quarantined=((4, "LND-005", None, "the header line again"),),
        findings=(
            ("LND-011", None, None, 1, 1, "starts with a byte-order mark"),
            ("LND-011", None, None, 4, 1, "1 lines start with a byte-order mark"),
        ),
    ),
]

HEADERS = [
    clever(
        "header-case-and-order",
        "dob,GRADE,first name,LAST_NAME,student-id,School_id\n"
        "2016-05-01,3,Ada,Ames,s1,sch-1\n",
        [1],
        values={("students", "s1", "last_name"): "Ames"},
        findings=tuple(
            ("LND-009", target, name, 1, 1, f"was read as '{target}'")
            for name, target in (
                ("dob", "DOB"),
                ("GRADE", "Grade"),
                ("LAST_NAME", "Last_name"),
                ("first name", "First_name"),
                ("student-id", "Student_id"),
            )
        ),
    ),
    oneroster(
        "header-order-fixed",
        package(
            orgs=lambda text: "\n".join(
                ",".join(line.split(",")[i] for i in (1, 0, 2, 3, 4, 5, 6, 7))
                for line in text.splitlines()
            )
        ),
        {"orgs": ORGS},
        findings=(("LND-009", None, None, 1, 1, "not in the order of the"),),
    ),
    clever(
        "header-other-name",
        lines(row(1) + ",a@example.org", header=HEADER + ",Email_address"),
        [1],
        values={("students", "s1", "student_email"): "a@example.org"},
        findings=(("LND-009", "Student_email", "Email_address", 1, 1, "was read as"),),
    ),
    clever(
        "header-twice",
        lines(row(1) + ",Other", header=HEADER + ",Last_name"),
        [1],
        values={
            ("students", "s1", "last_name"): "Name1",
            ("students", "s1", "extra_columns"): '{"Last_name#7":"Other"}',
        },
        findings=(("LND-009", "Last_name", "Last_name", 1, 1, "more than once"),),
    ),
    clever(
        "header-unknown",
        lines(
            row(1) + ",blue,12",
            header=HEADER + ",House,ext.bus_route",
        ),
        [1],
        values={
            ("students", "s1", "extra_columns"): '{"House":"blue","ext.bus_route":"12"}'
        },
        findings=(("LND-009", "House", "House", 1, 1, "is not in the specification"),),
    ),
    clever(
        "header-ends-with-comma",
        lines(row(1), row(2) + ",", header=HEADER + ","),
        [1, 2],
        findings=(("LND-009", "column_7", "", 1, 1, "column 7 has no header"),),
    ),
    clever(
        "header-after-blank-lines",
        "\n,,,,,\n" + lines(1, 2),
        [1, 2],
        padding=2,
        values={("students", "s1", "line_number"): 4},
    ),
    clever(
        "header-after-sep",
        "sep=,\n" + lines(1, 2),
        [1, 2],
        findings=(("LND-009", None, None, 1, 1, "names the separator"),),
    ),
    clever("header-only", lines(), []),
    clever(
        "header-missing-column",
        "School_id,Last_name,First_name\nsch-1,Ames,Ada\n",
        [],
        blocked=(
            "required column missing: Student_id; the header is: School_id, Last",
        ),
        quarantined=((2, "LND-004", "student_id", "student_id is empty"),),
    ),
    clever(
        "header-title-line",
        "Student export of 1 September 2026\n" + lines(1),
        [],
        blocked=("required column missing: School_id, Student_id, Last_name, First",),
        quarantined=(
            (2, "LND-005", None, "6 fields where the header has 1"),
            (3, "LND-005", None, "6 fields where the header has 1"),
        ),
        findings=(
            (
                "LND-009",
                "Student export of 1 September 2026",
                "Student export of 1 September 2026",
                1,
                1,
                "is not in the specification",
            ),
        ),
    ),
    clever(
        "header-semicolons",
        "School_id;Student_id;Last_name;First_name\nsch-1;s1;Ames;Ada\n",
        [],
        blocked=("is it separated by something else than commas?",),
        quarantined=((2, "LND-004", "school_id", "school_id is empty"),),
        findings=(
            (
                "LND-009",
                "School_id;Student_id;Last_name;First_name",
                "School_id;Student_id;Last_name;First_name",
                1,
                1,
                "is not in the specification",
            ),
        ),
    ),
]


def unreadable(case_id, data, message):
    return clever(case_id, data, [], blocked=(message,))


FILES = [
    unreadable("file-empty", b"", "the file is empty: not even a header line"),
    unreadable(
        "file-excel",
        zipped({"[Content_Types].xml": "<Types/>"}),
        "this is a zip or Excel file, not CSV text: export it as CSV",
    ),
    unreadable(
        "file-web-page",
        "<!DOCTYPE html>\n<html><body>Session expired</body></html>\n",
        "this is a web page or XML, not CSV text",
    ),
    unreadable(
        "file-of-nul",
        b"\x00" * 4096,
        "the file holds NUL bytes, so it is not text",
    ),
    unreadable(
        "file-cut-off-utf-16",
        lines(1, 2).encode("utf-16")[:-1],
        "broken utf-16-le text",
    ),
    Case(
        "file-name-misspelt",
        {
            "clever/{district}/schools.csv": SCHOOLS,
            "clever/{district}/student.csv": lines(1),
        },
        {"schools": ["sch-1"], "students": []},
        findings=(
            ("LND-008", None, None, None, 1, "no model reads a file of this name"),
        ),
    ),
    Case(
        "file-too-deep",
        {
            "clever/{district}/schools.csv": SCHOOLS,
            "clever/{district}/export/students.csv": lines(1),
        },
        {"schools": ["sch-1"], "students": []},
        findings=(
            ("LND-008", None, None, None, 1, "no model reads a file of this name"),
        ),
    ),
    Case(
        "file-left-by-the-system",
        {
            "clever/{district}/schools.csv": SCHOOLS,
            "clever/{district}/.DS_Store": b"\x00\x00\x00\x01Bud1",
            "clever/{district}/Thumbs.db": b"\xd0\xcf\x11\xe0",
            "clever/{district}/~$students.csv": b"\x05user",
        },
        {"schools": ["sch-1"]},
    ),
    Case(
        "district-in-two-rosters",
        {
            "clever/{district}/schools.csv": SCHOOLS,
            **{f"oneroster/{{district}}/{n}": t for n, t in package().items()},
        },
        {"schools": ["sch-1"], "orgs": ORGS},
        blocked=(
            "LND-003: the district has rosters from two sources, clever and oneroster",
            "LND-003: the district has rosters from two sources, oneroster and clever",
        ),
    ),
]

PACKAGES = [
    Case(
        "zip-damaged",
        {"oneroster/{district}/roster.zip": zipped(package())[:-60]},
        {"orgs": []},
        blocked=("the zip file cannot be read", "there is no manifest.csv at the root"),
    ),
    Case(
        "zip-without-manifest",
        {"oneroster/{district}.zip": zipped(package(without=["manifest"]))},
        {"orgs": ORGS},
        blocked=("there is no manifest.csv at the root of the OneRoster package",),
    ),
    Case(
        "zip-with-a-folder",
        {"oneroster/{district}.zip": zipped(package(), folder="export/")},
        {"orgs": []},
        blocked=("there is no manifest.csv at the root of the OneRoster package",),
        findings=tuple(
            ("LND-008", None, None, None, 1, "no model reads a file of this name")
            for _ in package()
        ),
    ),
    Case(
        "zip-beside-another",
        {
            "oneroster/{district}/august.zip": zipped(package()),
            "oneroster/{district}/september.zip": zipped(package()),
        },
        {"orgs": [org for org in ORGS for _ in range(2)]},
        blocked=(
            "LND-003: the district has more than one package, in oneroster/zip_beside",
        ),
    ),
    oneroster(
        "package-file-missing",
        package(without=["classes"]),
        blocked=("manifest.csv promises classes.csv, which is not there",),
    ),
    oneroster(
        "package-delta",
        package(manifest=lambda text: text.replace("orgs,bulk", "orgs,delta")),
        blocked=("manifest.csv marks orgs as delta; only bulk packages can be read",),
    ),
    oneroster(
        "package-version-unknown",
        package(version="2.0"),
        blocked=("manifest.csv gives oneroster.version 2.0; 1.1 and 1.2 can be read",),
    ),
    oneroster(
        "package-without-roles",
        package(
            without=["roles"],
            manifest=lambda text: text.replace("file.roles,bulk", "file.roles,absent"),
        ),
        blocked=("a OneRoster 1.2 package needs roles.csv, which is not there",),
    ),
]

CASES = [*FILES, *PACKAGES, *HEADERS, *TEXT, *ROWS, *QUOTES, *KEYS, *VALUES]
