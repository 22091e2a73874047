"""What one raw file should look like, and how a real header maps onto it."""

import hashlib
import json
import re
from dataclasses import dataclass, field, replace

from edstats.landing.records import SPACE

# Bump when the library reads files differently or judge_landed_rows judges them
# differently, so that every file is landed again.
LIBRARY_VERSION = 2


def snake_case(header):
    """`dateLastModified` and `School_id` as `date_last_modified` and `school_id`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", header).lower()


def _fold(header):
    """The form in which headers are compared: letters and digits, lower case."""
    return re.sub(r"[^a-z0-9]", "", header.lower())


@dataclass(frozen=True)
class Contract:
    """The columns of one kind of file.

    headers: the specification's column names, in its order
    required: headers without which the file cannot be used
    aliases: other spellings seen in the field -> the specification's name
    withheld: columns whose values are never kept (passwords)
    open_prefix: extension columns start with this and are no deviation
    is_ordered: the specification fixes the column order
    types: column -> date, integer ... for the columns that are no text
    """

    headers: tuple
    required: tuple
    aliases: dict = field(default_factory=dict)
    withheld: tuple = ()
    open_prefix: str = ""
    is_ordered: bool = False
    types: dict = field(default_factory=dict)

    @classmethod
    def from_meta(cls, meta):
        """Read the contract from the `config.meta` of a landing model.

        Raises KeyError when `headers` or `key` is missing.
        """
        headers = tuple(meta["headers"])
        required = [*meta["key"], *meta.get("required", [])]
        return cls(
            headers=headers,
            required=tuple(h for h in headers if snake_case(h) in required),
            aliases=dict(meta.get("aliases", {})),
            withheld=tuple(meta.get("withheld", ())),
            open_prefix=meta.get("open_prefix", ""),
            is_ordered=bool(meta.get("is_ordered", False)),
            types=dict(meta.get("types", {})),
        )

    def with_deletions(self):
        """The contract of a file that may also say which records are gone."""
        return replace(self, headers=(*self.headers, "_deleted"))

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
    """

    names: list
    least: int
    positions: dict
    extras: dict
    findings: list
    missing: list

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

    order = sorted(positions, key=positions.get)
    if contract.is_ordered and order != [c for c in contract.columns if c in positions]:
        found(None, None, "the columns are not in the order of the specification")
    return Header(
        names=names,
        least=_last_named(stripped),
        positions=positions,
        extras=extras,
        findings=findings,
        missing=[h for h in contract.required if snake_case(h) not in positions],
    )
