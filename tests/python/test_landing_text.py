"""The landing library without dbt: encodings, line ends, unreadable files, headers."""

import importlib
import json

import pytest
from edstats.landing.contract import Contract, match_header, snake_case
from edstats.landing.records import UnreadableFile, decode, read_header
from landing_file import HEADER, META, Landing, statuses

delimited_module = importlib.import_module("edstats.landing.delimited")


@pytest.fixture
def landing(tmp_path):
    return Landing(tmp_path)


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


def test_a_personal_column_is_told_in_no_detail(landing):
    phone, personal = "1111527861", {"personal": ["note"]}
    unequal = f'{HEADER}\n1,2,Ames,,,x,"{phone}\n1,3,Bell,,,{phone}\n'
    rows = landing(unequal.encode(), personal)
    assert statuses(rows) == {"quarantined": 1, "staged": 1}
    (held,) = (row for row in rows if row["row_status"] == "quarantined")
    assert json.loads(held["row_detail"])["record"] == {"line_number": 2}
    # the landing table has it: staging makes its hash from there
    assert [row["note"] for row in rows if row["row_status"] == "staged"] == [phone]
    assert phone in str(landing(unequal.encode())[1]["row_detail"])


def test_a_first_line_with_a_personal_value_is_not_told(landing):
    record = b"1,2,Ames,,,1111527861\n1,3,Bell,,,1111527862\n"
    assert "1111527861" in str([row["row_detail"] for row in landing(record)])
    rows = landing(record, {"personal": ["note"]})
    assert "1111527861" not in str([row["row_detail"] for row in rows])
    (header,) = (row for row in rows if row["row_status"] == "landed")
    assert json.loads(header["row_detail"])["blocking_rule"] == "LND-002"
