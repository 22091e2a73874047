"""Landing one national school-finance file with the library: layouts and faults.

What dbt makes of whole runs is in test_dfe_staging.py.
"""

import datetime
import json
import types

import duckdb
import pytest
from dfe_files import (
    CONTRACTS,
    SCHOOL,
    as_csv,
    as_workbook,
    header_of,
    table,
    workforce,
)
from edstats.landing import land, take_inventory
from edstats.landing import workbook as workbook_module
from edstats.landing.contract import Contract, match_header


class Landing:
    """The rows that `land` makes of one file of a run."""

    def __init__(self, folder):
        self.root = folder / "raw"
        self.session = duckdb.connect()

    def __call__(self, entity, name, data, this=None):
        path = self.root / "dfe" / "2024" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        meta = CONTRACTS[entity] | {"raw_root": str(self.root)}
        found = self.session.sql(f"select '{path}' as file")
        listed = take_inventory(
            self.session,
            found,
            meta,
            types.SimpleNamespace(schema="none", identifier="none"),
        )
        files = self.session.from_arrow(listed)
        relation = land(self.session, found, files, meta, this)
        names = relation.columns
        rows = [dict(zip(names, row, strict=True)) for row in relation.fetchall()]
        return sorted(rows, key=lambda row: (row["line_number"], row["row_status"]))


@pytest.fixture
def landing(tmp_path):
    return Landing(tmp_path)


def of_status(rows, status):
    return [row for row in rows if row["row_status"] == status]


def header_detail(rows):
    (header,) = of_status(rows, "landed")
    return json.loads(header["row_detail"]) | {"line_number": header["line_number"]}


def findings(rows):
    details = [json.loads(row["row_detail"]) for row in of_status(rows, "finding")]
    return [(each["rule_id"], each["column"], each["message"]) for each in details]


# -- headers ---------------------------------------------------------------------------


def positions(entity, *names):
    return match_header(list(names), Contract.from_meta(CONTRACTS[entity])).positions


def test_the_free_meals_column_is_never_that_of_those_who_claim():
    """The headers of 2022/23 are cut off after 64 characters."""
    found = positions(
        "census_pupils",
        "URN",
        "fte pupils",
        "% of pupils known to be eligible for and claiming free school me",
        "number of pupils known to be eligible for free school meals (Per",
        "% of pupils known to be eligible for free school meals (Performa",
    )
    assert found == {"urn": 0, "fte_pupils": 1, "percent_fsm": 4}


def test_spaces_and_capitals_do_not_count():
    found = positions(
        "maintained_schools_master_list",
        "urn",
        "E24  Special facilities ",
        "E06 Catering staff",
        "Total Income   I01 to I08, I11 to I15, I18",
        "Total Income   I01 to I18",
    )
    assert found == {"urn": 0, "e24": 1, "e06": 2, "total_income": 4}


def test_a_code_is_not_the_beginning_of_another():
    found = positions(
        "maintained_schools_master_list",
        "E20A  Connectivity",
        "E20G ICT support",
        "E28b Bought in (PFI)",
    )
    assert found == {"e20a": 0, "e20g": 1, "e28b": 2}


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        ("aar", "BNCH21101 (Teaching staff)"),
        ("aar", "BAE010-T"),
        ("aar_cs", "BNCH21101 (Teaching staff)"),
        ("aar_cs", "BTE010"),
        ("academy_ar", "Teaching staff"),
    ],
)
def test_every_code_scheme_has_teaching_staff(entity, name):
    assert positions(entity, name) == {"teaching_staff": 0}


def test_the_report_has_its_lines_by_prefix():
    names = {
        "DFE/EFA Revenue grants (includes Coronavirus Government Funding": (
            "efa_revenue_grants"
        ),
        "SEN funding": "sen_funding",
        "Other income - LA & other Government grants": (
            "other_government_revenue_grants"
        ),
        "Non-Government": "non_government_income",
        "Building and Grounds maintenance and improvement": "maintenance_of_premises",
        "Legal & Professionalservices": "professional_services_non_curriculum",
    }
    assert positions("academy_ar", *names) == {
        column: n for n, column in enumerate(names.values())
    }
    names = {
        "SEN": "sen_funding",
        "Other income (LA & other Government grants)": (
            "other_government_revenue_grants"
        ),
        "Non- Government": "non_government_income",
        "Income from facilities and services": "facilities_and_services",
    }
    assert positions("academy_ar_central", *names) == {
        column: n for n, column in enumerate(names.values())
    }


@pytest.mark.parametrize(
    ("entity", "name", "is_known"),
    [
        ("aar", "BAE999-T", False),
        ("aar", "BNCH99999 (New line)", False),
        ("aar_cs", "BTI990", False),
        ("maintained_schools_master_list", "E33  Space travel", False),
        ("maintained_schools_master_list", "I19 Lottery", False),
        # another figure of a known line, a total, a balance, no line at all
        ("aar", "BAE010-R", True),
        ("aar", "BNCH20000T (Total costs)", True),
        ("aar", "BAB010-T", True),
        ("maintained_schools_master_list", "OB01 Opening balance", True),
        ("maintained_schools_master_list", "Estab", True),
    ],
)
def test_an_account_line_that_nobody_knows_is_kept_and_found(
    entity, name, is_known, landing
):
    row = dict.fromkeys(header_of(entity), "1") | {"new": "70"}
    rows = landing(entity, f"{entity}.csv", as_csv(table(entity, row, new=name)))
    (staged,) = of_status(rows, "staged")
    if is_known:
        assert (findings(rows), staged["extra_columns"]) == ([], None)
        assert header_detail(rows)["columns_not_read"] == 1
    else:
        message = f"{name!r} is an account line that nobody knows"
        assert findings(rows) == [
            ("LND-027", name, f"{message}: its money is in no total")
        ]
        assert json.loads(staged["extra_columns"]) == {name: "70"}


def test_columns_that_no_output_needs_are_counted_only(landing):
    rows = landing(
        "cdc", "cdc.csv", as_csv([["Colour", "URN", "GIFA", "Block Age", ""]])
    )
    detail = header_detail(rows)
    assert (findings(rows), detail["columns_not_read"]) == ([], 1)
    assert detail["absent_columns"] == ["site", "section_type"]


@pytest.mark.parametrize("entity", sorted(CONTRACTS))
def test_every_contract_reads_its_own_headers(entity):
    header = header_of(entity)
    contract = Contract.from_meta(CONTRACTS[entity])
    found = match_header(list(header.values()), contract)
    assert list(found.positions) == list(header)
    assert (found.findings, found.missing) == ([], [])


# -- title rows, encodings, blocking ---------------------------------------------------


def test_the_header_is_found_below_titles(landing):
    rows = landing(
        "cdc", "cdc.csv", as_csv([["Condition data"], [], *table("cdc", SCHOOL)])
    )
    assert header_detail(rows)["line_number"] == 3
    assert [row["line_number"] for row in of_status(rows, "padding")] == [1, 2]
    (staged,) = of_status(rows, "staged")
    assert (staged["line_number"], staged["gifa"]) == (4, "800.5")
    assert findings(rows) == [
        ("LND-009", None, "1 rows above the header were passed over")
    ]


def test_a_title_with_the_commas_of_the_header_is_a_title(landing):
    titles = ["Condition data,,,,", "2024,,,,"]
    data = "\n".join(titles).encode() + b"\n" + as_csv(table("cdc", SCHOOL))
    rows = landing("cdc", "cdc.csv", data)
    assert header_detail(rows)["line_number"] == 3
    assert [row["urn"] for row in of_status(rows, "staged")] == ["100001"]


def test_without_a_header_in_30_rows_the_run_is_blocked(landing):
    titles = [[f"title {n}"] for n in range(30)]
    rows = landing("cdc", "cdc.csv", as_csv([*titles, *table("cdc", SCHOOL)]))
    detail = header_detail(rows)
    assert detail["blocking_rule"] == "LND-002"
    assert "urn, gifa, block_age" in detail["blocking_message"]


def test_a_master_list_without_urn_is_blocked(landing):
    entity = "maintained_schools_master_list"
    data = as_csv(table(entity, {"laestab": "2013614"}, urn=None))
    detail = header_detail(landing(entity, f"{entity}.csv", data))
    assert detail["blocking_rule"] == "LND-002"
    assert detail["blocking_message"].startswith("required column missing: urn;")


def test_the_published_encodings_are_no_finding(landing):
    rows = table("gias", {"urn": "100001", "establishment_name": "Zoë— School"})
    data = as_csv(rows, "cp1252").replace(b"\n", b"\r\n")
    landed = landing("gias", "GIAS.csv", data)
    assert findings(landed) == []
    (staged,) = of_status(landed, "staged")
    assert staged["establishment_name"] == "Zoë— School"
    data = b"\xef\xbb\xbf" + as_csv(rows)
    assert findings(landing("gias", "gias.csv", data)) == []


# -- workbooks -------------------------------------------------------------------------


@pytest.mark.parametrize("title_rows", [5, 8])
def test_the_workforce_census_in_both_places(title_rows, landing):
    data = as_workbook(Schools=workforce(title_rows))
    rows = landing("census_workforce", "census_workforce.xlsx", data)
    assert header_detail(rows)["line_number"] == title_rows + 1
    assert len(of_status(rows, "padding")) == title_rows
    (staged,) = of_status(rows, "staged")
    assert (staged["urn"], staged["workforce_fte"]) == ("100001", "139.12")
    assert staged["line_number"] == title_rows + 2
    assert findings(rows) == []


def test_cells_as_text(landing):
    values = {
        "urn": 100001.0,
        "read_progress": -1.25,
        "writ_progress": "SUPP",
        "mat_progress": True,
        "ptrwm_exp": datetime.date(2024, 5, 29),
    }
    rows = landing("ks2", "ks2.xlsx", as_workbook(index=[], a=table("ks2", values)))
    (staged,) = of_status(rows, "staged")
    assert {name: staged[name] for name in values} == {
        "urn": "100001",
        "read_progress": "-1.25",
        "writ_progress": "SUPP",
        "mat_progress": "true",
        "ptrwm_exp": "2024-05-29",
    }
    assert header_detail(rows)["sheet"] == "a"


def test_a_shifted_header_is_found_and_said(landing):
    sheet = [[], ["Performance tables"], [], *table("ks2", {"urn": 100001})]
    rows = landing("ks2", "ks2.xlsx", as_workbook(ks2=[["", *row] for row in sheet]))
    assert [row["line_number"] for row in of_status(rows, "staged")] == [5]
    assert findings(rows) == [
        ("LND-009", None, "1 rows above the header were passed over")
    ]


def test_both_sheets_of_the_report(landing):
    own = {"urn": 100001, "academy_upin": 111111, "teaching_staff": 7967000}
    central = {"lead_upin": 110060, "company_number": 9000060, "teaching_staff": 811}
    data = as_workbook(
        index=[],
        academies=table("academy_ar", own),
        **{"Central services": table("academy_ar_central", central)},
    )
    for entity, amount in (("academy_ar", "7967000"), ("academy_ar_central", "811")):
        (staged,) = of_status(landing(entity, "academy_ar.xlsx", data), "staged")
        assert staged["teaching_staff"] == amount


@pytest.mark.parametrize(
    ("data", "rule", "message"),
    [
        (b"URN,GIFA\n1,2\n", "LND-001", "this is no workbook that can be read: "),
        (b"", "LND-001", "this is no workbook that can be read: "),
        (
            as_workbook(index=[["x"]]),
            "LND-002",
            "the workbook has no sheet Academies; it has: index",
        ),
        (
            as_workbook(Academies=[["URN", "Teaching staff"], [1, 2]]),
            "LND-002",
            "required column missing: academy_upin; the header is: URN, Teaching staff",
        ),
        (
            as_workbook(Academies=[]),
            "LND-002",
            "no sheet of the workbook holds a value",
        ),
    ],
    ids=["CSV", "empty", "sheet missing", "column missing", "empty sheet"],
)
def test_workbooks_that_block(data, rule, message, landing):
    detail = header_detail(landing("academy_ar", "academy_ar.xlsx", data))
    assert detail["blocking_rule"] == rule
    assert detail["blocking_message"].startswith(message)
    assert str(landing.root) not in detail["blocking_message"]


def test_an_unchanged_workbook_is_not_opened_again(landing, monkeypatch):
    data = as_workbook(a=table("ks2", {"urn": 100001}))
    rows = landing("ks2", "ks2.xlsx", data)
    landing.session.execute("create table landed as select * from landing_rows")
    assert of_status(rows, "staged")

    def refuse(*_):
        raise AssertionError("the workbook was opened again")

    monkeypatch.setattr(workbook_module, "_open_sheet", refuse)
    assert landing("ks2", "ks2.xlsx", data, this="landed") == []
