"""`python -m generator report`: a generated district beside the published figures."""

import argparse
import json
import sys
from pathlib import Path

from generator.report.figures import measure, read_figures, shown
from generator.report.page import write_page


def main(arguments=None):
    """Print the table, write the page; exit code 1 when a figure is outside.

    arguments: list of texts, see `python -m generator report --help`
    """
    parser = argparse.ArgumentParser(
        prog="python -m generator report",
        description="Compare a generated district with published figures. The"
        " tolerances are those of preset default.",
    )
    parser.add_argument("raw_root", nargs="?", type=Path, default=Path("data/raw"))
    parser.add_argument(
        "--page", type=Path, default=Path("reports/realism_report.html")
    )
    parser.add_argument(
        "--truth",
        type=Path,
        help="answer key, whose defects are undone before counting (default: the"
        " folder truth beside the raw root)",
    )
    options = parser.parse_args(arguments)
    truth = options.truth or options.raw_root.parent / "truth"
    try:
        manifest = json.loads((options.raw_root / "_manifest.json").read_text())
        folder = next(
            path
            for path in sorted((options.raw_root / "sis").iterdir())
            if path.is_dir()
        )
        outcomes = measure(folder, manifest["as_of_date"], read_figures(), truth)
    except (OSError, StopIteration) as error:
        print(
            f"{options.raw_root} is no raw root with a sis roster ({error}); write one"
            " with: python -m generator --roster sis",
            file=sys.stderr,
        )
        return 2
    print(as_text(outcomes))
    options.page.parent.mkdir(parents=True, exist_ok=True)
    write_page(options.page, folder.name, outcomes)
    outside = sum(not outcome.is_within for outcome in outcomes)
    print(
        f"\n{len(outcomes) - outside} of {len(outcomes)} figures within tolerance;"
        f" page: {options.page}"
    )
    return 1 if outside else 0


def as_text(outcomes):
    """The outcomes as a table of lines."""
    lines = [f"{'figure':<74}{'target':>9}{'achieved':>10}{'tolerance':>11}"]
    for outcome in outcomes:
        figure = outcome.figure
        mark = "" if outcome.is_within else "  outside"
        lines.append(
            f"{figure.figure[:73]:<74}{shown(figure.target, figure):>9}"
            f"{shown(outcome.achieved, figure):>10}"
            f"{shown(figure.tolerance, figure):>11}{mark}"
        )
    return "\n".join(lines)
