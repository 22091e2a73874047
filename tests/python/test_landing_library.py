"""The landing library without dbt: both readers, what is not plain, lost quotes."""

import importlib
import json
import random

import pytest
from edstats.landing import plain as plain_module
from edstats.landing.contract import Contract, match_header
from edstats.landing.plain import prove_plain
from edstats.landing.records import decode, parse_line, read_header, read_records
from landing_file import HEADER, META, Landing, statuses

# The package gives the function `land` the name of its module.
land_module = importlib.import_module("edstats.landing.land")
delimited_module = importlib.import_module("edstats.landing.delimited")


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


@pytest.fixture
def landing(tmp_path):
    return Landing(tmp_path)


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
