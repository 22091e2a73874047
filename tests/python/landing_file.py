"""Landing one file with the library alone: what it is made of and what came out."""

import json
import types

import duckdb
from edstats.landing import land, take_inventory

META = {
    "headers": ["School_id", "Student_id", "Last_name", "DOB", "Password", "Note"],
    "key": ["school_id", "student_id"],
    "required": ["last_name"],
    "types": {"dob": "date"},
    "aliases": {"Surname": "Last_name"},
    "withheld": ["password"],
    "open_prefix": "ext.",
}
HEADER = ",".join(META["headers"])


class Landing:
    """The rows that `land` makes of one file in a raw root of its own."""

    def __init__(self, folder):
        self.root = folder / "raw"
        self.path = self.root / "clever" / "cedar" / "students.csv"
        self.path.parent.mkdir(parents=True)
        self.session = duckdb.connect()

    def __call__(self, data=None, meta=None):
        if data is not None:
            self.path.write_bytes(data)
        meta = {**META, **(meta or {}), "raw_root": str(self.root)}
        files = [str(p) for p in self.root.rglob("*") if p.is_file()]
        self.session.execute("create or replace temp table found (file varchar)")
        self.session.executemany("insert into found values (?)", [[f] for f in files])
        found = self.session.table("found")
        this = types.SimpleNamespace(schema="landing", identifier="none")
        listed = take_inventory(self.session, found, meta, this)
        relation = land(
            self.session, found, self.session.from_arrow(listed), meta, None
        )
        names = relation.columns
        rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
        return sorted(rows, key=lambda row: (row["line_number"], row["row_status"]))

    def detail(self, data, **meta):
        """The detail of the header row."""
        (header,) = (r for r in self(data, meta) if r["row_status"] == "landed")
        return json.loads(header["row_detail"])

    def findings(self, data, **meta):
        """(rule, column, message, line number) of each finding about the file."""
        details = [
            (json.loads(row["row_detail"]), row["line_number"])
            for row in self(data, meta)
            if row["row_status"] == "finding"
        ]
        return [(d["rule_id"], d["column"], d["message"], n) for d, n in details]


def statuses(rows):
    """row_status -> number of rows, without header and findings."""
    counts = {}
    for row in rows:
        if row["row_status"] not in ("landed", "finding"):
            counts[row["row_status"]] = counts.get(row["row_status"], 0) + 1
    return counts
