"""The two master lists: maintained schools with their return, academies."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.dfe.figures import Frame, table
from generator.dfe.files.establishments import (
    PHASES,
    area_columns,
    school_names,
    type_names,
)
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


INCOMES = [f"I{number:02d}" for number in (*range(1, 14), 15, 16, 17, 18)]
BALANCES = ["B01", "B02", "B06"]
# Capital is no part of the model.
NOTHING = ["OB03", "CI01", "CI03", "CE01", "CE02", "CE03", "CE04", "B03", "B05"]
# Lines of the totals that the list prints.
SELF_GENERATED = ["I08", "I09", "I10", "I11", "I12", "I13", "I17"]
SUPPLY = [
    "supply_teaching_staff",
    "supply_teacher_insurance",
    "agency_supply_teaching_staff",
]
OTHER_STAFF = [
    "other_staff",
    "indirect_employee_expenses",
    "staff_development_and_training",
    "staff_related_insurance",
]
OWN_STAFF = [
    "teaching_staff",
    "education_support_staff",
    "administrative_and_clerical_staff",
]
PREMISES = ["cleaning_and_caretaking", "premises_staff", "pfi_charges"]
CATERING = ["catering_staff", "catering_supplies"]
OCCUPATION = [
    "water_and_sewerage",
    "energy",
    "rent_and_rates",
    "other_occupation_costs",
    "other_insurance_premiums",
]
SUPPLIES = [
    "learning_resources_not_ict",
    "ict_learning_resources",
    "examination_fees",
]


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
    # by the code that a name begins with
    names = {name.split(" ")[0]: name for name in header}
    given = {code: getattr(money, code) for code in INCOMES}
    given |= {"E30": money.direct_revenue_financing, "E31": money.school_staff}
    given |= {"CI04": money.direct_revenue_financing, "E32": money.school_costs}
    given |= {code: np.zeros(len(money)) for code in NOTHING}
    given |= {code: getattr(money, code) for code in BALANCES}
    given |= {"OB01": _reserve(money) - money.balance - money.B06, "OB02": money.B06}
    columns = {names[code]: values for code, values in given.items()}
    lines = finance_lines()
    for line, name in zip(lines.line, lines.cfr, strict=True):
        if name in header:
            columns[name] = getattr(money, line)
    if ICT not in header:
        columns |= _parts_of_ict(money.ict_learning_resources)
    return columns | _totals(money)


def _reserve(money):
    return sum(getattr(money, code) for code in BALANCES)


def _parts_of_ict(total):
    parts = {name: np.round(total * share, 2) for name, share in ICT_PARTS.items()}
    *first, last = parts
    parts[last] = np.round(total - sum(parts[name] for name in first), 2)
    return parts


def _totals(money):
    """What the list adds up itself."""

    def added(*lines):
        return sum(getattr(money, line) for line in lines)

    income, costs = money.total_income, money.total_expenditure
    community = added("I09", "I10", "I16", "I17")
    direct, targeted = (
        added("I01", "I02", "I06", "I07"),
        added("I03", "I04", "I05", "I15"),
    )
    given = added("I16", "I18")
    supply, other_staff = added(*SUPPLY), added(*OTHER_STAFF)
    upkeep = added("maintenance_of_premises", "grounds_maintenance")
    catering, supplies = added(*CATERING), added(*SUPPLIES)
    brought = added("educational_consultancy", "professional_services_non_curriculum")
    return {
        "Total Income   I01 to I08, I11 to I15, I18": (
            income + money.direct_revenue_financing - community
        ),
        "Total Income   I01 to I18": income,
        "Total Expenditure  E01 to E29 and E31 to E32 minus I9, I10, I16 and I17": (
            costs - community
        ),
        "Total Expenditure  E01 to E32": costs,
        "Revenue Reserve   B01 plus B02 plus B06": _reserve(money),
        "In-year Balance   Total Income (I01 to I18) minus Total Expenditure "
        "(E01 to E32)": income - costs,
        "Grant Funding": direct + targeted + given,
        "Direct Grant": direct,
        "Community Grants": given,
        "Targeted Grants": targeted,
        "Self Generated Funding": added(*SELF_GENERATED),
        "Total Income ": income,
        "Supply Staff": supply,
        "Other Staff Costs": other_staff,
        "Staff Total ": added(*OWN_STAFF) + supply + other_staff,
        "Maintenance & Improvement": upkeep,
        "Premises": upkeep + added(*PREMISES),
        "Catering Exp": catering,
        "Occupation": catering + added(*OCCUPATION),
        "Supplies and Services": supplies
        + brought
        + added("pfi_charges", "administrative_supplies_non_educational"),
        "Educational Supplies": supplies,
        "Brought in Professional Sevices": brought,
        "Cost of Finance": money.interest_charges_for_loan_and_bank,
        "Community Exp": added("school_staff", "school_costs"),
        "Total Expenditure": costs,
    }


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
