"""A bad input of docs/landing.md: its files, and what has to become of them.

Every case is a district of its own (its id with `_` for `-`) in one raw root, so that
one build shows them all. What a case does not name must not happen: no other finding,
no other quarantined row, no block. The cases are in bad_input_files.py,
bad_input_rows.py and bad_input_values.py; here is what they are written with.
"""

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
HEADER = ",".join(COLUMNS)
ORGS = ["cf-district", "cf-elm", "cf-mid"]


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


def ids(good):
    """Student ids: a number stands for that student."""
    return [f"s{one}" if isinstance(one, int) else one for one in good]


def clever(case_id, text, good, entity="students", **expected):
    """A district with a good schools.csv and a bad file of the entity."""
    files = {
        "clever/{district}/schools.csv": SCHOOLS,
        f"clever/{{district}}/{entity}.csv": text,
    }
    staged = {"schools": ["sch-1"], entity: ids(good)}
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


def oneroster(case_id, members, good=None, **expected):
    """A district whose OneRoster package is a folder."""
    files = {f"oneroster/{{district}}/{name}": text for name, text in members.items()}
    return Case(case_id, files, good or {"orgs": ORGS}, **expected)
