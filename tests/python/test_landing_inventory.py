"""What the landing library lists of a raw root, files and members of zip files."""

import io
import random
import types
import warnings
import zipfile

import duckdb
import pytest
from edstats.landing import take_inventory
from landing_file import HEADER, Landing


def listed(root):
    session = duckdb.connect()
    session.execute("create temp table found (file varchar)")
    for path in root.rglob("*"):
        if path.is_file():
            session.execute("insert into found values (?)", [str(path)])
    this = types.SimpleNamespace(schema="landing", identifier="none")
    meta = {"raw_root": str(root)}
    table = take_inventory(session, session.table("found"), meta, this)
    return {row["file_path"]: row for row in table.to_pylist()}


def test_inventory_names_source_and_district(tmp_path):
    paths = {
        "clever/cedar/students.csv": ("clever", "cedar"),
        "clever/cedar/deltas/2026-01-01/students.csv": ("clever", "cedar"),
        "clever/students.csv": ("clever", None),
        "notes.txt": ("notes.txt", None),
    }
    for path in (*paths, "clever/.DS_Store", "clever/cedar/Thumbs.db", ".git/x"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    rows = listed(tmp_path)
    assert {p: (r["source"], r["district_id"]) for p, r in rows.items()} == paths


@pytest.mark.parametrize("place", ["oneroster/cedar.zip", "oneroster/cedar/roster.zip"])
def test_inventory_lists_the_members_of_a_zip(place, tmp_path):
    path = tmp_path / place
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("users.csv", "in/orgs.csv", "__MACOSX/._users.csv", ".DS_Store"):
            archive.writestr(name, "x")
    rows = listed(tmp_path)
    assert set(rows) == {place, f"{place}!users.csv", f"{place}!in/orgs.csv"}
    assert {row["district_id"] for row in rows.values()} == {"cedar"}
    assert {row["problem"] for row in rows.values()} == {None}


def broken_zips():
    """name -> bytes of zip files that cannot be read."""
    whole = random.Random(1).randbytes(9000)
    path = io_zip([("users.csv", whole)])
    middle = path.find(b"users.csv") + 20
    damaged = path[:middle] + b"\x00" * 30 + path[middle + 30 :]
    return {
        "cut off": path[: len(path) // 2],
        "damaged inside": damaged,
        "no zip at all": b"sourcedId,status\n",
        "empty": b"",
        "a member twice": io_zip([("users.csv", b"x"), ("users.csv", b"y")]),
    }


def io_zip(members):
    buffer = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        warnings.simplefilter("ignore")
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize("data", broken_zips().values(), ids=broken_zips())
def test_inventory_says_why_a_zip_cannot_be_read(data, tmp_path):
    path = tmp_path / "oneroster" / "cedar.zip"
    path.parent.mkdir()
    path.write_bytes(data)
    ((name, row),) = listed(tmp_path).items()
    assert name == "oneroster/cedar.zip"
    assert row["problem"].startswith("the zip file cannot be read: ")
    assert row["bytes"] == len(data)


@pytest.fixture
def landing(tmp_path):
    return Landing(tmp_path)


def test_a_thousand_files(landing):
    """One landing model of a state: a thousand districts in one go."""
    for number in range(1000):
        path = landing.root / "clever" / f"d{number:04}" / "students.csv"
        path.parent.mkdir()
        path.write_text(f"{HEADER}\n1,{number},Ames,,,\n")
    rows = [row for row in landing() if row["row_status"] == "staged"]
    assert len(rows) == 1000
    assert len({row["file_key"] for row in rows}) == 1000
