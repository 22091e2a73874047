"""Read a district's `mapping.yml`: which files feed which canonical files, and how.

The keys of an entry are explained in docs/adapting.md. Every text is taken as it is
written: `Yes`, `01` and `null` are texts, as they are in an export.
"""

import re
from dataclasses import dataclass, field

import yaml

DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|"}
ENTRY_KEYS = (
    "file", "columns", "constants", "values", "date_format", "delimiter", "where",
    "last_day",
)  # fmt: skip
ANY = "*"
DATE_PARTS = "aAbBdfHIjmMpSyY"


@dataclass(frozen=True)
class Entry:
    """How one kind of export file feeds one canonical file.

    canonical_file: file name without ending
    number: 1-based, among the entries of this canonical file
    line: line of mapping.yml on which the entry starts
    pattern: name of the export file below the district's folder; * and ? stand for
        any characters
    settings: what is done with the file, as plain JSON: columns {canonical: [theirs]},
        constants {canonical: text}, values {canonical: {theirs: canonical}},
        date_formats [format], delimiter, where {theirs: [values]}, last_days
        [canonical]
    """

    canonical_file: str
    number: int
    line: int
    pattern: str
    settings: dict


@dataclass
class Mapping:
    """The sound entries of a mapping.yml, and a sentence about each other thing."""

    entries: list = field(default_factory=list)
    problems: list = field(default_factory=list)


class MappingProblem(Exception):
    """A sentence that names the line, the key and what is allowed there."""

    def __init__(self, node, where, message):
        super().__init__(f"line {node.start_mark.line + 1}, {where}: {message}")


def read_mapping(text, catalogue):
    """Read the text of a mapping.yml; never raises for what stands in it.

    catalogue: canonical file -> its columns, with their types or None:
        {"students": {"student_id": None, "birth_date": "date"}}
    """
    mapping = Mapping()
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        if root is None:
            raise ValueError("it is empty")
        files = _pairs(root, "mapping.yml")
    except (yaml.YAMLError, ValueError) as error:
        said = " ".join(str(error).split())
        mapping.problems.append(f"it cannot be read as YAML: {said}")
        return mapping
    except MappingProblem as problem:
        mapping.problems.append(str(problem))
        return mapping
    for name, key, node in files:
        if name not in catalogue:
            message = f"there is no such canonical file; there are: {_list(catalogue)}"
            mapping.problems.append(str(MappingProblem(key, name, message)))
            continue
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for number, part in enumerate(parts, start=1):
            label = name if len(parts) == 1 else f"{name} (entry {number})"
            try:
                pattern, settings = _read_entry(part, label, catalogue[name])
            except MappingProblem as problem:
                mapping.problems.append(str(problem))
                continue
            line = part.start_mark.line + 1
            entry = Entry(name, number, line, pattern, settings | {"label": label})
            mapping.entries.append(entry)
    return mapping


def _read_entry(node, label, columns):
    keys = {}
    for name, key, value in _pairs(node, label):
        if name not in ENTRY_KEYS:
            message = f"unknown key {name!r}; allowed are: {_list(ENTRY_KEYS)}"
            raise MappingProblem(key, label, message)
        keys[name] = value
    if "file" not in keys:
        message = (
            "the key file is missing: the name of the export, * for any characters"
        )
        raise MappingProblem(node, label, message)
    pattern = _text(keys["file"], f"{label}.file")
    if not pattern or pattern.startswith("/") or ".." in pattern.split("/"):
        message = "must be the name of a file below the district's folder"
        raise MappingProblem(keys["file"], f"{label}.file", message)

    def read(key, take):
        """{canonical column: what `take` reads of its value}"""
        if key not in keys:
            return {}
        where = f"{label}.{key}"
        return {
            name: take(value, f"{where}.{name}")
            for name, at, value in _pairs(keys[key], where)
            if _known(name, at, where, columns)
        }

    settings = {
        "columns": read("columns", _texts),
        "constants": read("constants", _text),
        "values": read("values", _text_pairs),
        "date_formats": _date_formats(keys.get("date_format"), label),
        "delimiter": _delimiter(keys.get("delimiter"), label),
        "where": {},
        "last_days": [],
    }
    if "where" in keys:
        settings["where"] = {
            name: _texts(value, f"{label}.where.{name}")
            for name, _, value in _pairs(keys["where"], f"{label}.where")
        }
    if "last_day" in keys:
        where = f"{label}.last_day"
        settings["last_days"] = _texts(keys["last_day"], where)
        dates = {name: kind for name, kind in columns.items() if kind == "date"}
        for name in settings["last_days"]:
            _known(name, keys["last_day"], where, dates)
    both = settings["columns"].keys() & settings["constants"].keys()
    if both:
        message = f"{_list(sorted(both))} stands under columns and under constants"
        raise MappingProblem(keys["constants"], f"{label}.constants", message)
    return pattern, settings


def _known(name, node, where, columns):
    if name not in columns:
        message = f"there is no canonical column {name!r}; there are: {_list(columns)}"
        raise MappingProblem(node, where, message)
    return True


def _date_formats(node, label):
    if node is None:
        return []
    where = f"{label}.date_format"
    formats = _texts(node, where)
    for text in formats:
        parts = re.findall(r"%(.?)", text.replace("%%", ""))
        is_whole = all(set(parts) & set(needed) for needed in ("Yy", "mbB", "d"))
        if not is_whole or not set(parts) <= set(DATE_PARTS):
            message = (
                f"{text!r} is no date format; it needs a year (%Y, %y), a month (%m,"
                " %b, %B) and a day (%d), as in %m/%d/%Y"
            )
            raise MappingProblem(node, where, message)
    return formats


def _delimiter(node, label):
    if node is None:
        return ","
    name = _text(node, f"{label}.delimiter")
    if name not in DELIMITERS:
        message = f"{name!r} is none; allowed are: {_list(DELIMITERS)}"
        raise MappingProblem(node, f"{label}.delimiter", message)
    return DELIMITERS[name]


def _pairs(node, where):
    """(key, its node, node of its value) of a YAML mapping, each key once."""
    if not isinstance(node, yaml.MappingNode):
        raise MappingProblem(node, where, "names with values are expected here")
    pairs, seen = [], set()
    for key, value in node.value:
        name = _text(key, where)
        if name in seen:
            raise MappingProblem(key, where, f"{name!r} stands here twice")
        seen.add(name)
        pairs.append((name, key, value))
    return pairs


def _text(node, where):
    if not isinstance(node, yaml.ScalarNode):
        raise MappingProblem(node, where, "one text is expected here")
    # `key:` and `key: ~` are no text at all; NULL in quotes is one
    if node.value in ("", "~") or (node.tag.endswith(":null") and node.value == "null"):
        return ""
    return node.value.strip()


def _texts(node, where):
    """One text or a list of them, as a list."""
    nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
    texts = [_text(part, where) for part in nodes]
    if not texts:
        raise MappingProblem(node, where, "at least one text is expected here")
    return texts


def _text_pairs(node, where):
    return {
        name: _text(value, f"{where}.{name}") for name, _, value in _pairs(node, where)
    }


def _list(names):
    return ", ".join(names)
