"""Files of the school-finance set: names, layouts, encodings, sums, sameness."""

import io
import json

import pytest
from dfe_sets import BOM, CP1252, HEADERS, header_of, rows_of, text_of, world, written
from python_calamine import CalamineWorkbook

from generator import cli
from generator.dfe.budgets import TITLES
from generator.dfe.layouts import finance_lines

SMALL = 300
LAYOUTS = [2022, 2023, 2024, 2025]
ALWAYS = {
    "gias.csv",
    "gias_links.csv",
    "gias_all_links.csv",
    "cdc.csv",
    "sen.csv",
    "maintained_schools_master_list.csv",
    "census_pupils.csv",
    "census_workforce.xlsx",
    "ks2.xlsx",
    "ks4.xlsx",
    "BFR_SOFA_raw.csv",
    "BFR_3Y_raw.csv",
    "cfo.xlsx",
    "user_defined_comparator_sets.csv",
    "custom_data.csv",
    "financial_plans.csv",
}
ACCOUNTS = {
    2022: {"academy_ar.xlsx", "academy_master_list.csv"},
    2023: {
        "ARX_BenchmarkReport_2023.xlsx",
        "ARX_CS_BenchmarkReport_2023.xlsx",
        "ARX_Standing_Data_2023.xlsx",
        "ARX_Insights_Extract_2023.xlsx",
        "academy_master_list.csv",
    },
    2024: {"aar.csv", "aar_cs.csv"},
    2025: {"aar.csv", "aar_cs.csv"},
}


def listed(name):
    text = (HEADERS / f"{name}.txt").read_text(encoding="utf-8")
    return [line.replace("\\n", "\n") for line in text.split("\n")[:-1]]


def sheet(name, layout, number=0):
    data = written(SMALL, layout)[f"{layout}/{name}"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(number).to_python(skip_empty_area=False)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_names_of_files(layout):
    budgets = {"BFR_SOFA_raw.csv", "BFR_3Y_raw.csv"}
    wanted = {f"{layout}/{name}" for name in ALWAYS | ACCOUNTS[layout]}
    wanted |= {f"{layout - back}/{name}" for back in (1, 2) for name in budgets}
    assert set(written(SMALL, layout)) == wanted


def test_headers_are_those_of_the_real_files():
    for name, known, count in (
        ("gias.csv", "gias", 140),
        ("gias_links.csv", "gias_links", 5),
        ("gias_all_links.csv", "gias_all_links", 20),
        ("cdc.csv", "cdc", 5),
        ("sen.csv", "sen", 75),
        ("maintained_schools_master_list.csv", "maintained", 125),
        ("academy_master_list.csv", "academy_list", 25),
        ("census_pupils.csv", "census_pupils_2022", 256),
    ):
        assert header_of(SMALL, name, 2022) == listed(known)
        assert len(listed(known)) == count
    assert sheet("ks4.xlsx", 2022)[0] == listed("ks4")
    assert len(listed("ks4")) == 515
    assert sheet("census_workforce.xlsx", 2022)[5] == listed("workforce_2022")
    report = written(SMALL, 2022)["2022/academy_ar.xlsx"]
    book = CalamineWorkbook.from_filelike(io.BytesIO(report))
    assert book.sheet_names == ["index", "Academies", "CentralServices"]
    assert sheet("academy_ar.xlsx", 2022, 1)[0] == listed("report_academies")
    assert sheet("academy_ar.xlsx", 2022, 2)[0] == listed("report_central")


def test_names_of_columns_change_with_the_years():
    census = {
        layout: header_of(SMALL, "census_pupils.csv", layout) for layout in LAYOUTS
    }
    free = "% of pupils known to be eligible for free school meals"
    dual = "number_of_dual_subsidiary_registrations"
    assert "URN" in census[2023] and "urn" in census[2024]
    assert dual not in census[2022] and dual in census[2023]
    assert f"{free} (Performa" in census[2023] and free in census[2024]
    assert "Full time boys Year group 12" in census[2023]
    assert "full-time male Year group 12" in census[2024]
    assert any("other than English" in name and "%" in name for name in census[2024])
    assert "OfstedRating (name)" in header_of(SMALL, "gias.csv", 2023)
    assert not [n for n in header_of(SMALL, "gias.csv", 2024) if "Ofsted" in n]
    maintained = "maintained_schools_master_list.csv"
    parts = [n[:4] for n in header_of(SMALL, maintained, 2025) if n.startswith("E20")]
    assert parts == [f"E20{letter}" for letter in "ABCDEFG"]
    assert "E20  ICT learning resources" in header_of(SMALL, maintained, 2024)
    assert "URN" in sheet("census_workforce.xlsx", 2023)[5]
    assert "URN" in sheet("census_workforce.xlsx", 2024)[8]
    assert (
        "Total Number of Technicians (FTE)" in sheet("census_workforce.xlsx", 2024)[8]
    )
    assert "Y3P2" not in header_of(SMALL, "BFR_SOFA_raw.csv", 2024)
    assert "Y3P2" in header_of(SMALL, "BFR_SOFA_raw.csv", 2025)
    assert "CFO email" in sheet("cfo.xlsx", 2024)[0]


def test_codes_of_the_accounts():
    lines = finance_lines()
    for layout, name, code in (
        (2023, "ARX_BenchmarkReport_2023.xlsx", "bnch"),
        (2023, "ARX_CS_BenchmarkReport_2023.xlsx", "bnch"),
    ):
        wanted = [code for code in getattr(lines, code) if code]
        assert sheet(name, layout)[0][1:] == wanted
    for name, code in (("aar.csv", "aar"), ("aar_cs.csv", "aar_cs")):
        wanted = {code for code in getattr(lines, code) if code}
        assert wanted <= set(header_of(SMALL, name, 2024))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_encodings(layout):
    files = {name.split("/")[1]: data for name, data in written(SMALL, layout).items()}
    assert {name for name, data in files.items() if data.startswith(BOM)} == {
        "sen.csv",
        *({"academy_master_list.csv"} & set(files)),
    }
    seen = set()
    for name, data in files.items():
        if name.endswith(".csv"):
            text = text_of(name, data)
            seen |= {name} if not text.isascii() else set()
            assert "\r" not in text
    assert {"gias.csv", "sen.csv", "census_pupils.csv"} <= seen & CP1252
    with pytest.raises(UnicodeDecodeError):
        files["gias.csv"].decode("utf-8")


def test_rows_of_nothing_stand_behind_the_others():
    for name in ("sen.csv", "gias_links.csv"):
        lines = written(SMALL)[f"2023/{name}"].split(b"\n")[:-1]
        empty = [not line.strip(b",") for line in lines]
        assert sum(empty) >= SMALL / 2
        assert empty == sorted(empty)


def test_maintained_lists_add_up():
    for layout in (2023, 2025):
        for row in rows_of(SMALL, "maintained_schools_master_list.csv", layout):
            if row["Did Not Supply flag"] == "DNS":
                assert row["CI04 Direct revenue financing"] == "DNS"
                continue

            def total(row, letter, without=()):
                found = [
                    float(value)
                    for name, value in row.items()
                    if name[0] == letter and name[1:3].isdigit()
                    if not name.startswith(tuple(without) or "none")
                ]
                return sum(found)

            income = float(row["Total Income   I01 to I18"])
            financed = float(row["CI04 Direct revenue financing"])
            assert income == pytest.approx(total(row, "I") - financed, abs=0.02)
            costs = float(row["Total Expenditure  E01 to E32"])
            assert costs == pytest.approx(total(row, "E", ["E30"]), abs=0.02)
            direct = sum(
                float(value)
                for name, value in row.items()
                if name.startswith(("I01", "I02", "I06", "I07"))
            )
            assert float(row["Direct Grant"]) == pytest.approx(direct, abs=0.02)
            reserve = sum(
                float(value)
                for name, value in row.items()
                if name.startswith(("B01", "B02", "B06"))
            )
            found = float(row["Revenue Reserve   B01 plus B02 plus B06"])
            assert found == pytest.approx(reserve, abs=0.02)
            # a PFI school is one with a charge
            charge = [v for n, v in row.items() if n.startswith("E28b")]
            assert (row["PFI"] == "Y") == (float(charge[0]) > 0)


def test_central_services_are_there():
    rows = rows_of(SMALL, "ARX_CS_BenchmarkReport_2023.xlsx")
    amounts = [row["BNCH21104 (Administrative and clerical staff)"] for row in rows]
    assert sum(amounts) > 0
    several = world(SMALL).trusts.is_multi.sum()
    assert len(rows) >= several * 0.9
    derived = rows[0]
    grants = [
        derived["BNCH11101 (Start-up grants)"],
        derived["BNCH11122 (Other)"],
        derived["BNCHBAI061 (Coronavirus Govt Funding)"],
    ]
    assert derived["BNCH11110T (EFA Revenue Grants)"] == sum(grants)


def test_academies_report_the_same_money_in_every_layout():
    """Years differ in prices only: one year in four layouts is one set of amounts."""
    model = {layout: world(SMALL, layout, 2024) for layout in LAYOUTS}
    for layout in LAYOUTS[1:]:
        first, other = model[2022].own, model[layout].own
        assert (first.teaching_staff == other.teaching_staff).all()


def test_census_and_needs_add_up():
    for row in rows_of(SMALL, "census_pupils.csv"):
        stages = [int(v) for n, v in row.items() if n.startswith("Number of ")]
        assert sum(stages) == int(row["headcount of pupils"])
        full, part = int(row["full time pupils"]), int(row["part time pupils"])
        assert float(row["fte pupils"]) == full + part / 2
    for row in rows_of(SMALL, "sen.csv"):
        plans = [v for name, v in row.items() if name.startswith("EHC_")]
        assert sum(map(int, plans)) == int(row["EHC plan"])
        assert int(row["EHC plan"]) + int(row["SEN support"]) <= int(
            row["Total pupils"]
        )


def test_budgets_of_three_years():
    upins = {}
    for year in (2021, 2022, 2023):
        text = written(SMALL)[f"{year}/BFR_SOFA_raw.csv"].decode()
        rows = [line.split(",") for line in text.splitlines()[1:]]
        upins[year] = {row[0] for row in rows}
        numbers = {int(row[2]) for row in rows}
        assert numbers == {line for line in TITLES if not 336 <= line <= 342}
        assert "Balance c/f to next period ,430" in text
        plan = written(SMALL)[f"{year}/BFR_3Y_raw.csv"].decode().splitlines()
        assert plan[0] == "TrustUPIN,EFALineNo,Y2,Y3,Y4"
        assert {line.split(",")[1] for line in plan[1:]} == {
            "2980",
            "3800",
            "4300",
            "9000",
        }
    # in each year somebody is missing who is there in another
    everyone = set.union(*upins.values())
    assert all(found < everyone for found in upins.values())
    totals = world(SMALL).budgets
    reserves = [totals.reserve(0, ahead) for ahead in range(4)]
    assert (reserves[3] > reserves[0]).any() and (reserves[3] < reserves[0]).any()
    assert (reserves[3] < 0).any()


def test_files_of_users():
    runs = rows_of(SMALL, "user_defined_comparator_sets.csv")
    sets = {row["run_id"]: row for row in runs}
    lists = {run: json.loads(row["set"]) for run, row in sets.items()}
    inside = [
        int(row["urn"]) in lists[run] for run, row in sets.items() if run < "user-9"
    ]
    assert True in inside and False in inside
    sizes = [len(chosen) for chosen in lists.values() if isinstance(chosen, list)]
    assert min(sizes) < 10 <= max(sizes)
    assert any(len(set(c)) < len(c) for c in lists.values() if isinstance(c, list))
    assert any(999_999 in c for c in lists.values() if isinstance(c, list))
    fields = {row["field"] for row in rows_of(SMALL, "custom_data.csv")}
    assert {"number_of_pupils", "number_of_horses"} <= fields
    plans = rows_of(SMALL, "financial_plans.csv")
    assert json.loads(plans[0]["input"])["teachers_fte"] > 0


def test_contacts_are_nobodys():
    rows = rows_of(SMALL, "gias.csv")
    assert all(row["SchoolWebsite"].endswith((".example.org", "")) for row in rows)
    assert all(row["TelephoneNum"].startswith("01632960") for row in rows)
    rows = rows_of(SMALL, "cfo.xlsx")
    assert all(r["Direct email address"].endswith(".example.org") for r in rows)


def run(folder, *options):
    """{path: sha256} of a run in this process."""
    arguments = ["--preset=tiny", "--set=dfe.schools=150", f"--out={folder / 'raw'}"]
    assert cli.main([*arguments, *options]) == 0
    manifest = json.loads((folder / "raw" / "_manifest.json").read_text())
    return {entry["path"]: entry["sha256"] for entry in manifest["files"]}


def test_equal_bytes_whatever_the_workers(tmp_path):
    one = run(tmp_path / "one", "--parts=dfe")
    two = run(tmp_path / "two", "--parts=dfe", "--workers=3")
    assert one == two
    assert (tmp_path / "one/truth/dfe_cases.csv").read_bytes() == (
        tmp_path / "two/truth/dfe_cases.csv"
    ).read_bytes()


def test_another_seed_changes_every_file(tmp_path):
    one = run(tmp_path / "one", "--parts=dfe")
    two = run(tmp_path / "two", "--parts=dfe", "--seed=2")
    assert one.keys() == two.keys()
    assert not [path for path, digest in one.items() if two[path] == digest]


def test_parts_do_not_change_each_other(tmp_path):
    small = ["--set=district.schools=2", "--set=district.students=80", "--years=1"]
    both = run(tmp_path / "both", "--parts=district,dfe", *small)
    district = run(tmp_path / "district", "--parts=district", *small)
    finance = run(tmp_path / "dfe", "--parts=dfe", *small)
    assert both == district | finance
    key = {path.name for path in (tmp_path / "both" / "truth").iterdir()}
    assert {"dfe_cases.csv", "defects.csv", "summary.json"} <= key


def test_files_can_be_left_out(tmp_path):
    found = run(
        tmp_path,
        "--parts=dfe",
        "--set=dfe.without=ks2.xlsx,cdc.csv",
        "--set=dfe.year=2019",
    )
    assert "dfe/2019/gias.csv" in found
    assert "dfe/2019/ks2.xlsx" not in found
    assert "dfe/2019/cdc.csv" not in found
    assert "dfe/2017/BFR_SOFA_raw.csv" in found
