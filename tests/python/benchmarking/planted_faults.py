"""Faults planted in the files of a national set: each row of the table of bad input."""

import csv
import io
from collections import Counter
from datetime import date

import xlsxwriter
from python_calamine import CalamineWorkbook

RUN = "2023"
# special schools, pupil referral units
FUNDED_BY_PLACE = ("7", "12", "14")


class Files:
    """The files of one run, to be changed before they are built."""

    def __init__(self, folder):
        self.folder = folder

    def rows(self, name, encoding="utf-8"):
        text = (self.folder / name).read_text(encoding=encoding)
        return list(csv.reader(io.StringIO(text, newline="")))

    def write(self, name, rows, encoding="utf-8"):
        buffer = io.StringIO(newline="")
        csv.writer(buffer, lineterminator="\r\n").writerows(rows)
        (self.folder / name).write_bytes(buffer.getvalue().encode(encoding))

    def change(self, name, key, value, changes, encoding="utf-8"):
        """Set columns of the rows whose key column has the value."""
        rows = self.rows(name, encoding)
        header = rows[0]
        for row in rows[1:]:
            if row[header.index(key)] == str(value):
                for column, new in changes.items():
                    row[header.index(column)] = new
        self.write(name, rows, encoding)

    def workbook(self, name, **changes):
        """Change the rows of sheets by name; `first` stands for the first sheet."""
        sheets = self.sheets(name)
        if "first" in changes:
            changes[next(iter(sheets))] = changes.pop("first")
        options = {"default_date_format": "yyyy-mm-dd"}
        with xlsxwriter.Workbook(str(self.folder / name), options) as book:
            for sheet, rows in sheets.items():
                page = book.add_worksheet(sheet)
                changed = changes[sheet](rows) if sheet in changes else rows
                for number, row in enumerate(changed):
                    page.write_row(number, 0, row)

    def sheets(self, name):
        book = CalamineWorkbook.from_path(str(self.folder / name))
        return {
            sheet: book.get_sheet_by_name(sheet).to_python()
            for sheet in book.sheet_names
        }

    def sheet(self, name):
        return next(iter(self.sheets(name).values()))


def company(number):
    """A company number as the warehouse has it."""
    return f"{int(number):08}"


def plant_academies(files):
    """Plant the faults of academies and of central services.

    Returns, by rule, the schools and trusts that it has to name and some that look
    alike and are right.
    """
    header, *rows = files.sheet("ARX_Standing_Data_2023.xlsx")
    upin, urn, number, joined, left, valid_to = (
        header.index(name)
        for name in (
            "Academy UPIN",
            "URN",
            "Company Number",
            "Joined",
            "Left",
            "Valid To",
        )
    )
    sizes = Counter(company(row[number]) for row in rows if row[number])
    lines = Counter(row[urn] for row in rows)
    moved = next(row for row in rows if lines[row[urn]] == 2 and row[valid_to])
    plain = [
        row
        for row in reversed(rows)
        if not (row[joined] or row[left] or row[valid_to])
        and lines[row[urn]] == 1
        and sizes[company(row[number])] > 3
    ]
    before, same_day, day_after, untold, told, twice = plain[:6]
    touched = {company(row[number]) for row in plain[:6]}

    # left a month before it joined, on the day, and the day after
    before[joined], before[left] = date(2023, 4, 1), date(2023, 3, 1)
    same_day[joined], same_day[left] = date(2023, 3, 1), date(2023, 3, 1)
    day_after[joined], day_after[left] = date(2023, 3, 1), date(2023, 3, 2)

    # a second trust reports for an academy that has not left the first
    second = list(twice)
    second[upin], second[number], second[joined] = (
        199999,
        before[number],
        date(2023, 1, 1),
    )
    assert company(before[number]) != company(twice[number])

    # the return names no trust: for one academy the list does, for the other neither
    for row in (untold, told):
        row[number] = ""
    files.change(
        "academy_master_list.csv",
        "Academy UPIN",
        int(untold[upin]),
        {"Company Registration Number": ""},
        "utf-8-sig",
    )
    files.workbook(
        "ARX_Standing_Data_2023.xlsx", first=lambda _: [header, *rows, second]
    )
    # beside it an account line that nobody knows
    files.workbook(
        "ARX_BenchmarkReport_2023.xlsx",
        first=lambda report: [
            [*report[0], "BNCH29999 (Nobody knows)"],
            *([*row, 1000000] for row in report[1:]),
            *(
                [second[upin], *row[1:], 1000000]
                for row in report
                if row[0] == twice[upin]
            ),
        ],
    )

    # of two trusts one returns no central services, the other twice
    name = "ARX_CS_BenchmarkReport_2023.xlsx"
    listed = files.rows("academy_master_list.csv", "utf-8-sig")
    trust, registered = (
        listed[0].index(column)
        for column in ("Academy Trust UPIN", "Company Registration Number")
    )
    companies = {
        int(row[trust]): company(row[registered])
        for row in listed[1:]
        if row[registered]
    }
    central = files.sheet(name)
    codes = {companies[int(row[0])]: row for row in central[1:]}
    several = [code for code in codes if sizes[code] > 1 and code not in touched]
    silent, returned_twice, once = several[:3]
    again = list(codes[returned_twice])
    again[1] += 1000
    files.workbook(
        name,
        first=lambda _: [row for row in central if row is not codes[silent]] + [again],
    )
    alone = [code for code in companies.values() if sizes[code] == 1]
    return {
        "FIN-012": ([before[urn], same_day[urn]], [day_after[urn]]),
        "FIN-013": ([untold[urn]], [told[urn]]),
        "FIN-014": ([twice[urn]], [moved[urn]]),
        "FIN-022": ([silent], sorted({*alone} - {*codes})),
        "FIN-023": ([returned_twice], [once]),
    }


def plant_lists(files, maintained, schools):
    """Plant the faults of the list of maintained schools, of GIAS and of buildings.

    maintained: the rows of the list, which the caller writes
    schools: rows of it that nothing else is planted in
    """
    header = maintained[0]
    urn, estab, lead, flag = (
        header.index(name)
        for name in (
            "URN",
            "LAEstab",
            "Lead school in federation",
            "Did Not Supply flag",
        )
    )
    refused, astray, single, changed, repeated = schools[:5]
    silent = [row[urn] for row in maintained[1:] if row[flag] == "DNS"]
    # amounts of a school that says that it did not supply any
    refused[flag] = "DNS"
    # a listed school that leads nobody, not even itself
    astray[lead] = single[estab]
    members = [row for row in maintained[1:] if row[lead] not in ("", "0")]
    leads = {row[estab] for row in members if row[lead] == row[estab]}

    register = files.rows("gias.csv", "cp1252")
    place, title = (register[0].index(n) for n in ("URN", "EstablishmentName"))
    lines = {row[place]: row for row in register[1:]}
    other = list(lines[changed[urn]])
    other[title] += " and Nursery"
    files.write("gias.csv", [*register, other, lines[repeated[urn]]], "cp1252")

    ages = {}
    blocks = files.rows("cdc.csv")
    place, age = (blocks[0].index(name) for name in ("URN", "Block Age"))
    for row in blocks[1:]:
        ages.setdefault(row[place], []).append(row[age])
    return {
        "FIN-010": (
            [row[urn] for row in members if row[lead] not in leads],
            [row[urn] for row in members if row[lead] in leads],
        ),
        "FIN-017": (
            [school for school, known in ages.items() if not any(known)],
            [school for school, known in ages.items() if any(known) and not all(known)],
        ),
        "FIN-018": ([changed[urn]], [repeated[urn]]),
        "FIN-028": ([refused[urn]], silent),
    }


def urns(rows):
    """The schools that have a row, below a header on whatever line."""
    header = next(row for row in rows if "URN" in row)
    column = header.index("URN")
    below = rows[rows.index(header) + 1 :]
    return {int(row[column]) for row in below if str(row[column]).strip()}


def plant(raw):
    """Plant every fault in the set of a raw root; say which schools have which."""
    files = Files(raw / "dfe" / RUN)
    maintained = files.rows("maintained_schools_master_list.csv", "cp1252")
    header = maintained[0]
    urn, months, flag, federation = (
        header.index(name)
        for name in (
            "URN",
            "Period covered by return (months)",
            "Did Not Supply flag",
            "Lead school in federation",
        )
    )
    blocks = [row[1] for row in files.rows("cdc.csv")]
    counted = files.rows("census_pupils.csv", "cp1252")
    census = {row[counted[0].index("URN")] for row in counted}
    plain = [
        row
        for row in maintained[1:]
        if row[months] == "12"
        and row[flag] in ("", "0")
        and row[federation] in ("", "0")
        and row[urn] in blocks
        and row[urn] in census
    ]
    assert len(plain) >= 6
    phase, floor, pupils = (int(row[urn]) for row in plain[:3])
    crowded = int(plain[4][urn])
    kinds = files.rows("gias.csv", "cp1252")
    place, kind = (
        kinds[0].index(name) for name in ("URN", "TypeOfEstablishment (code)")
    )
    by_place = {row[place] for row in kinds[1:] if row[kind] in FUNDED_BY_PLACE}
    places = next(int(row[urn]) for row in plain[5:] if row[urn] in by_place)
    # of a federation only the lead supplies a return
    federations = {row[federation] for row in maintained[1:] if not row[flag]} - {"0"}

    files.change("gias.csv", "URN", phase, {"PhaseOfEducation (code)": "99"}, "cp1252")
    files.change("cdc.csv", "URN", floor, {"GIFA": "-250"})
    files.change("cdc.csv", "URN", crowded, {"GIFA": "1"})
    for empty in (pupils, places):
        files.change(
            "census_pupils.csv",
            "URN",
            empty,
            {"fte pupils": "0", "headcount of pupils": "0"},
            "cp1252",
        )

    # an academy that the list of maintained schools has as well
    standing = files.sheet("ARX_Standing_Data_2023.xlsx")
    column = standing[0].index("URN")
    listed = {row[urn] for row in maintained[1:]}
    both = next(
        int(row[column])
        for row in standing[1:]
        if row[column] and str(int(row[column])) not in listed
    )
    spare = [row for row in plain[5:] if int(row[urn]) != places]
    found = plant_academies(files) | plant_lists(files, maintained, spare)
    again = list(plain[3])
    again[urn] = str(both)
    files.write("maintained_schools_master_list.csv", [*maintained, again], "cp1252")

    files.workbook(
        "census_workforce.xlsx", first=lambda rows: [["Moved"], [], [], *rows]
    )

    # of the first trust: income twice as high as its parts, and that line once more;
    # a trust that no academy belongs to; and of the last trust no reserve
    forecasts = files.rows("BFR_SOFA_raw.csv")
    line, income = forecasts[0].index("EFALineNo"), forecasts[0].index("Y2P1")
    trust = next(row for row in forecasts[1:] if row[line] == "298")
    trust[income:] = [str(2 * int(amount)) for amount in trust[income:]]
    unknown = ["999998", *trust[1:]]
    repeated = [*trust[:income], *["1"] * len(trust[income:])]
    reserve = [row for row in forecasts if row[line] == "430"][-1]
    kept = [row for row in forecasts if row is not reserve]
    files.write("BFR_SOFA_raw.csv", [*kept, repeated, unknown])
    # and of a trust whose academies the census lacks nobody knows the pupils
    academies = {int(row[0]): str(int(row[column])) for row in standing[1:]}
    listed = files.rows("academy_master_list.csv", "utf-8-sig")
    upin, owner = (
        listed[0].index(name) for name in ("Academy UPIN", "Academy Trust UPIN")
    )
    known = Counter()
    for row in listed[1:]:
        known[int(row[owner])] += academies[int(row[upin])] in census

    # a later run whose list of maintained schools lost its key
    later = Files(raw / "dfe" / "2024")
    later.folder.mkdir()
    later.write("gias.csv", files.rows("gias.csv", "cp1252"), "cp1252")
    later.write(
        "maintained_schools_master_list.csv",
        [row[:urn] + row[urn + 1 :] for row in maintained],
        "cp1252",
    )
    return {
        "phase": phase,
        "floor": floor,
        "crowded": crowded,
        "without_return": {
            int(row[urn])
            for row in maintained[1:]
            if row[flag] == "DNS"
            and row[federation] not in federations
            # a row with amounts is another rule's
            and row[urn] not in found["FIN-028"][0]
        },
        "pupils": pupils,
        "places": places,
        "both": both,
        "found": found,
        "missing": {
            (int(reserve[0]), "Revenue reserve"),
            *((owner, "Pupil numbers") for owner in known if not known[owner]),
        },
        "rows": {
            "cdc": urns(files.rows("cdc.csv")),
            "sen": urns(files.rows("sen.csv", "cp1252")),
            "census_pupils": urns(files.rows("census_pupils.csv", "cp1252")),
            "census_workforce": urns(files.sheet("census_workforce.xlsx")),
        },
        "links": files.rows("gias_links.csv", "cp1252")[1:],
        "trust": int(trust[0]),
        "income": sum(int(amount) for amount in trust[income : income + 2]) * 1000,
    }
