"""What one raw file should look like, and how a real header maps onto it."""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace

from edstats.landing.records import SPACE

# Bump when the library reads files differently or judge_landed_rows judges them
# differently, so that every file is landed again.
LIBRARY_VERSION = 2

# A header is looked for in so many rows of a file whose contract knows layouts.
HEADER_ROWS = 30


def snake_case(header):
    """`dateLastModified` and `School_id` as `date_last_modified` and `school_id`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header).lower()


def _fold(header):
    """The form in which headers are compared: letters and digits, lower case."""
    return re.sub(r"[^a-z0-9]", "", header.lower())


def _plain(header):
    """The form in which headers of layouts are compared: single spaces, lower case."""
    return " ".join(header.split()).lower()


def _spellings(headers):
    """column -> plain spellings, nothing for a plain list of headers."""
    if not isinstance(headers, dict):
        return {}
    return {column: tuple(map(_plain, several)) for column, several in headers.items()}


@dataclass(frozen=True)
class Contract:
    """The columns of one kind of file.

    headers: the specification's column names, in its order
    required: headers without which the file cannot be used
    aliases: other spellings seen in the field -> the specification's name
    withheld: columns whose values are never kept (passwords)
    personal: columns whose values no finding and no quarantined record tells (phones);
        they stand in the landing table alone
    open_prefix: extension columns start with this and are no deviation
    is_ordered: the specification fixes the column order
    types: column -> date, integer ... for the columns that are no text
    spellings: column -> the headers that it has in the layouts of the file that are
        known. Spaces and capitals do not count; a `*` at the end stands for any text,
        and ` *` for none or one behind a code. Given, `headers` are the columns
        themselves, other columns of the file are passed over, and the header is looked
        for below title rows.
    line_code: pattern of the headers that are accounting lines. One that no column has
        is kept and found.
    text_forms: encodings and line ends in which the file is published; `spaces` for
        values with spaces around them
    has_titles: rows of titles above the header are usual
    sheet: name of the sheet of a workbook, else the first that has the header
    """

    headers: tuple
    required: tuple
    aliases: dict = field(default_factory=dict)
    withheld: tuple = ()
    personal: tuple = ()
    open_prefix: str = ""
    is_ordered: bool = False
    types: dict = field(default_factory=dict)
    spellings: dict = field(default_factory=dict)
    line_code: str = ""
    text_forms: tuple = ()
    has_titles: bool = False
    sheet: str = ""

    @classmethod
    def from_meta(cls, meta):
        """Read the contract from the `config.meta` of a landing model.

        Raises KeyError when `headers` or `key` is missing.
        """
        headers = tuple(meta["headers"])
        required = [*meta["key"], *meta.get("required", []), *meta.get("must_have", [])]
        return cls(
            headers=headers,
            required=tuple(h for h in headers if snake_case(h) in required),
            aliases=dict(meta.get("aliases", {})),
            withheld=tuple(meta.get("withheld", ())),
            personal=tuple(meta.get("personal", ())),
            open_prefix=meta.get("open_prefix", ""),
            is_ordered=bool(meta.get("is_ordered", False)),
            types=dict(meta.get("types", {})),
            spellings=_spellings(meta["headers"]),
            line_code=meta.get("line_code", ""),
            text_forms=tuple(meta.get("text_forms", ())),
            has_titles=bool(meta.get("has_titles", False)),
            sheet=meta.get("sheet", ""),
        )

    def with_deletions(self):
        """The contract of a file that may also say which records are gone."""
        return replace(self, headers=(*self.headers, "_deleted"))

    def is_header(self, names):
        """Whether the fields of a row hold all required headers."""
        return not match_header(names, self).missing

    @property
    def columns(self):
        return [snake_case(header) for header in self.headers]

    @staticmethod
    def fingerprint(meta):
        """Changes when the contract or the library does, not when the files move."""
        rules = {name: value for name, value in meta.items() if name != "raw_root"}
        text = json.dumps([LIBRARY_VERSION, rules], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass
class Header:
    """A file's own header, matched to its contract.

    names: the header line's fields, as they are
    least: number of fields up to the last one that has a name
    positions: column -> 0-based position in the file
    extras: name -> 0-based position of the columns that the contract lacks
    findings: (rule_id, column, value, message)
    missing: required headers that are not there
    facts: what the header row says besides, about a contract that knows layouts
    """

    names: list
    least: int
    positions: dict
    extras: dict
    findings: list
    missing: list
    facts: dict = field(default_factory=dict)

    @classmethod
    def of_names(cls, names):
        """A header whose names stand for themselves, for a mapping to explain."""
        least = _last_named([name.strip(SPACE) for name in names])
        return cls(names, least, {}, {}, [], [])

    @property
    def fields(self):
        return len(self.names)


def _last_named(stripped):
    """Number of fields up to the last one that has a name."""
    return max((n for n, name in enumerate(stripped, 1) if name), default=0)


def find_column(name, names):
    """Position of the column called `name`, also in another case; None when not there.

    The header's own spelling goes first, then letters and digits alone decide, if
    only one column fits.
    """
    stripped = [each.strip(SPACE) for each in names]
    if name in stripped:
        return stripped.index(name)
    alike = [n for n, each in enumerate(stripped) if _fold(each) == _fold(name)]
    return alike[0] if len(alike) == 1 else None


def match_header(names, contract):
    """Match the header `names` of a file to `contract`; returns a `Header`.

    The specification's own spelling goes before another case or spelling, and that
    before an alias, wherever in the line each stands.
    """
    if contract.spellings:
        return _match_layout(names, contract)
    stripped = [name.strip(SPACE) for name in names]
    known = {header: header for header in contract.headers}
    taken = {}
    for targets in (known, contract.aliases):
        for spelling in (str, _fold):
            spelled = {spelling(name): header for name, header in targets.items()}
            for position, name in enumerate(stripped):
                target = spelled.get(spelling(name))
                if position not in taken and target not in (None, *taken.values()):
                    taken[position] = target
    positions = {snake_case(target): position for position, target in taken.items()}

    extras, findings = {}, []

    def found(column, value, message):
        findings.append(("LND-009", column, value, message))

    spellings = {_fold(name) for name in (*known, *contract.aliases)}
    for position, name in enumerate(names):
        if position in taken:
            target = taken[position]
            if name != target:
                found(target, name, f"header {name!r} was read as {target!r}")
            continue
        label = stripped[position] or f"column_{position + 1}"
        if name in names[:position] or label in extras:
            found(label, name, f"header {name!r} occurs more than once")
            label = f"{label}#{position + 1}"
        elif _fold(label) in spellings:
            found(label, name, f"header {name!r} means the same as another header")
            label = f"{label}#{position + 1}"
        elif not stripped[position]:
            found(label, name, f"column {position + 1} has no header")
        elif not (contract.open_prefix and label.startswith(contract.open_prefix)):
            found(label, name, f"column {name!r} is not in the specification")
        extras[label] = position

    missing = [h for h in contract.required if snake_case(h) not in positions]
    if missing and contract.personal:
        # the first line may be a record
        names = [name if n in taken else "..." for n, name in enumerate(names)]
        findings.clear()
    order = sorted(positions, key=positions.get)
    if contract.is_ordered and order != [c for c in contract.columns if c in positions]:
        found(None, None, "the columns are not in the order of the specification")
    return Header(
        names=names,
        least=_last_named(stripped),
        positions=positions,
        extras=extras,
        findings=findings,
        missing=missing,
    )


def _match_layout(names, contract):
    """Match a header by the spellings of its columns; the first that fits counts.

    Columns that the contract does not speak of are not kept, but for accounting lines.
    """
    plain = [_plain(name) for name in names]
    positions, extras, findings, again = {}, {}, [], {}
    for column, spellings in contract.spellings.items():
        found = [
            position
            for spelling in spellings
            for position, name in enumerate(plain)
            if _fits(name, spelling)
        ]
        if found:
            positions[column] = found[0]
            again |= dict.fromkeys(found[1:], column)
    taken = set(positions.values())
    for position in sorted(again.keys() - taken):
        name, column = names[position], again[position]
        message = (
            f"header {name!r} is read as {column}, and so is"
            f" {names[positions[column]]!r}, which counts"
        )
        findings.append(("LND-009", column, name, message))
    for position, name in _unknown_lines(names, taken | again.keys(), contract):
        message = (
            f"{name!r} is an account line that nobody knows: its money is in no total"
        )
        findings.append(("LND-027", name, None, message))
        extras[name if name not in extras else f"{name}#{position + 1}"] = position
    unread = sum(1 for name in plain if name) - len(taken) - len(extras)
    absent = [column for column in contract.columns if column not in positions]
    return Header(
        names=names,
        least=_last_named(plain),
        positions=positions,
        extras=extras,
        findings=findings,
        missing=[c for c in contract.required if c not in positions],
        facts={"columns_not_read": unread, "absent_columns": absent},
    )


def _fits(name, spelling):
    """Whether a plain header is what the spelling of a layout says."""
    if spelling.endswith(" *"):
        return name == spelling[:-2] or name.startswith(spelling[:-1])
    if spelling.endswith("*"):
        return name.startswith(spelling[:-1])
    return name == spelling


def _unknown_lines(names, known_positions, contract):
    """Yield (position, name) of the accounting lines that no column stands for."""
    if not contract.line_code:
        return
    code = re.compile(contract.line_code, re.IGNORECASE)
    codes = {
        found[1].upper()
        for several in contract.spellings.values()
        for spelling in several
        if (found := code.match(spelling))
    }
    for position, name in enumerate(names):
        stripped = name.strip(SPACE)
        found = code.match(stripped)
        if found and position not in known_positions and found[1].upper() not in codes:
            yield position, stripped
