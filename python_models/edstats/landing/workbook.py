"""Read a sheet of an Excel workbook as the text rows that its CSV form would give."""

import datetime

import python_calamine as calamine

from edstats.landing.contract import HEADER_ROWS, match_header
from edstats.landing.rows import add_file, add_finding, add_header, shown, to_json

UNREADABLE = (calamine.CalamineError, OSError, ValueError)


def add_workbook(root, delivery, lead, contract, rows):
    """Add all rows of the sheet that the contract means to `rows`.

    line_number is the number of the sheet's row. When there is no such sheet, or no
    workbook, the header row says why.
    """
    facts = delivery.facts | {"encoding": "workbook", "newline": None}
    try:
        opened = _open_sheet(root / delivery.path, contract)
    except UNREADABLE as error:
        said = str(error).replace(str(root / delivery.path), delivery.path)
        message = f"this is no workbook that can be read: {said}"
        add_file(rows, lead, 1, facts, blocking=("LND-001", message))
        return
    if isinstance(opened, str):
        add_file(rows, lead, 1, facts, blocking=("LND-002", opened))
        return
    name, cells, first = opened
    header = match_header([text_of(cell) for cell in cells[first]], contract)
    add_header(rows, lead, first + 1, facts | {"sheet": name}, header)
    titles = sum(1 for row in cells[:first] if not _is_blank(row))
    if titles and not contract.has_titles:
        message = f"{titles} rows above the header were passed over"
        add_finding(rows, lead, "LND-009", message, 1, titles)
    kept = {c: n for c, n in header.positions.items() if c not in contract.withheld}
    for number, row in enumerate(cells, start=1):
        if number == first + 1:
            continue
        record = lead | {"line_number": number, "row_status": "staged"}
        values = {column: text_of(row[n]) or None for column, n in kept.items()}
        if number <= first or (not any(values.values()) and _is_blank(row)):
            rows.add(record | {"row_status": "padding"})
            continue
        if header.extras:
            extras = {n: text_of(row[p]) or None for n, p in header.extras.items()}
            record["extra_columns"] = to_json(extras)
        rows.add(record | values)


def _open_sheet(path, contract):
    """(name, rows of cells, index of the header row) of the contract's sheet.

    A sentence when there is no such sheet or no sheet has a row. When no row is the
    header, the first row with a value of the first sheet that has one.
    """
    with calamine.CalamineWorkbook.from_path(path) as workbook:
        names = workbook.sheet_names
        if contract.sheet:
            sheet = _plain(contract.sheet)
            wanted = [name for name in names if _plain(name) == sheet]
            if not wanted:
                there = shown(names)
                return f"the workbook has no sheet {contract.sheet}; it has: {there}"
            names = wanted
        other = None
        for name in names:
            cells = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            filled = [n for n, row in enumerate(cells) if not _is_blank(row)]
            for index in filled[:HEADER_ROWS]:
                if contract.is_header([text_of(cell) for cell in cells[index]]):
                    return name, cells, index
            if filled and other is None:
                other = name, cells, filled[0]
    return other or "no sheet of the workbook holds a value"


def _plain(name):
    """The form in which names of sheets are compared: no spaces, lower case."""
    return "".join(name.split()).lower()


def _is_blank(row):
    return not any(cell.strip() if isinstance(cell, str) else True for cell in row)


def text_of(cell):
    """The text of a cell as a CSV file has it.

    Whole numbers come without a fraction, dates in ISO 8601, a time of day only where
    there is one.
    """
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(cell)
