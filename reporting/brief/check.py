"""The finished page against the numbers that it should say, and those against the data.

The text and the alternative texts are read out of the PDF, not taken from what went
into it. Raises Disagreement: a brief that says something else is never kept.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import duckdb
import pypdf

from reporting.brief.numbers import Numbers, written
from reporting.project import Refused

TOKEN = re.compile(r"[+\N{MINUS SIGN}]?\d+(?:[.,]\d+)*")


class Disagreement(Refused):
    """The text of a brief and its numbers are not the same."""


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def tokens(texts: Iterable[str]) -> Counter[str]:
    """What is written in digits, and how often."""
    return Counter(token for text in texts for token in TOKEN.findall(text))


def check_text(pdf: bytes, numbers: Numbers) -> None:
    """Hold the text of the PDF against the numbers and names that were told."""
    said = tokens([text_of(pdf), *alt_texts(read(pdf))])
    meant = tokens(
        [*(one.shown for one in numbers.told), *numbers.names, *numbers.scales]
    )
    if said != meant:
        extra = ", ".join(sorted((said - meant).elements())) or "nothing"
        missing = ", ".join(sorted((meant - said).elements())) or "nothing"
        raise Disagreement(
            f"the page and its numbers disagree: only the page says {extra}; "
            f"only the numbers say {missing}"
        )


def check_values(connection: duckdb.DuckDBPyConnection, numbers: Numbers) -> None:
    """Ask for every number again, and write it again."""
    for number in numbers.told + numbers.marks:
        if number.suppression_state not in (None, "published"):
            raise Disagreement(f"{number.place} tells {number.suppression_state}")
        rows = connection.execute(number.query).fetchall()
        if len(rows) != 1:
            raise Disagreement(f"{number.place}: {len(rows)} rows for {number.query}")
        ((value,),) = rows
        if value != number.value or written(value, number.form) != number.shown:
            raise Disagreement(
                f"{number.place} says {number.shown}, the warehouse {value}:"
                f" {number.query}"
            )


def alt_texts(reader: pypdf.PdfReader) -> Iterator[str]:
    """Alternative texts, in the order of the structure tree."""
    waiting: list[Any] = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, pypdf.generic.ArrayObject):
            waiting.extend(reversed(node))
        elif isinstance(node, pypdf.generic.DictionaryObject):
            if "/Alt" in node:
                yield str(node["/Alt"])
            if "/K" in node:
                waiting.append(node["/K"])


def is_tagged(pdf: bytes) -> bool:
    """The PDF says that it is tagged and made to PDF/UA-1."""
    root = read(pdf).trailer["/Root"]
    marked = bool(root.get("/MarkInfo", {}).get("/Marked"))
    return marked and b"pdfuaid" in root["/Metadata"].get_object().get_data()


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def page_count(pdf: bytes) -> int:
    return len(read(pdf).pages)
