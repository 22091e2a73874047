"""The command line: exit codes, one-line errors, whole runs, the demo's questions."""

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from generator import cli, interactive, run
from generator.progress import Progress, closing_table
from generator.resolve import resolve

REPO = Path(__file__).resolve().parents[3]
TINY = ["--preset=tiny", "--parts=district"]
SMALL_DEMO = [
    "--preset=seed",
    "--set=demo.schools_per_district=2",
    "--set=demo.sections_per_school=3",
]


def command(*arguments, answers=None):
    """`python -m generator` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "generator", *map(str, arguments)],
        cwd=REPO,
        input=answers,
        capture_output=True,
        text=True,
        check=False,
    )


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def stub_districts(monkeypatch):
    """Districts of a row or two, all made with the same name, with an answer key."""

    def build(config, index):
        terms = {"term_id": ["T1"], "school_year": ["2026"], "term_name": ["Fall"]}
        terms |= {"term_type": ["semester"], "start_date": [""], "end_date": [""]}
        key = pa.table({"defect_id": [f"D01-{index}"], "code": ["D01"]})
        return SimpleNamespace(
            config=config,
            name="plum_canyon",
            tables={"terms": pa.table(terms)},
            batches={},
            spellings={},
            marks={},
            truth={"defects.csv": key},
        )

    modules = {
        "generator.district.build": SimpleNamespace(build_district=build),
        "generator.defects": SimpleNamespace(inject=lambda world, rates: None),
    }
    known = run.importlib.import_module
    monkeypatch.setattr(
        run.importlib, "import_module", lambda name: modules.get(name) or known(name)
    )


def test_bad_use_is_one_line_on_stderr_with_exit_code_2():
    done = command("--years", "11")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "python -m generator: --years: 11 is not allowed;"
        " allowed: a whole number from 1 to 10\n"
    )


@pytest.mark.parametrize(
    "arguments", [["--colour"], ["--out"], ["extra"], ["--pre", "tiny"]]
)
def test_unknown_and_incomplete_options(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(arguments)
    assert left.value.code == 2
    message = capsys.readouterr().err
    assert message.startswith("python -m generator: ")
    assert message.count("\n") == 1


def test_explain_writes_nothing(tmp_path, capsys):
    out = tmp_path / "raw"
    assert cli.main(["--preset", "tiny", "--out", str(out), "--explain"]) == 0
    assert "district.students: 1200" in capsys.readouterr().out
    assert not out.exists()


def test_help_names_every_option(capsys):
    with pytest.raises(SystemExit) as left:
        cli.main(["--help"])
    assert left.value.code == 0
    text = capsys.readouterr().out
    for option in ["preset", "parts", "roster", "out", "truth", "defects", "overlap"]:
        assert f"--{option}" in text
    for option in ["seed", "as-of", "years", "format", "workers", "overwrite"]:
        assert f"--{option}" in text


def test_a_run_writes_its_manifest_and_a_table(tmp_path):
    done = command(*SMALL_DEMO, "--out", tmp_path / "raw", "--seed", "4")
    assert done.returncode == 0, done.stderr
    files = files_of(tmp_path / "raw")
    manifest = json.loads(files.pop("_manifest.json"))
    assert manifest["as_of_date"] == "2026-05-29"
    assert manifest["synthetic"] is True
    assert (manifest["seed"], manifest["preset"]) == (4, "seed")
    listed = {entry["path"]: entry for entry in manifest["files"]}
    assert set(listed) == set(files)
    for path, content in files.items():
        assert listed[path]["bytes"] == len(content)
        assert listed[path]["sha256"] == hashlib.sha256(content).hexdigest()
        # no cell of these files holds a line end
        assert listed[path]["rows"] == content.count(b"\n") - 1
    assert list(listed) == sorted(listed)
    rows = sum(entry["rows"] for entry in manifest["files"])
    assert f"{len(files)} files" in done.stdout
    assert f"{rows:,}" in done.stdout.splitlines()[-1]
    # without a terminal: plain lines
    assert "\r" not in done.stderr
    assert "writing clever-demo" in done.stderr


def test_two_runs_two_workers_two_time_zones(tmp_path, monkeypatch):
    found = []
    for name, zone, workers in (("a", "UTC", 1), ("b", "Pacific/Auckland", 2)):
        monkeypatch.setitem(os.environ, "TZ", zone)
        done = command(*SMALL_DEMO, "--out", tmp_path / name, "--workers", workers)
        assert done.returncode == 0, done.stderr
        found.append(files_of(tmp_path / name))
    assert found[0] == found[1]


def test_a_folder_in_use_needs_overwrite(tmp_path, capsys):
    out = tmp_path / "raw"
    (out / "sis" / "mine").mkdir(parents=True)
    (out / "sis" / "mine" / "students.csv").write_text("student_id\n")
    arguments = [*SMALL_DEMO, "--out", str(out)]
    assert cli.main(arguments) == 2
    message = capsys.readouterr().err
    assert f"--out: {out} is not allowed" in message
    assert "--overwrite" in message
    assert cli.main([*arguments, "--overwrite"]) == 0
    before = files_of(out)
    json_run = [*arguments, "--overwrite", "--format", "json"]
    assert cli.main(json_run) == 0
    after = files_of(out)
    # the earlier run's files are gone, somebody's own are not
    assert "sis/mine/students.csv" in after
    assert {p for p in before if p.endswith(".csv")} & set(after) == {
        "sis/mine/students.csv"
    }
    assert any(path.endswith("students.json") for path in after)


def test_a_file_in_place_of_the_folder(tmp_path, capsys):
    out = tmp_path / "raw"
    out.write_text("x")
    assert cli.main([*SMALL_DEMO, "--out", str(out), "--overwrite"]) == 2
    assert "this is a file" in capsys.readouterr().err


def test_hidden_files_do_not_make_a_folder_full(tmp_path):
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / ".gitkeep").touch()
    assert cli.main([*SMALL_DEMO, "--out", str(tmp_path / "raw")]) == 0


def test_too_small_a_disk_is_seen_before(tmp_path, monkeypatch, capsys):
    free = SimpleNamespace(free=60_000_000)
    monkeypatch.setattr(run.shutil, "disk_usage", lambda path: free)
    out = tmp_path / "raw"
    assert cli.main(["--preset", "large", "--out", str(out)]) == 2
    message = capsys.readouterr().err
    assert f"--out: {out} is not allowed" in message
    assert "GB of free space" in message
    assert not out.exists()
    # the demo needs about a megabyte
    assert cli.main([*SMALL_DEMO, "--out", str(out)]) == 0


def test_several_rosters_truth_and_districts(tmp_path, stub_districts):
    out = tmp_path / "raw"
    small = ["--set", "district.count=2", "--set", "demo.schools_per_district=1"]
    arguments = ["--preset", "tiny", "--roster", "sis", "clever-demo", *small]
    arguments.append("--parts=district")
    assert cli.main([*arguments, "--out", str(out)]) == 0
    # districts of the same name do not share a folder
    assert {path.split("/")[1] for path in files_of(out) if "/" in path} == {
        "plum_canyon",
        "plum_canyon_2",
    }
    assert (tmp_path / "raw_clever-demo" / "_manifest.json").exists()
    truth = files_of(tmp_path / "truth")
    assert truth["defects.csv"].decode() == (
        "district_id,defect_id,code\nplum_canyon,D01-0,D01\nplum_canyon_2,D01-1,D01\n"
    )
    summary = json.loads(truth["summary.json"])
    assert summary["counts"] == {"defects": {"D01": 2}}
    assert [entry["path"] for entry in summary["files"]] == ["defects.csv"]


def test_a_real_district_is_as_large_as_estimated(tmp_path):
    out = tmp_path / "raw"
    assert cli.main([*TINY, "--defects=none", f"--out={out}"]) == 0
    manifest = json.loads((out / "_manifest.json").read_text())
    config, _ = resolve({"preset": "tiny"})
    size, rows = run.estimate(config, "sis")
    assert sum(e["bytes"] for e in manifest["files"]) == pytest.approx(size, rel=0.25)
    assert sum(e["rows"] for e in manifest["files"]) == pytest.approx(rows, rel=0.25)
    # nothing is injected, yet the programmes have a truth
    truth = files_of(tmp_path / "truth")
    assert "defects.csv" not in truth
    assert "potential_outcomes.csv" in truth
    assert not [path for path in files_of(out) if path.endswith(".part")]


def test_rates_reach_the_injector(tmp_path, stub_districts, monkeypatch):
    told = []
    injector = SimpleNamespace(inject=lambda world, rates: told.append(rates))
    stubbed = run.importlib.import_module
    monkeypatch.setattr(
        run.importlib,
        "import_module",
        lambda name: injector if name == "generator.defects" else stubbed(name),
    )
    for turn, more in enumerate(
        (["--defects=none"], ["--defects=none", "--set=rates.D07=0.05"], [])
    ):
        out = tmp_path / str(turn) / "raw"
        assert cli.main([*TINY, f"--out={out}", *more]) == 0
    assert told == [{"D07": 0.05}, {}]


def test_csv_and_parquet_hold_the_same(tmp_path, stub_districts):
    arguments = [*TINY, "--format=both", f"--out={tmp_path / 'raw'}"]
    assert cli.main(arguments) == 0
    table = pq.read_table(tmp_path / "raw_parquet/sis/plum_canyon/terms.parquet")
    found = (tmp_path / "raw/sis/plum_canyon/terms.csv").read_text()
    assert found == (
        f"{','.join(table.column_names)}\n{','.join(table.to_pylist()[0].values())}\n"
    )
    for name in ("raw", "raw_parquet"):
        manifest = json.loads((tmp_path / name / "_manifest.json").read_text())
        assert [entry["rows"] for entry in manifest["files"]] == [1]


def test_the_answer_key_of_another_run_is_not_overwritten(
    tmp_path, stub_districts, capsys
):
    first = [*TINY, "--out", str(tmp_path / "one")]
    assert cli.main(first) == 0
    capsys.readouterr()
    second = [*TINY, "--out", str(tmp_path / "two")]
    assert cli.main(second) == 2
    assert "--truth: " in capsys.readouterr().err
    assert cli.main([*second, "--truth", str(tmp_path / "truth_two")]) == 0
    assert cli.main([*second, "--overwrite"]) == 0


def test_an_interrupt_says_so(tmp_path, monkeypatch, capsys):
    def interrupt(config, stream):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "generate", interrupt)
    assert cli.main([*SMALL_DEMO, "--out", str(tmp_path / "raw")]) == 130
    assert "no file is half written" in capsys.readouterr().err


def asked(*answers):
    """The settings that these answers give, and what was asked and told."""
    left, told = list(answers), []

    def read(prompt):
        told.append(prompt)
        return left.pop(0)

    settings = interactive.ask(read, told.append)
    assert not left
    return settings, told


def test_default_settings_ask_nothing_more():
    settings, told = asked("y", "")
    assert settings == {"roster": "clever-demo"}
    assert [text.split("?")[0] for text in told] == [
        "Apply default settings",
        "Ready to generate",
    ]


def test_every_option_of_the_demo_is_asked_attendance_only_when_wanted():
    # no to the defaults, enter for nineteen options, no attendance, ready
    settings, told = asked("", *[""] * 19, "n", "y")
    assert len(told) == 22
    assert settings["demo.num_terms"] == 2
    assert settings["demo.do_contacts"] is True
    assert "demo.att_days" not in settings
    settings, told = asked("", *[""] * 19, "y", "2025-10-01", "7", "daily", "")
    assert len(told) == 25
    assert str(settings["demo.att_start_date"]) == "2025-10-01"
    assert settings["demo.att_days"] == 7
    assert settings["demo.att_mode"] == "Daily"
    assert len(settings) == 24


def test_a_bad_answer_is_asked_again():
    settings, told = asked("maybe", "n", "serial", "sequential", *[""] * 19, "y")
    assert settings["demo.id_mode"] == "sequential"
    assert "Please answer y or n." in told
    assert "serial is not allowed; allowed: sequential, alphanumeric" in told


def test_not_ready_makes_nothing(tmp_path):
    out = tmp_path / "raw"
    done = command("--interactive", "--out", out, answers="y\nn\n")
    assert done.returncode == 0
    assert not out.exists()
    done = command("--interactive", "--out", out, answers="y\n")
    assert done.returncode == 130
    assert not out.exists()
    done = command("--interactive", "--out", out, answers="y\ny\n")
    assert done.returncode == 0
    assert (out / "_manifest.json").exists()


def test_answers_reach_the_files(tmp_path):
    # sequential ids, three schools of one section each; the rest as it is
    answers = ["n", "sequential", "", "", "3", "", "1", *[""] * 14, "y"]
    done = command(
        "--interactive", "--out", tmp_path / "raw", answers="\n".join(answers) + "\n"
    )
    assert done.returncode == 0, done.stderr
    [schools] = (tmp_path / "raw").rglob("schools.csv")
    ids = [line.split(",")[0] for line in schools.read_text().splitlines()[1:]]
    assert len(ids) == 3
    assert all(text.isdecimal() for text in ids)
    [sections] = (tmp_path / "raw").rglob("sections.csv")
    assert len(sections.read_text().splitlines()) == 1 + 3


def test_a_bar_on_a_terminal():
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    stream = Terminal()
    progress = Progress(stream, 1_000)
    progress._shown -= 1
    progress.rows("sis/plum/students.csv", 500)
    assert "[###############               ]  50%" in stream.getvalue()
    progress._shown -= 1
    progress.rows("sis/plum/students.csv", 5_000)
    assert " 99%" in stream.getvalue()
    progress.close()
    assert stream.getvalue().endswith("\r\033[K")


def test_closing_table():
    files = [
        SimpleNamespace(path="sis/a/b.csv", rows=1_500, bytes=20_000, seconds=0.5),
        SimpleNamespace(path="sis/a/c.csv", rows=500, bytes=1_000, seconds=0.25),
    ]
    named = [(Path("data/raw"), one) for one in files]
    lines = [line.split() for line in closing_table(named, 4.0)]
    assert lines[0] == ["file", "rows", "bytes", "rows/s"]
    assert lines[1] == ["raw/sis/a/b.csv", "1,500", "20,000", "3,000"]
    assert lines[2] == ["raw/sis/a/c.csv", "500", "1,000", "2,000"]
    # 2,000 rows in 4 seconds
    assert lines[4] == ["2", "files", "2,000", "21,000", "500"]
