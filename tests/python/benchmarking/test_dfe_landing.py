"""Landing the national school-finance files: layouts, workbooks, and their faults.

Most cases land one file with the library alone. One dbt build shows that the macros
judge the rows and staging reads them; the checks of whole runs go over the same SQL
without dbt.
"""

import csv
import datetime
import io
import json
import types

import duckdb
import pytest
import xlsxwriter
from conftest import WAREHOUSE_NAME, dbt, query
from edstats.landing import land, take_inventory
from edstats.landing import workbook as workbook_module
from edstats.landing.contract import Contract, match_header
from edstats.landing.contracts import read_contracts

from reporting.without_dbt import Project

CONTRACTS = read_contracts("dfe")


def header_of(entity, **instead):
    """A header that a file of this kind may have; `instead` replaces or drops."""
    names = {}
    for column, spellings in CONTRACTS[entity]["headers"].items():
        name = spellings[0].removesuffix("*")
        names[column] = f"{name} of a kind" if name.endswith(" ") else name
    names |= instead
    return {column: name for column, name in names.items() if name is not None}


def table(entity, *rows, **instead):
    """Rows of text with the header first; a row is given as column -> value."""
    header = header_of(entity, **instead)
    return [
        list(header.values()),
        *([row.get(column, "") for column in header] for row in rows),
    ]


def as_csv(rows, encoding="utf-8"):
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode(encoding)


def as_workbook(**sheets):
    """The bytes of a workbook; a sheet is a list of rows of values."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        dates = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for n, row in enumerate(rows):
                for m, value in enumerate(row):
                    if isinstance(value, datetime.date):
                        sheet.write_datetime(n, m, value, dates)
                    else:
                        sheet.write(n, m, value)
    return buffer.getvalue()


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

SCHOOL = {"urn": "100001", "gifa": "800.5", "block_age": "1991-2000"}


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


def workforce(title_rows):
    entity = "census_workforce"
    wanted = ("urn", "workforce_fte", "teachers_fte", "teacher_vacancies")
    dropped = dict.fromkeys(set(header_of(entity)) - set(wanted))
    return [
        *([f"title {n}"] if n % 2 else [] for n in range(title_rows)),
        *table(entity, {"urn": 100001, "workforce_fte": 139.12}, **dropped),
    ]


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


# -- one build -------------------------------------------------------------------------

GIAS = {
    "urn": "100001",
    "la_code": "201",
    "establishment_number": "614",
    "establishment_name": "Alder School",
    "type_code": "1",
    "phase_code": "2",
    "open_date": "29-05-1993",
    "ofsted_rating": "",
}
MAINTAINED = {
    "urn": "100001",
    "laestab": "201/0614",
    "period_months": "12",
    "lead_laestab": "0",
    "is_pfi": "Y",
    "e01": "1,234.50",
    "i08a": "10",
    "i08b": "20.5",
    "e02": "-7",
}


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    """Runs with one fault or more each."""
    root = tmp_path_factory.mktemp("dfe") / "raw"

    def write(run, **files):
        for name, data in files.items():
            entity, _, suffix = name.rpartition("_")
            path = root / "dfe" / run / f"{entity}.{suffix}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)

    lists = as_csv(
        table(
            "maintained_schools_master_list",
            MAINTAINED,
            MAINTAINED | {"urn": "100002", "did_not_supply": "DNS", "e01": "DNS"},
            MAINTAINED | {"urn": "no number"},
            MAINTAINED | {"urn": ""},
            i08=None,
        )
    )
    academies = as_csv(
        table(
            "academy_master_list",
            {
                "academy_upin": "111111",
                "trust_upin": "110000.0",
                "company_number": "123456",
                "la_establishment_number": "100-1000",
                "incorporation_date": "00:00.0",
                "valid_to": "31/08/2024",
            },
        )
    )
    gias = as_csv(
        table("gias", GIAS, GIAS | {"urn": "100002", "ofsted_rating": "Good"})
    )
    commas = b",\n" * 4
    blank = b"," * (len(header_of("sen")) - 1) + b"\n"
    census = table(
        "census_pupils", {"urn": "100001", "percent_fsm": "x", "nursery": "c"}
    )
    write(
        "2024",
        gias_csv=gias,
        maintained_schools_master_list_csv=lists,
        academy_master_list_csv=academies,
        sen_csv=as_csv(table("sen", {"urn": "100001", "total_pupils": "u"}))
        + blank * 24_000,
        census_pupils_csv=as_csv(census),
        census_workforce_xlsx=as_workbook(Schools=workforce(5)),
        cdc_csv=as_csv(table("cdc", SCHOOL, SCHOOL)) + commas.replace(b",", b",,,,"),
        ks4_xlsx=as_workbook(
            england=table(
                "ks4",
                {
                    "record_type": 1,
                    "urn": 100001,
                    "attainment8": "NE",
                    "progress8": 0.25,
                },
                {"record_type": 4, "attainment8": 46.2},
                {"record_type": 1, "attainment8": 50.1},
            )
        ),
    )
    write(
        "2025",
        gias_csv=as_csv(table("gias", GIAS, ofsted_rating=None)),
        maintained_schools_master_list_csv=lists,
        aar_csv=as_csv(table("aar", {"urn": "100009", "company_number": "7"})),
        academy_ar_xlsx=as_workbook(
            Academies=table("academy_ar", {"urn": 100009}),
            CentralServices=table("academy_ar_central", {"lead_upin": 110060}),
        ),
    )
    write("2019", BFR_SOFA_raw_csv=as_csv(table("bfr_sofa", {"trust_upin": "1"})))
    write("2020", maintained_schools_master_list_csv=lists)
    write("2021", gias_csv=gias)
    write("latest", gias_csv=gias, academy_master_list_csv=academies)
    write("2022", gias_csv=gias, gias_xlsx=as_workbook(a=table("gias", GIAS)))
    write("2018", gias_csv=gias, academy_master_list_csv=academies)
    (root / "dfe" / "2018" / "GIAS.CSV").write_bytes(gias)
    return root


@pytest.fixture(scope="module")
def warehouse(raw):
    warehouse = raw.parent / "warehouse" / WAREHOUSE_NAME
    entities = (
        "academy_master_list academy_ar cdc census_pupils census_workforce gias ks4"
        " maintained_schools_master_list sen"
    )
    selected = " ".join(f"+stg_dfe__{entity}" for entity in entities.split())
    dbt(
        f"build -s {selected} --indirect-selection cautious",
        raw=raw,
        warehouse=warehouse,
        check=True,
    )
    return warehouse


def staged(warehouse, entity, columns, run="2024"):
    return query(
        warehouse,
        f"select {columns} from staging.stg_dfe__{entity} where run_id = '{run}'"
        " order by line_number",
    )


def test_staging_reads_money_dates_and_flags(warehouse):
    columns = "urn, laestab, did_not_supply, lead_laestab, is_pfi, e01, e02, i08"
    found = staged(warehouse, "maintained_schools_master_list", columns)
    assert [[str(value) for value in row] for row in found] == [
        ["100001", "2010614", "False", "None", "True", "1234.50", "-7.00", "30.50"],
        ["100002", "2010614", "True", "None", "True", "None", "-7.00", "30.50"],
    ]
    (academy,) = staged(
        warehouse,
        "academy_master_list",
        "academy_upin, trust_upin, company_number, laestab, incorporation_date,"
        " valid_to",
    )
    ended = datetime.date(2024, 8, 31)
    assert academy == (111111, 110000, "00123456", "1001000", None, ended)


def test_a_blank_ofsted_rating_is_not_a_missing_column(warehouse):
    assert staged(warehouse, "gias", "ofsted_rating, laestab") == [
        (None, "2010614"),
        ("Good", "2010614"),
    ]
    assert staged(warehouse, "gias", "ofsted_rating", "2025") == [("",)]


def test_suppressed_figures_are_null_and_no_fault(warehouse):
    assert staged(warehouse, "census_pupils", "percent_fsm, nursery") == [(None, None)]
    assert staged(warehouse, "sen", "total_pupils") == [(None,)]
    columns = "attainment8, attainment8_code, progress8, progress8_code"
    assert staged(warehouse, "ks4", columns) == [(None, "NE", 0.25, None)]


def test_two_equal_blocks_are_two_blocks(warehouse):
    assert staged(warehouse, "cdc", "gifa") == [(800.5,), (800.5,)]


def test_staging_names_the_lines_that_a_layout_lacks(warehouse):
    ((missing,),) = query(
        warehouse,
        "select distinct missing_lines from"
        " staging.stg_dfe__maintained_schools_master_list where run_id = '2024'",
    )
    assert json.loads(missing) == ["i08"]


def counts(warehouse, entity):
    return dict(
        query(
            warehouse,
            f"select row_status, count(*) from landing.raw_dfe__{entity}"
            " where district_id = '2024' group by all",
        )
    )


def test_only_a_key_quarantines_and_padding_is_no_fault(warehouse):
    assert counts(warehouse, "maintained_schools_master_list") == {
        "header": 1,
        "staged": 2,
        "quarantined": 2,
    }
    assert counts(warehouse, "sen") == {"header": 1, "staged": 1, "padding": 24_000}
    # the second row is a local authority's, the third a school's without its number
    assert counts(warehouse, "ks4") == {
        "header": 1,
        "staged": 1,
        "padding": 1,
        "quarantined": 1,
    }
    assert counts(warehouse, "cdc") == {"header": 1, "staged": 2, "padding": 4}
    assert counts(warehouse, "census_workforce") == {
        "header": 1,
        "staged": 1,
        "padding": 5,
    }
    found = query(
        warehouse,
        "select row_status, row_detail ->> 'rule_id', row_detail ->> 'column',"
        " row_detail ->> 'value' from landing.raw_dfe__academy_master_list"
        " where district_id = '2024' and row_status not in ('header', 'staged')",
    )
    assert found == [("finding", "LND-006", "incorporation_date", "00:00.0")]


# -- whole runs ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def project(raw):
    with duckdb.connect() as connection:
        yield Project(connection, raw)


def test_runs_without_what_they_stand_on_are_blocked(project):
    blocked = project.rows(
        "select district_id, rule_id, message from {quality__blocked_sources}"
        " order by all"
    )
    assert [(run, rule) for run, rule, _ in blocked] == [
        ("2018", "LND-025"),
        ("2020", "LND-028"),
        ("2021", "LND-028"),
        ("2022", "LND-025"),
        ("2022", "LND-025"),
        ("2022", "LND-028"),
        ("latest", "LND-028"),
    ]
    said = {run: message for run, _, message in blocked}
    assert said["2018"] == (
        "the run has two files of one kind, dfe/2018/GIAS.CSV and dfe/2018/gias.csv:"
        " keep one of them"
    )
    assert said["2020"].startswith("the run has no gias.csv")
    assert said["2021"].startswith("the run has neither a master list nor")
    assert blocked[-1][2].startswith(
        "the name of the folder does not begin with a year"
    )


def test_a_run_says_what_stays_empty(project):
    found = project.rows(
        "select file_path, rule_id, message from {quality__run_file_findings}"
        " where district_id = '2024' and rule_id = 'LND-029' order by all"
    )
    assert [path for path, _, _ in found] == [
        f"dfe/2024/{name}"
        for name in (
            "BFR_3Y_raw.csv",
            "BFR_SOFA_raw.csv",
            "aar.csv",
            "aar_cs.csv",
            "cfo.xlsx",
            "gias_all_links.csv",
            "gias_links.csv",
            "ks2.xlsx",
        )
    ]
    assert found[2][2] == (
        "aar.csv is not there; without it this stays empty: income, costs and balances"
        " of academies and trusts"
    )


def test_a_folder_of_budget_forecasts_is_history(project):
    assert (
        project.rows(
            "select * from {quality__run_file_findings} where district_id = '2019'"
        )
        == []
    )


def test_the_better_form_of_the_accounts_return_counts(project):
    found = project.rows(
        "select entity, message from {quality__run_file_findings}"
        " where district_id = '2025' and rule_id = 'LND-030' order by all"
    )
    assert [entity for entity, _ in found] == ["academy_ar", "academy_ar_central"]
    assert all(message.endswith("goes first: aar.csv") for _, message in found)
    lacking = project.rows(
        "select entity from {quality__run_file_findings}"
        " where district_id = '2025' and rule_id = 'LND-029' and entity like '%aar%'"
    )
    assert lacking == [("aar_cs",)]


def test_every_kind_of_file_is_in_the_list_of_run_files(project):
    listed = {entity for (entity,) in project.rows("select entity from {run_files}")}
    assert listed == set(CONTRACTS)


# text -> whole number, number, money, date with the day first
VALUES = {
    "100001": (100001, 100001.0, "100001.00", None),
    "100001.0": (100001, 100001.0, "100001.00", None),
    "1,234,567.5": (None, 1234567.5, "1234567.50", None),
    "12,345": (12345, 12345.0, "12345.00", None),
    "1,5": (None, None, None, None),
    "-0.125": (None, -0.125, "-0.13", None),
    " 7 ": (7, 7.0, "7.00", None),
    "\xa01,007\t": (1007, 1007.0, "1007.00", None),
    "\ufeff8": (8, 8.0, "8.00", None),
    "£8": (None, None, None, None),
    "\xa029/05/1993\t": (None, None, None, "1993-05-29"),
    "nan": (None, None, None, None),
    "inf": (None, None, None, None),
    "x": (None, None, None, None),
    "NULL": (None, None, None, None),
    "": (None, None, None, None),
    "29/05/1993": (None, None, None, "1993-05-29"),
    "05-06-2024": (None, None, None, "2024-06-05"),
    "2024-06-05 00:00:00": (None, None, None, "2024-06-05"),
    "00:00.0": (None, None, None, None),
    "29/05/93": (None, None, None, None),
}


def test_texts_as_values(project):
    parsers = ("whole_number", "number", "money", "day_first_date")
    columns = ", ".join(
        project.render(f"{{{{ parse_{parser}('text') }}}}") for parser in parsers
    )
    for text, expected in VALUES.items():
        sql = f"select {columns} from (select cast($1 as varchar) as text)"
        whole, number, money, date = project.connection.execute(sql, [text]).fetchone()
        as_text = [None if each is None else str(each) for each in (money, date)]
        assert (whole, number, *as_text) == expected, text
