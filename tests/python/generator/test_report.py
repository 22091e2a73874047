"""The realism report: figures with sources, their limits, the table and the page."""

import subprocess
import sys

import pytest
from conftest import REPO

from generator.report import as_text, main
from generator.report.figures import Figure, Outcome, measure, read_figures
from generator.report.page import write_page

AS_OF = "2026-05-29"


def figure(**changes):
    described = {
        "id": "x",
        "figure": "A share",
        "target": 0.5,
        "tolerance": 0.25,
        "format": "percent",
        "source": {"title": "a title", "url": "https://example.org"},
        "sql": "select 1",
        "plot": "Shares",
    }
    return Figure(**(described | changes))


def generated(folder, preset, *more):
    """The canonical files of one district; the answer key is in folder/truth."""
    command = [
        sys.executable,
        "-m",
        "generator",
        "--preset",
        preset,
        "--parts=district",
        *more,
    ]
    subprocess.run(
        [*command, "--out", folder / "raw"], cwd=REPO, check=True, capture_output=True
    )
    return next((folder / "raw" / "sis").iterdir())


def test_a_figure_on_its_tolerance_is_within():
    assert Outcome(figure(), 0.75).is_within
    assert not Outcome(figure(), 0.7501).is_within
    assert not Outcome(figure(), None).is_within


def test_there_are_at_least_forty_figures_each_with_a_source():
    figures = read_figures()
    assert len({one.id for one in figures}) == len(figures) >= 40
    assert all(one.source["title"] and one.source["url"] for one in figures)
    assert all(one.tolerance > 0 for one in figures)


def test_every_figure_has_a_number_at_tiny(tmp_path):
    folder = generated(tmp_path, "tiny")
    outcomes = measure(folder, AS_OF, read_figures(), tmp_path / "truth")
    assert [one.figure.id for one in outcomes if one.achieved is None] == []


def test_the_figures_are_within_their_tolerance_at_default(tmp_path):
    folder = generated(tmp_path, "default")
    outcomes = measure(folder, AS_OF, read_figures(), tmp_path / "truth")
    outside = [one for one in outcomes if not one.is_within]
    assert not outside, "\n" + as_text(outside)


def test_the_answer_key_brings_back_the_clean_district(tmp_path):
    """With the defects undone every figure is that of the district without defects.

    The hard negatives stay, a few legal rows more; in a tiny district the odd names
    among them show in the surnames of siblings.
    """
    clean = generated(tmp_path / "clean", "tiny", "--defects", "none")
    damaged = generated(tmp_path / "damaged", "tiny")
    figures = [figure for figure in read_figures() if figure.id != "sibling_surnames"]
    truth = tmp_path / "damaged" / "truth"
    undone = [one.achieved for one in measure(damaged, AS_OF, figures, truth)]
    expected = [one.achieved for one in measure(clean, AS_OF, figures)]
    assert undone == pytest.approx(expected, abs=0.04)
    as_they_are = [one.achieved for one in measure(damaged, AS_OF, figures)]
    assert as_they_are != pytest.approx(expected, abs=0.04)


def test_the_page_is_the_same_every_time_and_loads_nothing(tmp_path):
    outcomes = [Outcome(figure(), 0.6), Outcome(figure(id="y", figure="B <c>"), 0.9)]
    for name in ("one.html", "two.html"):
        write_page(tmp_path / name, "some_district", outcomes)
    text = (tmp_path / "one.html").read_text()
    assert text == (tmp_path / "two.html").read_text()
    assert "B &lt;c&gt;" in text and "1 of 2 figures" in text
    assert "src=" not in text and "<script" not in text


def test_a_folder_without_a_roster_is_named(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "is no raw root with a sis roster" in capsys.readouterr().err


@pytest.mark.parametrize(("target", "shown"), [(0.5, "50.0%"), (0.333, "33.3%")])
def test_shares_are_shown_in_per_cent(target, shown):
    assert shown in as_text([Outcome(figure(target=target), 0.6)])
