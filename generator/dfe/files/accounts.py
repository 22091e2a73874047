"""The academies return, in the four forms in which it has come over the years."""

import numpy as np
import pyarrow as pa

from generator.dfe.files.establishments import area_columns, type_names
from generator.dfe.files.lists import overall_phase
from generator.dfe.layouts import finance_lines, listed
from generator.dfe.money import total_costs, total_income
from generator.dfe.names import joined
from generator.dfe.returns import TRUST_STATUS
from generator.dfe.text import csv_file, dated
from generator.dfe.trusts import MULTI, SINGLE
from generator.dfe.xlsx import Coded, Sheet, workbook
from generator.tables import words

NULL = "NULL"
GRANTS = [
    "efa_revenue_grants",
    "dfe_family_revenue_grants",
    "sen_funding",
    "other_dfe_revenue_grants",
    "other_government_revenue_grants",
    "government_source_non_grant",
    "academies_income",
    "non_government_income",
    "academies_income_011",
]


def names(year, layout):
    """{file name: function (world) -> (bytes, rows)} of the layout's return."""
    if layout <= 2022:
        return {"academy_ar.xlsx": report}
    if layout == 2023:
        return {
            f"ARX_BenchmarkReport_{year}.xlsx": benchmark,
            f"ARX_CS_BenchmarkReport_{year}.xlsx": central_benchmark,
            f"ARX_Standing_Data_{year}.xlsx": standing,
            f"ARX_Insights_Extract_{year}.xlsx": insights,
        }
    return {"aar.csv": aar, "aar_cs.csv": aar_cs}


def _coded_lines(code):
    """{column: line} of the lines that have this code."""
    lines = finance_lines()
    pairs = zip(getattr(lines, code), lines.line, strict=True)
    return {name: line for name, line in pairs if name}


def _money(money, columns):
    return {name: getattr(money, line) for name, line in columns.items()}


def _central_rows(world):
    return np.flatnonzero(world.has_central)


def benchmark(world):
    """Money of academies by the older codes."""
    lines = _coded_lines("bnch")
    columns = {"Academy UPIN": world.academies.upin, **_money(world.own, lines)}
    sheet = Sheet("BenchmarkReport", list(columns), columns)
    return workbook([sheet]), len(world.academies)


def central_benchmark(world):
    """Money of central services by the older codes."""
    rows = _central_rows(world)
    lines = _coded_lines("bnch")
    columns = {
        "Lead UPIN": world.trusts.upin[rows],
        **_money(world.central.take(rows), lines),
    }
    sheet = Sheet("CS_BenchmarkReport", list(columns), columns)
    return workbook([sheet]), len(rows)


def standing(world):
    """Who the academies are."""
    rows, trusts = world.academies, world.trusts
    columns = {
        "Academy UPIN": rows.upin,
        "URN": world.schools.urn[rows.school],
        "Company Number": trusts.company[rows.trust],
        "Trust Name": world.trust_names.take(pa.array(rows.trust)),
        "Status": words(rows.trust_status, TRUST_STATUS),
        "Joined": rows.joined,
        "Left": rows.left,
        "Valid To": rows.valid_to,
    }
    return workbook([Sheet("Standing_Data", list(columns), columns)]), len(rows)


def insights(world):
    """Pupils, PFI and months of the academies."""
    rows = world.academies
    columns = {
        "Academy UPIN": rows.upin,
        "Pupils": world.fte[rows.school],
        "PFI Flag": words(
            world.schools.is_pfi[rows.school], ["Not part of PFI", "Part of PFI"]
        ),
        "Period": rows.months,
    }
    return workbook([Sheet("Insights_Extract", list(columns), columns)]), len(rows)


def aar(world):
    """Academies and their money by the newer codes."""
    rows, trusts = world.academies, world.trusts
    area = area_columns(world, rows.school)
    columns = {
        "LA": area.code,
        "Estab": world.schools.estab[rows.school],
        "URN": world.schools.urn[rows.school],
        "ACADEMYUPIN": rows.upin,
        "ACADEMYTRUSTSTATUS": words(rows.trust_status, TRUST_STATUS),
        "Company_Number": trusts.company[rows.trust],
        "Company_Name": world.trust_names.take(pa.array(rows.trust)),
        "Date joined or opened if in period:": dated(rows.joined),
        "Date left or closed if in period:": dated(rows.left),
        "Valid To": dated(rows.valid_to),
        **_money(world.own, _coded_lines("aar")),
    }
    return csv_file(list(columns), columns), len(rows)


def aar_cs(world):
    """Central services by the newer codes."""
    rows = _central_rows(world)
    columns = {
        "Lead_UPIN": world.trusts.upin[rows],
        "Company_Number": world.trusts.company[rows],
        "Company_Name": world.trust_names.take(pa.array(rows)),
        **_money(world.central.take(rows), _coded_lines("aar_cs")),
    }
    return csv_file(list(columns), columns), len(rows)


def report(world):
    """The aggregated report: academies and central services in plain words."""
    return (
        workbook([Sheet("index"), _academies(world), _central(world)]),
        len(world.academies) + len(_central_rows(world)),
    )


def _academies(world):
    rows, trusts = world.academies, world.trusts
    it = world.schools.take(rows.school)
    area = area_columns(world, rows.school)
    heads = np.maximum(world.heads[rows.school], 1)
    pupils = world.pupils.take(rows.school)
    staff = world.workforce.take(rows.school)

    def day(days):
        return Coded(days, _null(np.isnat(days)))

    sixth = (pupils.ft_girls + pupils.ft_boys)[:, 16:18].sum(1)
    columns = {
        "LAEstab": joined(area.code, it.estab),
        "LA": area.code,
        "Estab": it.estab,
        "URN": it.urn,
        "Academy UPIN": rows.upin,
        "School Name": world.names.school.take(pa.array(rows.school)),
        "Period covered by return": rows.months,
        "MAT SAT or Central Services": words(
            trusts.is_multi[rows.trust], [SINGLE, MULTI]
        ),
        "Lead UPIN": trusts.upin[rows.trust],
        "UID": trusts.uid[rows.trust],
        "Company Number": trusts.company[rows.trust],
        "Trust or Company Name": world.trust_names.take(pa.array(rows.trust)),
        "Date opened": trusts.incorporated[rows.trust],
        "Date closed": day(world.events.closed[rows.school]),
        "Date left or closed if in period": day(rows.left),
        "Date joined or opened if in period": day(rows.joined),
        "Number of pupils in academy (FTE)": world.fte[rows.school],
        "Number of teachers in academy (FTE)": staff.teachers_fte,
        "Gender": words(it.gender, ["Mixed", "Girls", "Boys"]),
        "Overall Phase": overall_phase(it.kind),
        "Phase": overall_phase(it.kind),
        "Type": type_names(it.type_code),
        "Urban/Rural": "Urban city and town",
        "Region": area.region,
        "London Borough": words(
            np.isin(it.london, ["Inner", "Outer"]), ["Neither", "London"]
        ),
        "London Weighting": pa.array(it.london.tolist(), pa.string()),
        "Admissions policy": words(it.is_selective, ["Non-selective", "Selective"]),
        "PFI": words(it.is_pfi, ["Not part of PFI", "Part of PFI"]),
        "% of pupils eligible for FSM": np.round(100 * pupils.fsm / heads, 1),
        "% of pupils with an EHCP": 100 * pupils.plans.sum(1) / heads,
        "% of pupils with SEN support": 100 * pupils.support.sum(1) / heads,
        "% of pupils with English as an additional language": 100 * pupils.eal / heads,
        "% of pupils who are boarders": 100 * pupils.boarders / heads,
        "Has a 6th form": words(
            it.has_sixth_form, ["Does not have a sixth form", "Has a sixth form"]
        ),
        "No of pupils in 6th form": sixth,
        "Lowest age of pupils": it.low_age,
        "Highest age of pupils": it.high_age,
        "Did Not Supply flag": NULL,
        **_report_money(world.own, "report"),
    }
    header = listed("report_academies")
    columns |= _totals(columns, world.own, header)
    share = world.own.revenue_reserve + world.central.revenue_reserve[
        rows.trust
    ] / np.maximum(trusts.size[rows.trust], 1)
    columns["Share of Revenue Reserve, distributed on per pupil basis\n"] = np.round(
        share, 2
    )
    return Sheet("Academies", list(header), columns)


def _central(world):
    rows = _central_rows(world)
    trusts = world.trusts.take(rows)
    money = world.central.take(rows)
    totals = world.budgets.totals.take(rows)
    of_trust = np.bincount(
        world.academies.trust, world.own.revenue_reserve, len(world.trusts)
    )[rows]
    header = listed("report_central")
    columns = {
        "MAT SAT or Central Services": "Central Services",
        "UID": trusts.uid,
        "Lead UPIN": trusts.upin,
        "Company Number": trusts.company,
        "Trust or Company Name": world.trust_names.take(pa.array(rows)),
        "Did Not Supply flag": NULL,
        **_report_money(money, "report_cs"),
    }
    columns |= _totals(columns, money, header)
    columns |= {
        "In Year Balance": total_income(money) - total_costs(money),
        "Total number of Pupils": totals.pupils,
        "Sum of Academy RR": of_trust,
        "Sum of Trust + Academy Revenue Reserve": of_trust + money.revenue_reserve,
        "RR per pupil": np.round(
            (of_trust + money.revenue_reserve) / np.maximum(totals.pupils, 1), 2
        ),
    }
    return Sheet("CentralServices", list(header), columns)


def _null(mask):
    """A text where the mask holds, nothing elsewhere."""
    return words(np.where(mask, 0, -1), [NULL]).cast(pa.string())


def _report_money(money, code):
    """Lines in plain words; some of them stand for two."""
    columns = _money(money, _coded_lines(code))
    for name, line in _coded_lines(code).items():
        if line == "maintenance_of_premises":
            columns[name] = money.maintenance_of_premises + money.grounds_maintenance
        elif line == "facilities_and_services":
            columns[name] = (
                money.facilities_and_services + money.other_facilities_and_services
            )
        elif line == "efa_revenue_grants":
            columns[name] = (
                money.efa_revenue_grants
                + money.dfe_family_revenue_grants
                + money.academies_income_011
            )
    return columns


def _totals(columns, money, header):
    """What the report adds up itself, by the names that both sheets have in part."""
    grants = sum(getattr(money, line) for line in GRANTS)
    income, costs = total_income(money), total_costs(money)
    own = income + money.direct_revenue_financing - grants
    supply = (
        money.supply_teaching_staff + money.supply_teacher_insurance
        + money.agency_supply_teaching_staff
    )  # fmt: skip
    found = {
        "In year balance": income - costs,
        "Total Grant Funding": grants,
        "Grant Funding": grants,
        "Total Self Generated Funding": own,
        "Self Generated Funding": own,
        "Total Income": income,
        "Total Income ": income,
        "Supply Staff Costs": supply,
        "Supply Staff": supply,
        "Targeted Grants": money.sen_funding,
        "Catering Expenses": money.catering_staff + money.catering_supplies,
        "Catering Exp": money.catering_staff + money.catering_supplies,
        "Total Expenditure": costs,
    }
    return {name: values for name, values in found.items() if name in header}
