"""Excel workbooks, written column by column and equal in every run.

A workbook is a zip of XML. Arrow puts the cells of whole columns together, which takes
a small part of the time of a writer that is called for each cell; the workbooks of the
nation have three million.
"""

import io
import zipfile
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from generator.dfe.text import column, is_one

# The oldest date that a zip can hold: the same in every run.
STAMP = (1980, 1, 1, 0, 0, 0)
# Fast; the files become a tenth larger than with the best.
COMPRESSION = 1
ROWS_AT_A_TIME = 4096
EPOCH = np.datetime64("1899-12-30", "D")
DATE_STYLE = 1
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf '
    'numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs '
    'count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf '
    'numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" '
    'applyNumberFormat="1"/></cellXfs></styleSheet>'
)


@dataclass
class Sheet:
    """A sheet: rows of titles, the header, columns.

    columns: {name in the header: numpy or Arrow array, one text, or `Coded`}
    titles: lists of texts above the header
    """

    name: str
    header: list = field(default_factory=list)
    columns: dict = field(default_factory=dict)
    titles: list = field(default_factory=list)


@dataclass
class Coded:
    """Numbers or dates with a text in the place of some; a null text is none."""

    values: object
    texts: object

    def __len__(self):
        return len(self.values)


def workbook(sheets):
    """The workbook as bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:

        def add(name, text):
            entry = _entry(name)
            archive.writestr(entry, text, zipfile.ZIP_DEFLATED, COMPRESSION)

        add("[Content_Types].xml", _content_types(len(sheets)))
        add("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")]))
        add("xl/workbook.xml", _workbook(sheets))
        links = [
            ("worksheet", f"worksheets/sheet{number}.xml")
            for number in range(1, len(sheets) + 1)
        ]
        add(
            "xl/_rels/workbook.xml.rels", _relations([*links, ("styles", "styles.xml")])
        )
        add("xl/styles.xml", STYLES)
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w") as file:
                for part in _sheet(sheet):
                    file.write(part)
    return target.getvalue()


def _entry(name):
    entry = zipfile.ZipInfo(name, STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry._compresslevel = COMPRESSION
    return entry


def _sheet(sheet):
    unknown = set(sheet.columns) - set(sheet.header)
    if unknown:
        raise KeyError(f"not in the header: {sorted(unknown)}")
    yield f'{XML}<worksheet xmlns="{MAIN}"><sheetData>'.encode()
    above = [*sheet.titles, sheet.header] if sheet.header else sheet.titles
    for number, row in enumerate(above, start=1):
        cells = "".join(
            _text_cell(letters(place), number, text)
            for place, text in enumerate(row)
            if text
        )
        yield f'<row r="{number}">{cells}</row>'.encode()
    filled = [
        (place, sheet.columns.get(name)) for place, name in enumerate(sheet.header)
    ]
    filled = [(place, values) for place, values in filled if values is not None]
    sizes = [len(values) for _, values in filled if not is_one(values)]
    for start in range(0, sizes[0] if sizes else 0, ROWS_AT_A_TIME):
        length = min(ROWS_AT_A_TIME, sizes[0] - start)
        numbers = pa.array(np.arange(start, start + length) + len(above) + 1).cast(
            pa.string()
        )
        parts = ['<row r="', numbers, '">']
        for place, values in filled:
            if not is_one(values):
                values = _part(values, start, length)
            parts.append(_cells(letters(place), numbers, values, length))
        rows = pc.binary_join_element_wise(*parts, "</row>", "")
        yield _bytes(rows)
    yield b"</sheetData></worksheet>"


def _part(values, start, length):
    if isinstance(values, Coded):
        return Coded(
            _part(values.values, start, length), _part(values.texts, start, length)
        )
    if isinstance(values, np.ndarray):
        return values[start : start + length]
    return values.slice(start, length)


def _cells(letter, numbers, values, length):
    """The cells of a column as texts; an empty cell is an empty text."""
    if isinstance(values, Coded):
        coded = column(values.texts, length)
        plain = _cells(letter, numbers, values.values, length)
        texts = _cells(letter, numbers, coded, length)
        return pc.if_else(pc.is_valid(coded), texts, plain)
    style = ""
    if isinstance(values, np.ndarray) and values.dtype.kind == "M":
        days = values.astype("datetime64[D]")
        serial = (days - EPOCH).astype(np.int64)
        values = pa.array(serial, mask=np.isnat(days))
        style = f' s="{DATE_STYLE}"'
    values = column(values, length)
    if pa.types.is_dictionary(values.type):
        values = values.cast(pa.string())
    if pa.types.is_string(values.type) or pa.types.is_null(values.type):
        before, after = f'<c r="{letter}', "</t></is></c>"
        middle, values = '" t="inlineStr"><is><t>', _escaped(values.cast(pa.string()))
    else:
        before, middle, after = f'<c r="{letter}', f'"{style}><v>', "</v></c>"
        values = values.cast(pa.string())
    made = pc.binary_join_element_wise(before, numbers, middle, values, after, "")
    return pc.fill_null(made, "")


def _escaped(texts):
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        if pc.any(pc.match_substring(texts, character)).as_py():
            texts = pc.replace_substring(texts, character, entity)
    return texts


def _text_cell(letter, number, text):
    escaped = str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">'
        f"{escaped}</t></is></c>"
    )


def _bytes(texts):
    """The texts behind each other, as they lie in memory."""
    if isinstance(texts, pa.ChunkedArray):
        texts = texts.combine_chunks()
    offsets = memoryview(texts.buffers()[1]).cast("i")
    first, last = offsets[texts.offset], offsets[texts.offset + len(texts)]
    return memoryview(texts.buffers()[2])[first:last]


def letters(place):
    """The letters of a column, A for 0."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _workbook(sheets):
    listed = "".join(
        f'<sheet name="{sheet.name}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">'
        f"<sheets>{listed}</sheets></workbook>"
    )


def _relations(links):
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(links, start=1)
    )
    return (
        f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
    )


def _content_types(sheets):
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    listed = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        f'ContentType="{kind}.worksheet+xml"/>'
        for number in range(1, sheets + 1)
    )
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f"{listed}</Types>"
    )
