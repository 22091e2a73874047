"""Bad inputs whose fault is in a file: what it is, its package, header or text."""

import io
import warnings
import zipfile

from bad_input import (
    HEADER,
    ORGS,
    SCHOOLS,
    Case,
    clever,
    lines,
    oneroster,
    package,
    row,
)


def zipped(members, folder=""):
    buffer = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, text in members.items():
            archive.writestr(folder + name, text)
    return buffer.getvalue()


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

CASES = [*FILES, *PACKAGES, *HEADERS, *TEXT]
