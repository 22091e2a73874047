"""The two master lists: maintained schools with their return, academies."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.dfe.figures import Frame, table
from generator.dfe.files.register import PHASES, area_columns, school_names, type_names
from generator.dfe.layouts import (
    ICT,
    ICT_PARTS,
    finance_lines,
    listed,
    maintained_header,
)
from generator.dfe.names import joined
from generator.dfe.returns import ALONE, ROLES, STATUS, TRUST_STATUS
from generator.dfe.text import csv_file, dated
from generator.dfe.trusts import MULTI, SINGLE
from generator.tables import decimals, words

NOT_SUPPLIED = "DNS"
OVERALL = {
    "nursery": "Nursery",
    "primary": "Primary",
    "middle_primary": "Primary",
    "secondary": "Secondary",
    "middle_secondary": "Secondary",
    "utc": "Secondary",
    "studio": "Secondary",
    "all_through": "All-through",
    "post16": "16 plus",
    "special": "Special",
    "non_maintained_special": "Special",
    "alternative": "Pupil referral unit",
    "independent": "Independent",
}


def overall_phase(kind):
    """Phase as the lists name it."""
    return words(kind, [OVERALL[name] for name in table("kinds").kind])


class MaintainedRows:
    """Rows of the list with those of schools that are in both lists by mistake."""

    def __init__(self, world):
        rows = world.maintained
        twice = world.academies.school[world.in_both]
        self.money = np.concatenate([np.arange(len(rows)), np.arange(len(twice))])
        self.school = np.concatenate([rows.school, twice])
        self.urn = np.concatenate([rows.urn, world.schools.urn[twice]])
        self.estab = np.concatenate([rows.estab, world.schools.estab[twice]])
        self.months = np.concatenate([rows.months, np.full(len(twice), 12)])
        self.fraction = np.concatenate([rows.fraction, np.ones(len(twice))])
        self.is_old = np.concatenate(
            [rows.closed >= 0, np.zeros(len(twice), dtype=bool)]
        )
        none = np.full(len(twice), -1)
        self.lead = np.concatenate([rows.lead, none])
        self.role = np.concatenate([rows.role, np.full(len(twice), ALONE)])
        silent = rows.not_supplied | (
            (rows.lead >= 0) & (rows.lead != np.arange(len(rows)))
        )
        self.silent = np.concatenate([silent, np.zeros(len(twice), dtype=bool)])
        self.is_lost = np.isin(self.money, world.lost_members) & (self.lead >= 0)


def maintained_list(world):
    """Maintained schools: who they are, incomes, costs, balances."""
    rows = MaintainedRows(world)
    it = world.schools.take(rows.school)
    area = area_columns(world, rows.school)
    money = world.money.take(rows.money)
    listing = Frame(
        school=rows.school, fraction=rows.fraction, is_old=rows.is_old, urn=rows.urn
    )
    number = joined(area.code, rows.estab)
    lead_number = number.take(pa.array(np.maximum(rows.lead, 0)))
    # a lead that is in no list
    lead_number = pc.if_else(
        pa.array(rows.is_lost), joined(area.code, "9999"), lead_number
    )
    lead = pc.if_else(pa.array(rows.lead >= 0), lead_number, pa.scalar("0"))
    heads = np.floor(world.heads[rows.school] * rows.fraction)
    pupils = world.pupils.take(rows.school)
    staff = world.workforce.take(rows.school)

    def percent(counts):
        share = 100 * counts * rows.fraction / np.maximum(heads, 1)
        return np.round(np.minimum(share, 100), 1)

    sixth = (pupils.ft_girls + pupils.ft_boys)[:, 16:18].sum(1)
    columns = {
        "LA": area.code,
        "LA Name": area.name,
        "Region": area.region,
        "London Borough": words(
            np.isin(it.london, ["Inner", "Outer"]), ["Not London", "London"]
        ),
        "Estab": rows.estab,
        "LAEstab": number,
        "URN": rows.urn,
        "School Name": school_names(world, listing),
        "Phase": words(it.phase_code, list(PHASES.values())),
        "Overall Phase": overall_phase(it.kind),
        "Lowest age of pupils": it.low_age,
        "Highest age of pupils": it.high_age,
        "Type": type_names(np.where(it.is_academy, 1, it.type_code)),
        "No Pupils": heads,
        "% of pupils eligible for FSM": percent(pupils.fsm),
        "Period covered by return (months)": rows.months,
        "Did Not Supply flag": words(np.where(rows.silent, 0, -1), [NOT_SUPPLIED]),
        "Federation": words(rows.role, ROLES),
        "Lead school in federation": lead,
        "No Teachers": np.round(staff.teachers_fte * rows.fraction, 2),
        "Gender": words(it.gender, ["Mixed", "Girls", "Boys"]),
        "Urban  Rural": "Urban city and town",
        "London Weighting": pa.array(it.london.tolist(), pa.string()),
        "% of pupils with SEN Statement": percent(pupils.plans.sum(1)),
        "% of SEN pupils without Statement": percent(pupils.support.sum(1)),
        "% of pupils with EAL": percent(pupils.eal),
        "% of pupils who are Boarders": percent(pupils.boarders),
        "Admissions policy": words(it.is_selective, ["Non-selective", "Selective"]),
        "PFI": words(money.pfi_charges > 0, ["N", "Y"]),
        "Has a 6th form": words(
            it.has_sixth_form, ["Does not have a sixth form", "Has a sixth form"]
        ),
        "No of pupils in 6th form": sixth,
        "% of teachers with QTS": np.round(staff.qualified, 1),
        "FTE of Teaching Assistants": staff.assistants_fte,
        "FTE of Support Staff": staff.non_classroom_fte,
        "FTE of Admin Staff": staff.administrative_fte,
    }
    header = maintained_header(world.layout)
    silent = pa.array(rows.silent)
    for name, values in amounts(money, header).items():
        texts = decimals(values, 2).cast(pa.string())
        columns[name] = pc.if_else(silent, pa.scalar(NOT_SUPPLIED), texts)
    return csv_file(header, columns, "cp1252"), len(rows.urn)


def amounts(money, header):
    """{column: pounds} of the money columns of the maintained list."""
    lines = finance_lines()
    found = {}
    for line, name in zip(lines.line, lines.cfr, strict=True):
        if name and name != ICT:
            found[name] = getattr(money, line)
    ict = money.ict_learning_resources
    by_code = {name.split(" ")[0]: name for name in header if name.strip()}
    if ICT in header:
        found[ICT] = ict
    else:
        # what is called administrative now is no ICT for benchmarking
        parts = {name: np.round(ict * share, 2) for name, share in ICT_PARTS.items()}
        last = list(ICT_PARTS)[-1]
        parts[last] = np.round(
            ict - sum(parts[name] for name in ICT_PARTS if name != last), 2
        )
        found |= parts
    for code in [f"I{number:02d}" for number in (*range(1, 14), 15, 16, 17, 18)]:
        found[by_code[code]] = getattr(money, code)
    found[by_code["E30"]] = found[by_code["CI04"]] = money.direct_revenue_financing
    found[by_code["E31"]] = money.school_staff
    found[by_code["E32"]] = money.school_costs
    reserve = money.B01 + money.B02 + money.B06
    for code in ("B01", "B02", "B06"):
        found[by_code[code]] = getattr(money, code)
    found[by_code["OB01"]] = reserve - money.balance - money.B06
    found[by_code["OB02"]] = money.B06
    zero = np.zeros(len(money))
    for code in ("OB03", "CI01", "CI03", "CE01", "CE02", "CE03", "CE04", "B03", "B05"):
        found[by_code[code]] = zero
    m = money
    income, costs = m.total_income, m.total_expenditure
    direct = m.I01 + m.I02 + m.I06 + m.I07
    targeted = m.I03 + m.I04 + m.I05 + m.I15
    community = m.I16 + m.I18
    supplies = m.learning_resources_not_ict + ict + m.examination_fees
    brought = m.educational_consultancy + m.professional_services_non_curriculum
    supply = (
        m.supply_teaching_staff + m.supply_teacher_insurance
        + m.agency_supply_teaching_staff
    )  # fmt: skip
    other_staff = (
        m.other_staff + m.indirect_employee_expenses + m.staff_development_and_training
        + m.staff_related_insurance
    )  # fmt: skip
    staff = (
        m.teaching_staff + m.education_support_staff
        + m.administrative_and_clerical_staff + supply + other_staff
    )  # fmt: skip
    upkeep = m.maintenance_of_premises + m.grounds_maintenance
    catering = m.catering_staff + m.catering_supplies
    less = m.I09 + m.I10 + m.I16 + m.I17
    found |= {
        "Total Income   I01 to I08, I11 to I15, I18": income
        + m.direct_revenue_financing - less,
        "Total Income   I01 to I18": income,
        "Total Expenditure  E01 to E29 and E31 to E32 minus I9, I10, I16 and I17": (
            costs - less
        ),
        "Total Expenditure  E01 to E32": costs,
        "Revenue Reserve   B01 plus B02 plus B06": reserve,
        "In-year Balance   Total Income (I01 to I18) minus Total Expenditure "
        "(E01 to E32)": income - costs,
        "Grant Funding": direct + targeted + community,
        "Direct Grant": direct,
        "Community Grants": community,
        "Targeted Grants": targeted,
        "Self Generated Funding": m.I08 + m.I09 + m.I10 + m.I11 + m.I12 + m.I13 + m.I17,
        "Total Income ": income,
        "Supply Staff": supply,
        "Other Staff Costs": other_staff,
        "Staff Total ": staff,
        "Maintenance & Improvement": upkeep,
        "Premises": upkeep + m.cleaning_and_caretaking + m.premises_staff
        + m.pfi_charges,
        "Catering Exp": catering,
        "Occupation": catering + m.water_and_sewerage + m.energy + m.rent_and_rates
        + m.other_occupation_costs + m.other_insurance_premiums,
        "Supplies and Services": supplies + brought + m.pfi_charges
        + m.administrative_supplies_non_educational,
        "Educational Supplies": supplies,
        "Brought in Professional Sevices": brought,
        "Cost of Finance": m.interest_charges_for_loan_and_bank,
        "Community Exp": m.school_staff + m.school_costs,
        "Total Expenditure": costs,
    }  # fmt: skip
    return found


def academy_list(world):
    """Academies and the trusts that they were in during the year."""
    rows, trusts = world.academies, world.trusts
    it = world.schools.take(rows.school)
    area = area_columns(world, rows.school)
    opened = np.where(
        np.isnat(world.events.joined[rows.school]),
        trusts.incorporated[rows.trust],
        world.events.joined[rows.school],
    )
    current = np.bincount(rows.trust, ~rows.is_superseded, len(trusts)).astype(np.int64)
    # what spreadsheets make of a date
    broken = words(np.where(rows.upin % 3 == 0, 0, -1), ["00:00.0"]).cast(pa.string())
    incorporated = pc.coalesce(broken, dated(trusts.incorporated[rows.trust]))
    status = list(TRUST_STATUS)
    one_day = words(np.where(rows.is_one_day & (rows.upin % 2 == 0), 0, -1), ["1 Day"])
    columns = {
        "Company Registration Number": trusts.company[rows.trust],
        "Incorporation Date": incorporated,
        "Academy Trust UPIN": trusts.upin[rows.trust],
        "UKPRN": trusts.ukprn[rows.trust],
        "Academy Trust Name": world.trust_names.take(pa.array(rows.trust)),
        "Academy Name": world.names.school.take(pa.array(rows.school)),
        "Academy UPIN": rows.upin,
        "Trust Type": words(trusts.is_multi[rows.trust], [SINGLE, MULTI]),
        "LA Establishment Number": joined(area.code, "-", it.estab),
        "Date Opened": dated(opened),
        "LA Name": area.name,
        "Type of Provision - Phase": overall_phase(it.kind),
        "Regional School Commissioner": area.region,
        "Valid From": dated(opened),
        "Valid to": dated(rows.valid_to),
        "Date joined or opened if in period": dated(rows.joined),
        "Date left or closed if in period": dated(rows.left),
        "Territory": area.region,
        "Academy Status": words(rows.status, STATUS),
        "Academy Trust Status": pc.coalesce(
            one_day.cast(pa.string()),
            words(rows.trust_status, status).cast(pa.string()),
        ),
        "Number of Academies in Trust": current[rows.trust],
        "Number of Pupils": world.heads[rows.school],
        "GAG Value": world.own.general_annual_grant_and_other,
        "Lead RSC": area.region,
        "Year": f"{world.year - 1}{world.year % 100:02d}",
    }
    return csv_file(listed("academy_list"), columns, bom=True), len(rows)
