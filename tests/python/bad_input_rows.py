"""Bad inputs whose fault is in a line: what it is, its fields or its quotes."""

from bad_input import HEADER, SCHOOLS, Case, clever, lines, row


def thousand(fault, number):
    """A file of 1,000 students in which student `number` is replaced by `fault`."""
    return lines(*(fault if n == number else n for n in range(1, 1001)))


QUOTES = [
    clever(
        "quote-unbalanced",
        thousand(row(500).replace("Name500", '"Name500'), 500),
        [n for n in range(1, 1001) if n != 500],
        quarantined=((501, "LND-005", None, "a quote is opened and never closed"),),
    ),
    clever(
        "quote-unbalanced-twice",
        lines(1, row(2).replace("Ada", '"Ada'), row(3).replace("Ada", '"Ada'), 4),
        [1, 4],
        quarantined=(
            (3, "LND-005", None, "a quote is opened and never closed"),
            (4, "LND-005", None, "a quote is opened and never closed"),
        ),
    ),
    clever(
        "quote-unbalanced-last-line",
        lines(1, 2, row(3).replace("2016", '"2016')),
        [1, 2],
        quarantined=((4, "LND-005", None, "a quote is opened and never closed"),),
    ),
    clever(
        "quote-inside-quotes",
        lines(1, row(2, First_name='"Ann "Annie" May"'), 3),
        [1, 3],
        quarantined=((3, "LND-005", None, "a quoted value is followed by text"),),
    ),
    clever(
        "quote-as-inch-mark",
        lines(1, row(2, First_name='5" pipe'), 3),
        [1, 2, 3],
        values={("students", "s2", "first_name"): '5" pipe'},
    ),
    clever(
        "quote-after-space",
        lines(1, row(2, First_name=' "Ann, May"'), 3),
        [1, 2, 3],
        values={("students", "s2", "first_name"): "Ann, May"},
        findings=(("LND-013", "first_name", " Ann, May", 3, 1, "spaces"),),
    ),
    clever(
        "quoted-line-end",
        lines(1, row(2, First_name='"Ann\nMay, called ""Bo"""'), 3),
        [1, 2, 3],
        values={
            ("students", "s2", "first_name"): 'Ann\nMay, called "Bo"',
            ("students", "s3", "line_number"): 5,
        },
    ),
]

ROWS = [
    clever(
        "row-too-short",
        lines(1, "sch-1,s2,Name2", 3),
        [1, 3],
        quarantined=((3, "LND-005", None, "3 fields where the header has 6"),),
    ),
    clever(
        "row-too-long",
        lines(1, row(2, Last_name="Name2, Jr."), 3),
        [1, 3],
        quarantined=((3, "LND-005", None, "7 fields where the header has 6"),),
    ),
    clever(
        "row-over-two-lines",
        lines(1, *row(2, First_name="Ann\nMay").split("\n"), 3),
        [1, 3],
        quarantined=(
            (3, "LND-005", None, "4 fields where the header has 6"),
            (4, "LND-005", None, "3 fields where the header has 6"),
        ),
    ),
    clever("row-with-extra-commas", lines(1, row(2) + ",,,", 3), [1, 2, 3]),
    clever(
        "row-total-at-end",
        lines(1, 2, "Total: 2 rows"),
        [1, 2],
        quarantined=((4, "LND-005", None, "1 fields where the header has 6"),),
    ),
    Case(
        "row-total-with-commas",
        {"clever/{district}/schools.csv": SCHOOLS + "Total: 1 rows,,\n"},
        {"schools": ["sch-1"]},
        quarantined=((3, "LND-005", "school_id", "a line of text, not a record"),),
    ),
    clever(
        "row-header-again",
        lines(1, HEADER, 2),
        [1, 2],
        quarantined=((3, "LND-005", None, "the header line again"),),
    ),
    clever(
        "row-with-nul",
        lines(1, row(2, First_name="A\x00da"), 3),
        [1, 3],
        quarantined=((3, "LND-005", None, "the line holds NUL characters"),),
    ),
    clever("rows-blank-at-end", lines(1, 2, "", "", ""), [1, 2], padding=3),
    clever(
        "rows-of-commas",
        lines(1, ",,,,,", 2, '"","","","","",""', "  , ,,,,", ",,", "   "),
        [1, 2],
        padding=5,
    ),
    clever("rows-dos-end-of-file", lines(1, 2, "\x1a"), [1, 2], padding=1),
    clever(
        "rows-exact-duplicates",
        lines(1, 2, 1, 3, 1),
        [1, 2, 3],
        duplicates=2,
        findings=(("LND-010", None, None, None, 2, "equal to an earlier one"),),
    ),
    clever(
        "row-very-long",
        lines(1, row(2, First_name="x" * 3_000_000), 3),
        [1, 2, 3],
    ),
]

CASES = [*ROWS, *QUOTES]
