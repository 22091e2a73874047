"""Runs of national school-finance files: what staging reads, and which are blocked.

One dbt build shows that the macros judge the rows and staging reads them; the checks of
whole runs go over the same SQL without dbt.
"""

import datetime
import json

import duckdb
import pytest
from conftest import WAREHOUSE_NAME, dbt, query
from dfe_files import (
    CONTRACTS,
    SCHOOL,
    as_csv,
    as_workbook,
    header_of,
    table,
    workforce,
)

from reporting.without_dbt import Project

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
