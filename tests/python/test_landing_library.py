"""The landing library without dbt: both readers, headers, encodings, lost quotes."""

import importlib
import io
import json
import random
import types
import warnings
import zipfile

import duckdb
import pytest
from edstats.landing import plain as plain_module
from edstats.landing import take_inventory
from edstats.landing.contract import Contract, match_header, snake_case
from edstats.landing.plain import prove_plain
from edstats.landing.records import (
    UnreadableFile,
    decode,
    parse_line,
    read_header,
    read_records,
)

# The package gives the function `land` the name of its module.
land_module = importlib.import_module("edstats.landing.land")
delimited_module = importlib.import_module("edstats.landing.delimited")

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


def count_fields(line):
    fields, _ = parse_line(line)
    return None if fields is None else len(fields)


def records_of(data):
    """The records of the bytes of a file, after its header."""
    text = decode(data)
    _, last, names, line = read_header(text)
    return list(read_records(text, last + 1, len(names), header=line))


def good_and_bad(data):
    """(line numbers of the good records, line numbers of the malformed ones)."""
    records = records_of(data)
    good = [record.line_number for record in records if record.fields is not None]
    return good, [r.line_number for r in records if r.fields is None]


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
        relation = land_module.land(
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


@pytest.fixture
def landing(tmp_path):
    return Landing(tmp_path)


def statuses(rows):
    """row_status -> number of rows, without header and findings."""
    counts = {}
    for row in rows:
        if row["row_status"] not in ("landed", "finding"):
            counts[row["row_status"]] = counts.get(row["row_status"], 0) + 1
    return counts


# -- both readers agree ------------------------------------------------------------

VALUES = [
    "",
    " ",
    "\t",
    "\u00a0",
    "a",
    "Null",
    "NULL",
    "O'Neil",
    "Núñez",
    "名前",
    "two words",
    " padded ",
    "with, comma",
    'say "hi"',
    '"',
    '""',
    ",",
    "0017",
    "x" * 300,
    "'",
    "\\",
    "#",
    ";",
]


def random_plain_file(rng):
    """The bytes of a file that is plain, with everything that plain allows."""
    end = rng.choice(["\n", "\r\n"])
    fields = rng.randint(2, 7)

    def written(value):
        if any(c in value for c in ',"') or rng.random() < 0.2:
            return '"' + value.replace('"', '""') + '"'
        return value

    names = [f"h{number}" for number in range(fields)]
    if rng.random() < 0.3:
        names[-1] = '"h, last"'
    lines = [",".join(names)]
    for _ in range(rng.choice([0, 1, 2, 5, 40, 400])):
        lines.append(",".join(written(rng.choice(VALUES)) for _ in range(fields)))
    text = end.join(lines) + rng.choice(["", end, end * 2, end * 5])
    if len(lines) == 1 and not text.endswith(end):
        text += end
    mark = b"\xef\xbb\xbf" if rng.random() < 0.3 else b""
    return mark + text.encode()


def both_readings(landing, data, monkeypatch, headers):
    """The rows of one file by DuckDB's reader and record by record."""
    meta = {"headers": headers, "key": [headers[0]], "types": {}, "withheld": []}
    by_duckdb = landing(data, meta)
    with monkeypatch.context() as patch:
        patch.setattr(delimited_module, "prove_plain", lambda *_: None)
        by_record = landing(data, meta)
    for rows in (by_duckdb, by_record):
        for row in rows:
            if row["row_status"] == "padding":
                # Spaces of a line without a value are kept by one reader only.
                row |= {column: None for column in row if column.startswith("h")}
                row["extra_columns"] = None
            if row["row_status"] == "landed":
                row["row_detail"] = json.loads(row["row_detail"])
                row["row_detail"].pop("is_tidy", None)
    return by_duckdb, by_record


@pytest.mark.parametrize("seed", range(40))
def test_both_readers_give_the_same_rows(seed, landing, monkeypatch):
    """What prove_plain accepts means the same to DuckDB and to read_records."""
    rng = random.Random(seed)
    monkeypatch.setattr(plain_module, "CHUNK_BYTES", rng.choice([16, 100, 2 << 20]))
    data = random_plain_file(rng)
    headers = [f"h{number}" for number in range(rng.randint(1, 6))]
    landing.path.write_bytes(data)
    assert prove_plain(landing.path, count_fields) is not None
    by_duckdb, by_record = both_readings(landing, data, monkeypatch, headers)
    assert by_duckdb == by_record


@pytest.mark.parametrize("seed", range(40))
def test_what_is_proven_plain_by_chance_is_read_alike(seed, landing, monkeypatch):
    """Noise of separators: most of it is not plain, some of it is by chance."""
    rng = random.Random(seed)
    plain = 0
    for _ in range(25):
        end = rng.choice(["\n", "\r\n"])
        pieces = [
            f"a,b{end}",
            f'"",é{end}',
            "a,",
            f"b{end}",
            '"',
            '""',
            " ",
            "\n",
            "\x1a",
        ]
        weights = [12, 4, 6, 6, 0.5, 2, 0.5, 0.5, 0.2]
        body = "".join(rng.choices(pieces, weights, k=rng.randint(0, 8)))
        data = f"h0,h1{end}{body}".encode()
        landing.path.write_bytes(data)
        monkeypatch.setattr(plain_module, "CHUNK_BYTES", rng.choice([4, 9, 2 << 20]))
        if prove_plain(landing.path, count_fields) is not None:
            plain += 1
            by_duckdb, by_record = both_readings(
                landing, data, monkeypatch, ["h0", "h1"]
            )
            assert by_duckdb == by_record, data
    assert plain > 0


@pytest.mark.parametrize("seed", range(60))
def test_no_character_of_a_file_is_lost(seed):
    """The texts of the records, one after another, are the lines of the file."""
    rng = random.Random(seed)
    for _ in range(50):
        pieces = ["a", "b c", ",", '"', '""', "\n", "\r\n", "é", " ", "1,2,3\n"]
        body = "".join(rng.choices(pieces, k=rng.randint(0, 60)))
        data = ("x,y,z\n" + body).encode()
        lines = decode(data).lines
        records = records_of(data)
        assert "\n".join(r.text for r in records).split("\n") == (lines[1:] or [""])
        for record in records:
            first = record.text.split("\n")[0]
            assert lines[record.line_number - 1] == first


@pytest.mark.parametrize("size", [3 << 20, 20 << 20])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_very_long_line_is_a_line(size, quoted, landing):
    value = "x" * size if not quoted else '"' + "x," * (size // 2) + '"'
    data = f"{HEADER}\n1,2,Ames,,,{value}\n1,3,Boyd,,,short\n".encode()
    rows = [row for row in landing(data) if row["row_status"] == "staged"]
    assert [row["line_number"] for row in rows] == [2, 3]
    assert rows[0]["note"] == value.strip('"')
    assert rows[1]["note"] == "short"
    data = data.replace(b"short", b'a "quote')
    rows = [row for row in landing(data) if row["row_status"] == "staged"]
    assert rows[0]["note"] == value.strip('"')


def test_line_numbers_of_a_file_of_several_buffers(landing):
    """DuckDB reads a large file in parts by several threads; the lines keep order."""
    note = "y" * 80
    lines = [f"1,{number},Ames,,,{note}" for number in range(600_000)]
    landing.path.write_text("\n".join([HEADER, *lines]) + "\n")
    landing.session.execute("set threads = 4")
    meta = {**META, "raw_root": str(landing.root)}
    proof = prove_plain(landing.path, count_fields)
    header = match_header(META["headers"], Contract.from_meta(meta))
    lead = {"district_id": "d", "file_path": "f", "file_key": "k"}
    select = land_module.plain_select(
        landing.path, lead, proof, header, Contract.from_meta(meta)
    )
    names = [*land_module.LEADING, *header.positions, *land_module.TRAILING]
    wrong = landing.session.sql(
        "select count(*), count(*) filter (line_number <> student_id::int + 2)"
        f" from ({select}) as read ({', '.join(names)})"
    ).fetchone()
    assert wrong == (600_000, 0)


# -- what is not plain -------------------------------------------------------------

NOT_PLAIN = {
    "no line end after the header": b"a,b",
    "one column": b"a\n1\n",
    "NUL byte": b"a,b\n1,\x00\n",
    "NUL byte in the header": b"a,\x00b\n1,2\n",
    "not UTF-8": b"a,b\n1,caf\xe9\n",
    "header not UTF-8": b"a,caf\xe9\n1,2\n",
    "UTF-16": "a,b\n1,2\n".encode("utf-16"),
    "CRLF after LF": b"a,b\n1,2\r\n3,4\n",
    "LF after CRLF": b"a,b\r\n1,2\n3,4\r\n",
    "lone CR": b"a,b\n1,2\r3,4\n",
    "CR line ends": b"a,b\r1,2\r",
    "CR CR LF line ends": b"a,b\r\r\n1,2\r\r\n",
    "blank line first": b"\na,b\n1,2\n",
    "blank line inside": b"a,b\n1,2\n\n3,4\n",
    "one field too many": b"a,b\n1,2,3\n",
    "one field too few": b"a,b\n1\n",
    "too many, then too few": b"a,b\n1,2,3\n4\n",
    "quote over a line end": b'a,b\n1,"x\ny"\n',
    "quote never closed": b'a,b\n1,"x\n2,y\n',
    "quote in a value": b'a,b\n1,5" x 7"\n',
    "text after a quote": b'a,b\n1,"x"y\n',
    "space before a quote": b'a,b\n1, "x"\n',
    "space after a quote": b'a,b\n1,"x" \n',
    "quote in the header over a line end": b'a,"b\nc"\n1,2\n',
    "header line again": b"a,b\n1,2\na,b\n3,4\n",
    "byte-order mark inside": b"a,b\n1,2\n\xef\xbb\xbf3,4\n",
    "spaces for the last line": b"a,b\n1,2\n   \n",
}


@pytest.mark.parametrize("data", NOT_PLAIN.values(), ids=NOT_PLAIN)
@pytest.mark.parametrize("chunk_bytes", [5, 2 << 20])
def test_not_plain(data, chunk_bytes, tmp_path, monkeypatch):
    monkeypatch.setattr(plain_module, "CHUNK_BYTES", chunk_bytes)
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    assert prove_plain(path, count_fields) is None


@pytest.mark.parametrize(
    ("body", "is_tidy"),
    [
        ("1,x\n", True),
        ("1,two words\n", True),
        (",\n", True),
        ('1,""\n', True),
        ('"a, b",x\n', True),
        (" 1,x\n", False),
        ("1 ,x\n", False),
        ("1, x\n", False),
        ("1,x \n", False),
        ("1,x\t\n", False),
        ('1," x"\n', False),
        ('1,"x "\n', False),
        ("1,\u00a0x\n", False),
        ("1,Núñé\n", False),
        ("1,Núñez\n", True),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tidy(body, is_tidy, end, tmp_path):
    """A file in which some value may have something to trim is not tidy."""
    path = tmp_path / "file.csv"
    path.write_bytes(f"a,b\n{body}2,y\n".replace("\n", end).encode())
    assert prove_plain(path, count_fields).is_tidy is is_tidy


# -- quotes that are never closed --------------------------------------------------


def thousand_lines():
    return [f"{n},name {n},{n * n}" for n in range(1000)]


@pytest.mark.parametrize("fault", [0, 1, 499, 998, 999])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_unbalanced_quote_costs_its_own_line(fault, end):
    lines = thousand_lines()
    lines[fault] = f'{fault},"name,{fault}'
    good, bad = good_and_bad(end.join(["id,name,square", *lines]).encode())
    assert bad == [fault + 2]
    assert good == [n for n in range(2, 1002) if n != fault + 2]


def test_unbalanced_quotes_in_two_lines_running():
    lines = thousand_lines()
    lines[500], lines[501] = '500,"name,1', '501,"name,2'
    good, bad = good_and_bad("\n".join(["id,name,square", *lines]).encode())
    assert (bad, len(good)) == ([502, 503], 998)


def test_an_unbalanced_quote_before_a_value_of_several_lines():
    lines = thousand_lines()
    lines[500], lines[501] = '500,"name,1', '501,"two\nlines",2'
    good, bad = good_and_bad("\n".join(["id,name,square", *lines]).encode())
    assert (bad, len(good)) == ([502], 999)
    assert 503 in good and 504 not in good and 505 in good


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('1,"two\nlines",x', "two\nlines"),
        ('1,"with, comma\nand, more",x', "with, comma\nand, more"),
        ('1,"said ""hi""\nand ""bye""",x', 'said "hi"\nand "bye"'),
        ('1,"\n\n\n",x', "\n\n\n"),
        ('1,"ends with a quote""\n""starts",x', 'ends with a quote"\n"starts'),
        ('1,"a list:\n- one\n- two",x', "a list:\n- one\n- two"),
        ('1,"line\u2028separator\nand more",x\u2028y', "line\u2028separator\nand more"),
        ('1,"' + "\n".join("abcdefghij" * 15) + '",x', "\n".join("abcdefghij" * 15)),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_value_of_several_lines_survives(text, value, end):
    """Line ends inside a value become LF; everything after it keeps its line."""
    data = f"a,b,c\n0,x,y\n{text}\n2,x,y\n".replace("\n", end).encode()
    before, record, after = records_of(data)
    assert record.fields[:2] == ["1", value]
    assert (before.line_number, record.line_number) == (2, 3)
    assert after.line_number == 4 + text.count("\n")


def test_a_quote_open_for_too_long_is_unbalanced():
    lines = ["x"] * 300
    good, bad = good_and_bad(
        'a,b\n1,"open\n{}\n2,y\n'.format("\n".join(lines)).encode()
    )
    assert bad == list(range(2, 303))
    assert good == [303]


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ('1,5" pipe,x', ["1", '5" pipe', "x"]),
        ("1,'single',x", ["1", "'single'", "x"]),
        ('1,"",x', ["1", "", "x"]),
        ('1,"""",x', ["1", '"', "x"]),
        ('1, "spaced, out" ,x', ["1", " spaced, out ", "x"]),
        ('"1","2","3"', ["1", "2", "3"]),
        ("1,2,3,,", ["1", "2", "3"]),
        ("1,2,3, ", ["1", "2", "3"]),
        ("1,2,", ["1", "2", ""]),
        ("1,a\rb,x", ["1", "a\rb", "x"]),
    ],
)
def test_odd_lines_that_can_be_read(line, fields):
    (record,) = records_of(f"a,b,c\n{line}\n".encode())
    assert record.fields == fields


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("1,2", "2 fields where the header has 3"),
        ("1,2,3,4", "4 fields where the header has 3"),
        ("Total: 200 rows", "1 fields where the header has 3"),
        ('1,"Ann" Lee,x', "a quoted value is followed by text before the next value"),
        ('1,"Ann "Bo" Lee",x', "a quoted value is followed by text before the"),
        ('1,"Ann,x', "a quote is opened and never closed"),
        ("a,b,c", "the header line again"),
        ("1,\x00,x", "the line holds NUL characters"),
    ],
)
def test_malformed_lines(line, problem):
    """Each costs itself, and its text is kept."""
    before, record, after = records_of(f"a,b,c\n0,x,y\n{line}\n2,x,y\n".encode())
    assert record.fields is None and record.problem.startswith(problem)
    assert record.text == line.replace("\x00", "\\x00")
    assert (before.fields[0], after.fields[0]) == ("0", "2")


@pytest.mark.parametrize(
    "line", ["", "   ", ",,", ",,,,,", '"","",""', "\x1a", " ,\t,"]
)
def test_lines_without_a_value(line, landing):
    rows = landing(f"{HEADER}\n1,2,Ames,,,\n{line}\n1,3,Boyd,,,\n".encode())
    assert statuses(rows) == {"staged": 2, "padding": 1}


# -- encodings and line ends -------------------------------------------------------


def test_cp1252_is_decoded_line_by_line():
    text = decode("a,b\n1,Núñez\n".encode() + "2,“Zoë”\n".encode("cp1252"))
    assert text.lines == ["a,b", "1,Núñez", "2,“Zoë”"]
    assert (text.encoding, text.cp1252_lines) == ("cp1252", [3])


def test_bytes_that_no_encoding_knows_cost_their_line(landing):
    data = f"{HEADER}\n1,2,Ames,,,\n1,3,B\x81\x8d,,,\n1,4,Cole,,,\n".encode("latin-1")
    rows = landing(data)
    assert statuses(rows) == {"staged": 2, "quarantined": 1}
    (bad,) = (row for row in rows if row["row_status"] == "quarantined")
    detail = json.loads(bad["row_detail"])
    assert detail["record"] == {"line": "1,3,B\\x81\\x8d,,,"}
    assert detail["message"] == "neither UTF-8 nor cp1252 text"


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.encode("utf-16-le"),
        lambda text: text.encode("utf-16-be"),
    ],
    ids=["LE with mark", "BE with mark", "LE", "BE"],
)
def test_utf_16(encode, landing):
    rows = landing(encode(f"{HEADER}\r\n1,2,Núñez,,,\r\n"))
    assert [r["last_name"] for r in rows if r["row_status"] == "staged"] == ["Núñez"]
    found = [json.loads(r["row_detail"]) for r in rows if r["row_status"] == "finding"]
    assert {f["rule_id"] for f in found} == {"LND-012", "LND-017"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_line_ends(end, landing):
    rows = landing(
        f"{HEADER}\n1,2,Ames,,,x\n1,3,Boyd,,,y\n".replace("\n", end).encode()
    )
    staged = [row for row in rows if row["row_status"] == "staged"]
    assert [(r["line_number"], r["note"]) for r in staged] == [(2, "x"), (3, "y")]


def test_mixed_line_ends(landing):
    rows = landing(f"{HEADER}\r1,2,Ames,,,x\n1,3,Boyd,,,y\r\n1,4,Cole,,,z\r".encode())
    assert [r["note"] for r in rows if r["row_status"] == "staged"] == ["x", "y", "z"]


def test_files_put_together_with_byte_order_marks(landing):
    part = f"\ufeff{HEADER}\n1,{{}},Ames,,,\n"
    rows = landing("".join(part.format(n) for n in (2, 3, 4)).encode())
    assert statuses(rows) == {"staged": 3, "quarantined": 2}
    assert [r["school_id"] for r in rows if r["row_status"] == "staged"] == ["1"] * 3
    again = [
        json.loads(r["row_detail"]) for r in rows if r["row_status"] == "quarantined"
    ]
    assert {detail["message"] for detail in again} == {"the header line again"}


UNREADABLE = {
    "the file is empty: not even a header line": [
        b"",
        b"\n\n",
        b"\xef\xbb\xbf",
        b",,\n",
    ],
    "this is a zip or Excel file, not CSV text": [b"PK\x03\x04rest"],
    "this is an Excel file, not CSV text": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
    "this is a gzip file, not CSV text": [b"\x1f\x8b\x08\x00"],
    "this is a PDF file, not CSV text": [b"%PDF-1.7\n"],
    "this is a Parquet file, not CSV text": [b"PAR1\x15\x04"],
    "this is a web page or XML, not CSV text": [b"<!DOCTYPE html>\n", b"\n<?xml ?>"],
    "the file holds NUL bytes, so it is not text": [b"\x00" * 512, b"a\x00,b\n1,2\n"],
    "the header line is neither UTF-8 nor cp1252 text": [b"a\x81,b\n1,2\n"],
    "broken utf-16-le text": [b"\xff\xfea"],
}


@pytest.mark.parametrize(
    ("message", "data"), [(m, d) for m, several in UNREADABLE.items() for d in several]
)
def test_unreadable_files_block_with_a_reason(message, data, landing):
    detail = landing.detail(data)
    assert detail["blocking_rule"] == "LND-001"
    assert detail["blocking_message"].startswith(message)
    with pytest.raises(UnreadableFile, match=message[:20]):
        read_header(decode(data))


def test_a_file_that_cannot_be_opened_blocks_with_a_reason(landing, monkeypatch):
    """The rights of a file do not bind every user, so the refusal is made up."""
    landing.path.write_text(f"{HEADER}\n1,2,Ames,,,\n")

    def refuse(path, *_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("edstats.landing.inventory.open", refuse, raising=False)
    monkeypatch.setattr(delimited_module, "prove_plain", refuse)
    monkeypatch.setattr(delimited_module, "_read_bytes", refuse)
    detail = landing.detail(None)
    assert detail["blocking_rule"] == "LND-001"
    assert "Permission denied" in detail["blocking_message"]


# -- headers -----------------------------------------------------------------------


def matched(*names, **meta):
    return match_header(list(names), Contract.from_meta({**META, **meta}))


def test_headers_are_found_in_any_case_order_and_spelling():
    header = matched("LAST NAME", " student_id ", "School-ID", "DOB")
    assert header.positions == {
        "last_name": 0,
        "student_id": 1,
        "school_id": 2,
        "dob": 3,
    }
    assert header.missing == []
    assert [f[3] for f in header.findings] == [
        "header 'LAST NAME' was read as 'Last_name'",
        "header ' student_id ' was read as 'Student_id'",
        "header 'School-ID' was read as 'School_id'",
    ]


def test_an_alias_is_read_and_reported():
    header = matched("School_id", "Student_id", "Surname")
    assert header.positions["last_name"] == 2
    assert [f[3] for f in header.findings] == [
        "header 'Surname' was read as 'Last_name'"
    ]


@pytest.mark.parametrize("names", [("Surname", "last_name"), ("last_name", "Surname")])
def test_a_header_of_the_specification_goes_before_an_alias(names):
    header = matched("School_id", "Student_id", *names)
    assert header.positions["last_name"] == 2 + names.index("last_name")
    position = 2 + names.index("Surname")
    assert header.extras == {f"Surname#{position + 1}": position}


def test_of_two_equal_headers_the_first_counts_and_both_are_kept():
    header = matched(
        "School_id", "Student_id", "Last_name", "Last_name", "ext.x", "ext.x"
    )
    assert header.positions["last_name"] == 2
    assert header.extras == {"Last_name#4": 3, "ext.x": 4, "ext.x#6": 5}
    assert [f[3] for f in header.findings] == [
        "header 'Last_name' occurs more than once",
        "header 'ext.x' occurs more than once",
    ]


def test_unknown_headers_are_kept_and_extensions_are_no_deviation():
    header = matched("School_id", "Student_id", "Last_name", "ext.bus", "Shoe size", "")
    assert header.extras == {"ext.bus": 3, "Shoe size": 4, "column_6": 5}
    assert [f[3] for f in header.findings] == [
        "column 'Shoe size' is not in the specification",
        "column 6 has no header",
    ]


def test_missing_required_headers_are_named():
    assert matched("Student_id", "DOB").missing == ["School_id", "Last_name"]


def test_the_order_is_a_finding_only_where_it_is_fixed():
    names = ("Student_id", "School_id", "Last_name")
    assert matched(*names).findings == []
    assert matched(*names, is_ordered=True).findings == [
        ("LND-009", None, None, "the columns are not in the order of the specification")
    ]


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("dateLastModified", "date_last_modified"),
        ("School_id", "school_id"),
        ("DOB", "dob"),
        ("Section_504_status", "section_504_status"),
    ],
)
def test_snake_case(header, column):
    assert snake_case(header) == column


def test_columns_without_a_name_may_be_left_out(landing):
    """As in an export that ends its header line with a comma."""
    rows = landing(f"{HEADER},\n1,2,Ames,,,x\n1,3,Boyd,,,y,kept\n1,4\n".encode())
    staged = [row for row in rows if row["row_status"] == "staged"]
    assert [row["note"] for row in staged] == ["x", "y"]
    assert json.loads(staged[1]["extra_columns"]) == {"column_7": "kept"}
    assert statuses(rows) == {"staged": 2, "quarantined": 1}


def test_a_header_written_over_two_lines(landing):
    header = HEADER.replace("Last_name", '"Last\nname"')
    rows = landing(f"{header}\n1,2,Ames,,,\n".encode())
    (row,) = (row for row in rows if row["row_status"] == "staged")
    assert (row["line_number"], row["last_name"]) == (3, "Ames")


def test_a_header_with_a_lost_quote_is_still_read(landing):
    detail = landing.detail(f'"{HEADER}\n1,2,Ames,,,\n'.encode())
    assert detail["blocking_rule"] is None


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_another_separator_blocks_with_a_hint(separator, landing):
    detail = landing.detail(f"{HEADER}\n1,2,Ames,,,\n".replace(",", separator).encode())
    assert detail["blocking_rule"] == "LND-002"
    assert "separated by something else than commas?" in detail["blocking_message"]


@pytest.mark.parametrize("line", ["sep=,", '"sep=,"'])
def test_the_line_that_names_the_separator_is_passed_over(line, landing):
    data = f"{line}\r\n{HEADER}\r\n1,2,Ames,,,\r\n".encode()
    assert statuses(landing(data)) == {"staged": 1}
    findings = {(rule, number) for rule, _, _, number in landing.findings(data)}
    assert findings == {("LND-009", 1), ("LND-012", 1)}


def test_lines_without_a_value_before_the_header(landing):
    rows = landing(f"\n,,,\n{HEADER}\n1,2,Ames,,,\n".encode())
    assert statuses(rows) == {"padding": 2, "staged": 1}
    assert [r["line_number"] for r in rows if r["row_status"] == "landed"] == [3]


def test_the_blocking_message_is_about_the_block(landing):
    """Other remarks about the file do not take its place."""
    detail = landing.detail(b"\xef\xbb\xbfStudent_id,DOB\r\n2,\r\n")
    assert detail["blocking_message"] == (
        "required column missing: School_id, Last_name; the header is: Student_id, DOB"
    )


def test_a_withheld_column_is_never_kept(landing):
    for note in ("x", '"over\ntwo lines"'):
        rows = landing(f"{HEADER}\n1,2,Ames,,hunter2,{note}\n".encode())
        assert "hunter2" not in str(rows)


# -- the inventory -----------------------------------------------------------------


def listed(root):
    session = duckdb.connect()
    session.execute("create temp table found (file varchar)")
    for path in root.rglob("*"):
        if path.is_file():
            session.execute("insert into found values (?)", [str(path)])
    this = types.SimpleNamespace(schema="landing", identifier="none")
    meta = {"raw_root": str(root)}
    table = take_inventory(session, session.table("found"), meta, this)
    return {row["file_path"]: row for row in table.to_pylist()}


def test_inventory_names_source_and_district(tmp_path):
    paths = {
        "clever/cedar/students.csv": ("clever", "cedar"),
        "clever/cedar/deltas/2026-01-01/students.csv": ("clever", "cedar"),
        "clever/students.csv": ("clever", None),
        "notes.txt": ("notes.txt", None),
    }
    for path in (*paths, "clever/.DS_Store", "clever/cedar/Thumbs.db", ".git/x"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    rows = listed(tmp_path)
    assert {p: (r["source"], r["district_id"]) for p, r in rows.items()} == paths


@pytest.mark.parametrize("place", ["oneroster/cedar.zip", "oneroster/cedar/roster.zip"])
def test_inventory_lists_the_members_of_a_zip(place, tmp_path):
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("users.csv", "in/orgs.csv", "__MACOSX/._users.csv", ".DS_Store"):
            archive.writestr(name, "x")
    rows = listed(tmp_path)
    assert set(rows) == {place, f"{place}!users.csv", f"{place}!in/orgs.csv"}
    assert {row["district_id"] for row in rows.values()} == {"cedar"}
    assert {row["problem"] for row in rows.values()} == {None}


def broken_zips():
    """name -> bytes of zip files that cannot be read."""
    whole = random.Random(1).randbytes(9000)
    path = io_zip([("users.csv", whole)])
    middle = path.find(b"users.csv") + 20
    damaged = path[:middle] + b"\x00" * 30 + path[middle + 30 :]
    return {
        "cut off": path[: len(path) // 2],
        "damaged inside": damaged,
        "no zip at all": b"sourcedId,status\n",
        "empty": b"",
        "a member twice": io_zip([("users.csv", b"x"), ("users.csv", b"y")]),
    }


def io_zip(members):
    buffer = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        warnings.simplefilter("ignore")
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("data", broken_zips().values(), ids=broken_zips())
def test_inventory_says_why_a_zip_cannot_be_read(data, tmp_path):
    path = tmp_path / "oneroster" / "cedar.zip"
    path.parent.mkdir()
    path.write_bytes(data)
    ((name, row),) = listed(tmp_path).items()
    assert name == "oneroster/cedar.zip"
    assert row["problem"].startswith("the zip file cannot be read: ")
    assert row["bytes"] == len(data)


def test_a_thousand_files(landing):
    """One landing model of a state: a thousand districts in one go."""
    for number in range(1000):
        path = landing.root / "clever" / f"d{number:04}" / "students.csv"
        path.parent.mkdir()
        path.write_text(f"{HEADER}\n1,{number},Ames,,,\n")
    rows = [row for row in landing() if row["row_status"] == "staged"]
    assert len(rows) == 1000
    assert len({row["file_key"] for row in rows}) == 1000
