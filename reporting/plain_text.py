"""Lines of text for a terminal."""

from __future__ import annotations

import textwrap

WIDTH = 100
GLUE = "\xa0"


def told(label: str, names: list[str]) -> list[str]:
    label = f"  {label:<9}{len(names):>3}  "
    # a name with spaces stays in one line
    text = ", ".join(name.replace(" ", GLUE) for name in names)
    return [line.replace(GLUE, " ") for line in wrapped(label, text)]


def wrapped(label: str, text: str) -> list[str]:
    """The text in lines that fit a terminal, the first of them behind the label."""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=label,
        subsequent_indent=" " * (len(label) + (2 if label.isspace() else 0)),
        break_long_words=False,
        break_on_hyphens=False,
    )


def counted(number: int, noun: str = "row") -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def listed(names: list[str], most: int) -> str:
    """The first names, and how many more there are."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
