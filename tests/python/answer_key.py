"""The answer key against the written files, by DuckDB, for districts of any size."""

import csv
from collections import defaultdict

import duckdb
import pyarrow as pa

from generator.writers import sis

# Files of which all rows are the base of a defect; the others have a base of their own.
BASES = {
    "D01": ["educators"],
    "D02": ["educators", "enrollments"],
    "D04": ["certifications"],
    "D06": ["sections"],
    "D07": ["educators"],
    "D08": ["assignments"],
    "D09": ["students"],
    "D10": ["enrollments"],
    "D11": ["sections"],
    "D12": ["section_enrollments"],
    "D13": ["students"],
    "D15": ["assessment_results"],
    "D16": ["attendance_daily"],
    "D18": ["assignments", "assessment_results"],
}
# D02 and D18 round in each of two files, D17 marks files besides.
ROUNDING = 2.5


def not_as_described(lines, folder, clean):
    """The lines of the answer key that do not say what stands in the files.

    lines: of `defects` and `hard_negatives`, dicts
    folder, clean: of the files with and without defects
    A cell has its injected value in a row of the key, and the original one in the clean
    file. A row that was added stands there once more than in the clean file for each
    line that says so, one that was dropped once less.
    """
    wrong, by_file = [], {}
    for line in lines:
        by_file.setdefault(line["file"], []).append(line)
    for name, of_file in by_file.items():
        marks = [line for line in of_file if not line["row_key"]]
        wrong += [line for line in marks if not _is_marked(folder / name, line)]
        others = [line for line in of_file if line["row_key"]]
        if others:
            wrong += _not_in_rows(others, folder / name, clean / name)
    return wrong


def _is_marked(path, line):
    raw = path.read_bytes()
    has_crlf = raw.count(b"\r\n") == raw.count(b"\n") > 0
    has_bom = raw.startswith(b"\xef\xbb\xbf")
    return {"bom": has_bom, "crlf": has_crlf}[line["injected_value"]]


def _not_in_rows(lines, path, clean):
    """The lines about cells and rows of one file that are wrong."""
    file = path.stem
    names, keys = sis.columns_of(file), sis.layout()[file]["key"]
    old_keys = _old_keys(lines, keys)
    table = {
        "number": range(len(lines)),
        "row_key": [line["row_key"] for line in lines],
        "old_key": [old_keys[line["row_key"]] for line in lines],
        # 0 = the whole row
        "place": [
            0 if line["column"] == "*" else names.index(line["column"]) + 1
            for line in lines
        ],
        "original": [line["original_value"] for line in lines],
        "injected": [line["injected_value"] for line in lines],
        "sign": [1 if line["injected_value"] else -1 for line in lines],
        "texts": [_texts(line) for line in lines],
    }
    kinds = {"texts": pa.list_(pa.string())}
    columns = {n: pa.array(list(v), kinds.get(n)) for n, v in table.items()}
    connection = duckdb.connect()
    connection.register("lines", pa.table(columns))
    wanted = {*table["row_key"], *table["old_key"]}
    parts = list(zip(*(key.split("|") for key in wanted), strict=True))
    named = dict(zip(keys, map(pa.array, parts), strict=True))
    connection.register("wanted", pa.table(named))
    for view, source in (("after", path), ("before", clean)):
        connection.execute(f"create table {view} as {_rows(source, names, keys)}")
    wrong = connection.execute(
        """
        with nets as (
            select texts, sum(sign) as net from lines where place = 0 group by texts
        ),

        rows_of as (
            select texts, 1 as come from after
            union all
            select texts, -1 as come from before
        ),

        balances as (
            select nets.texts from nets left join rows_of using (texts)
            group by nets.texts, nets.net
            having coalesce(sum(rows_of.come), 0) <> nets.net
        )

        select number from lines where place = 0
            and texts in (select texts from balances)
        union
        select number from lines where place > 0 and not exists (
            select 1 from after where after.row_key = lines.row_key
                and after.texts[lines.place] = lines.injected
        )
        union
        select number from lines where place > 0 and not exists (
            select 1 from before where before.row_key = lines.old_key
                and before.texts[lines.place] = lines.original
        )
        """
    ).fetchall()
    return [lines[number] for (number,) in sorted(wrong)]


def _old_keys(lines, keys):
    """Row key -> the key of the row in the clean file: a defect may change it."""
    old = {line["row_key"]: line["row_key"].split("|") for line in lines}
    for line in lines:
        if line["column"] in keys:
            old[line["row_key"]][keys.index(line["column"])] = line["original_value"]
    return {new: "|".join(parts) for new, parts in old.items()}


def _texts(line):
    """The texts of the whole row that a line adds or drops, None for a cell."""
    if line["column"] != "*":
        return None
    return next(csv.reader([line["injected_value"] or line["original_value"]]))


def _rows(path, names, keys):
    """A query for the rows of a file that are wanted: key and texts, "" for empty."""
    texts = ", ".join(f"coalesce(file.{name}, '')" for name in names)
    same = " and ".join(f"file.{key} = wanted.{key}" for key in keys)
    key = ", ".join(f"file.{key}" for key in keys)
    return f"""
        select concat_ws('|', {key}) as row_key, [{texts}] as texts
        from read_csv(
            '{path}', all_varchar = true, header = true,
            delim = ',', quote = '"', escape = '"'
        ) as file
        semi join wanted on {same}
    """


def miscounted(truth, rates, rows):
    """What the counts of the answer key are and should not be, as sentences.

    truth: name -> dicts, of `defects`, `hard_negatives` and `defect_rates`
    rates: code -> rate that was asked for
    rows: file without .csv -> rows of the clean file
    """
    made = {name: _made(truth[name]) for name in ("defects", "hard_negatives")}
    found = []
    for row in truth["defect_rates"]:
        code, base = row["code"], int(row["base_rows"])
        for name, ids in made.items():
            if int(row[name]) != len(ids[code]):
                found.append(f"{code}: {len(ids[code])} {name}, {row[name]} stated")
        if float(row["rate"]) != rates[code]:
            found.append(f"{code}: rate {row['rate']}, not {rates[code]}")
        if code in BASES and base != sum(rows[file] for file in BASES[code]):
            found.append(f"{code}: {base} rows to inject into, the files have others")
        wanted = rates[code] * (1 if code == "D14" else base)
        number = len(made["defects"][code])
        if abs(number - wanted) > ROUNDING:
            found.append(f"{code}: {number} defects where {wanted} belong")
    if list(rates) != [row["code"] for row in truth["defect_rates"]]:
        found.append("not every code has a line in defect_rates")
    return found


def _made(lines):
    """Code -> ids of the defects, or hard negatives, that the lines are about."""
    made = defaultdict(set)
    for line in lines:
        made[line["code"]].add(line["defect_id"])
    return made


def rows_not_explained(lines, rows, clean_rows):
    """Files whose number of rows differs from the clean one by more than the key says.

    rows, clean_rows: file without .csv -> number of rows
    """
    expected = dict(clean_rows)
    for line in lines:
        if line["column"] == "*":
            expected[line["file"].removesuffix(".csv")] += (
                1 if line["injected_value"] else -1
            )
    return [name for name in expected if expected[name] != rows.get(name)]
