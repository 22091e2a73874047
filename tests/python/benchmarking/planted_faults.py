"""Faults planted in the files of a national set: each row of the table of bad input."""

import csv
import io

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

    def workbook(self, name, change):
        sheet, rows = self.sheet(name)
        with xlsxwriter.Workbook(str(self.folder / name)) as book:
            page = book.add_worksheet(sheet)
            for number, row in enumerate(change(rows)):
                page.write_row(number, 0, row)

    def sheet(self, name):
        book = CalamineWorkbook.from_path(str(self.folder / name))
        return book.sheet_names[0], book.get_sheet_by_index(0).to_python()


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
    standing = files.sheet("ARX_Standing_Data_2023.xlsx")[1]
    column = standing[0].index("URN")
    listed = {row[urn] for row in maintained[1:]}
    both = next(
        int(row[column])
        for row in standing[1:]
        if row[column] and str(int(row[column])) not in listed
    )
    again = list(plain[3])
    again[urn] = str(both)
    files.write("maintained_schools_master_list.csv", [*maintained, again], "cp1252")

    files.workbook("census_workforce.xlsx", lambda rows: [["Moved"], [], [], *rows])
    files.workbook(
        "ARX_BenchmarkReport_2023.xlsx",
        lambda rows: [
            [*row, "BNCH29999 (Nobody knows)" if number == 0 else 1000000]
            for number, row in enumerate(rows)
        ],
    )

    # of the first trust: income twice as high as its parts, and that line once more;
    # and a trust that no academy belongs to
    forecasts = files.rows("BFR_SOFA_raw.csv")
    line, income = forecasts[0].index("EFALineNo"), forecasts[0].index("Y2P1")
    trust = next(row for row in forecasts[1:] if row[line] == "298")
    trust[income:] = [str(2 * int(amount)) for amount in trust[income:]]
    unknown = ["999998", *trust[1:]]
    repeated = [*trust[:income], *["1"] * len(trust[income:])]
    files.write("BFR_SOFA_raw.csv", [*forecasts, repeated, unknown])

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
        "raw": raw,
        "phase": phase,
        "floor": floor,
        "crowded": crowded,
        "without_return": {
            int(row[urn])
            for row in maintained[1:]
            if row[flag] == "DNS" and row[federation] not in federations
        },
        "pupils": pupils,
        "places": places,
        "both": both,
        "trust": int(trust[0]),
        "income": sum(int(amount) for amount in trust[income : income + 2]) * 1000,
    }
