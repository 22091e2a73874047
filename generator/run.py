"""A run: check the folders, make the districts, write rosters and answer key."""

import gc
import importlib
import shutil
import time
from contextlib import ExitStack
from pathlib import Path

from generator.manifest import (
    listed_paths,
    manifest_file,
    summary_file,
    truth_files,
)
from generator.memory import give_back
from generator.output import OutFile, Root, remove_earlier
from generator.progress import Progress, closing_table
from generator.settings import BadOption

# Module with a function files(world, ...) -> iterable of `generator.output.OutFile`,
# and what it is given behind the world
WRITERS = {
    "sis": ("generator.writers.sis", ()),
    "clever": ("generator.writers.clever", ()),
    "oneroster11": ("generator.writers.oneroster", ("1.1",)),
    "oneroster12": ("generator.writers.oneroster", ("1.2",)),
}
# Has a model of its own: files(config) gives those of all its districts.
DEMO, DEMO_WRITER = "clever-demo", "generator.writers.clever_demo"
# Bytes of CSV and rows, measured: for each student and year of history; for each
# student and day of attendance; for each student, section and day; for each student of
# the demo generator and day of its attendance.
PER_YEAR = (1_700, 31)
PER_DAY = (34, 1)
PER_SECTION_DAY = (240, 7)
PER_DEMO_STUDENT = (450, 3)
PER_DEMO_DAY = (110, 1)
SCHOOL_DAYS = 180
# Bytes and rows of the school-finance set, for each school.
PER_SCHOOL = (4_200, 18)
# Bytes and rows of the call records, for each user.
PER_USER = (17_000, 125)
# Free space that a run leaves, so that an estimate may be wrong.
SPARE_BYTES = 50_000_000


def generate(config, stream):
    """Write everything that `config` asks for; the lines of the closing table.

    stream: where progress is told, such as sys.stderr
    Raises BadOption when a folder is in use or the disk is too small, DiskFull when it
    fills up on the way.
    """
    started = time.perf_counter()
    raw_roots = config.raw_roots()
    folders = [one.folder for one in raw_roots]
    _check_free(config, folders)
    estimates = [estimate(config, one.roster) for one in raw_roots]
    estimates = [
        *(estimates if "district" in config.parts else []),
        _of_dfe(config),
        _of_dost(config),
    ]
    size, rows = (sum(part) for part in zip(*estimates, strict=True))
    _check_space(config.out, size)
    for folder in [*folders, config.truth]:
        remove_earlier(folder, listed_paths(folder))
    progress = Progress(stream, rows)
    with ExitStack() as stack:
        stack.callback(progress.close)
        roots = [(one, stack.enter_context(Root(one.folder))) for one in raw_roots]
        written = _write_parts(config, roots, progress)
    return closing_table(written, time.perf_counter() - started)


def estimate(config, roster):
    """(bytes, rows) that `roster` will have, roughly."""
    students, units = _units(config, roster == DEMO)
    size, rows = (sum(n * per[place] for n, per in units) for place in (0, 1))
    return students * size, students * rows


def _units(config, is_demo):
    """Number of students, and [(how many times, (bytes, rows))] for each of them."""
    district, demo = config.district, config.demo
    if is_demo:
        sections = demo.num_districts * demo.schools_per_district
        sections *= demo.sections_per_school
        days = demo.att_days if demo.do_attendance else 0
        units = [(1, PER_DEMO_STUDENT), (days, PER_DEMO_DAY)]
        return sections * demo.students_per_section, units
    days = SCHOOL_DAYS * min(district.daily_years, config.years)
    units = [(config.years, PER_YEAR), (days, PER_DAY)]
    if district.section_attendance:
        units.append((SCHOOL_DAYS, PER_SECTION_DAY))
    return district.students * district.count, units


def _of_dfe(config):
    """(bytes, rows) of the school-finance set, roughly."""
    schools = config.dfe.schools if "dfe" in config.parts else 0
    return tuple(schools * per for per in PER_SCHOOL)


def _of_dost(config):
    """(bytes, rows) of the call records, roughly."""
    users = config.dost.users if "dost" in config.parts else 0
    return tuple(users * per for per in PER_USER)


def _write_parts(config, roots, progress):
    """Write the parts, the answer key and the manifests; a list of (folder, `Written`).

    roots: list of (`generator.config.RawRoot`, `Root`)
    """
    written = {raw_root: [] for raw_root, _ in roots}
    keys = []
    if "district" in config.parts:
        keys += _write_districts(config, roots, written, progress)
    if "dfe" in config.parts:
        # the years of schools are the same for every roster: the first one has them
        keys += _write_dfe(config, *roots[0], written, progress)
    if "dost" in config.parts:
        keys += _write_dost(config, *roots[0], written, progress)
    everything = [(one.folder, w) for one, found in written.items() for w in found]
    if keys:
        progress.step(f"writing the answer key to {config.truth}")
        everything += [(config.truth, one) for one in _write_truth(config, keys)]
    for raw_root, root in roots:
        manifest = manifest_file(config, raw_root.roster, written[raw_root])
        root.write_all([manifest], ["csv"])
    return everything


def _write_districts(config, roots, written, progress):
    """Write the rosters of all districts; the files of the answer key.

    written: {`generator.config.RawRoot`: list of `Written`}, is added to
    """

    def write(raw_root, root, files):
        progress.step(f"writing {raw_root.roster} to {root.folder}")
        written[raw_root] += root.write_all(
            files, raw_root.formats, config.workers, progress.rows
        )

    modelled = [pair for pair in roots if pair[0].roster != DEMO]
    for raw_root, root in roots:
        if raw_root.roster == DEMO:
            write(raw_root, root, importlib.import_module(DEMO_WRITER).files(config))
    truths = []
    for index in range(config.district.count if modelled else 0):
        progress.step(f"making district {index + 1} of {config.district.count}")
        world = _district(config, index, {name for name, _ in truths})
        for raw_root, root in modelled:
            module, extra = WRITERS[raw_root.roster]
            files = importlib.import_module(module).files(world, *extra)
            write(raw_root, root, files)
        truths.append((world.name, world.truth))
        # Two districts need not be in memory at the same time. A district and its
        # streams hold each other.
        del world, files
        gc.collect()
        give_back()
    return truth_files(truths)


def _write_dfe(config, raw_root, root, written, progress):
    """Write the school-finance set to one raw root; the files of its answer key."""
    # late, so that a district need not wait for it
    build = importlib.import_module("generator.dfe.build").World
    make = importlib.import_module("generator.dfe.files")
    progress.step(f"making {config.dfe.schools:,} schools")
    world = build(config)
    progress.step(f"writing dfe to {root.folder}")
    written[raw_root] += root.write_all(
        make.files(world, config.dfe.without), ["csv"], config.workers, progress.rows
    )
    return [OutFile("", "", name, data) for name, data in make.truth(world).items()]


def _write_dost(config, raw_root, root, written, progress):
    """Write the call records to one raw root; the files of their answer key."""
    build = importlib.import_module("generator.dost.build").World
    make = importlib.import_module("generator.dost.files").files
    truth = importlib.import_module("generator.dost.truth").truth
    progress.step(f"making {config.dost.users:,} users of a phone programme")
    world = build(config)
    progress.step(f"writing dost to {root.folder}")
    formats = [kind for kind in raw_root.formats if kind != "json"] or ["csv"]
    written[raw_root] += root.write_all(
        make(world), formats, config.workers, progress.rows
    )
    return [OutFile("", "", name, data) for name, data in truth(world).items()]


def _district(config, index, names):
    """District number `index` with its defects, under a name that is not in `names`."""
    # late, so that a demo district or an error need not wait for the model
    build = importlib.import_module("generator.district.build").build_district
    inject = importlib.import_module("generator.defects").inject
    world = build(config, index)
    give_back()
    if world.name in names:
        # two districts in one folder would overwrite each other
        world.name = f"{world.name}_{index + 1}"
    rates = config.rates.given()
    if config.defects != "none" or rates:
        inject(world, rates)
        give_back()
    return world


def _write_truth(config, files):
    files = sorted(files, key=lambda item: item.name)
    with Root(config.truth) as root:
        written = root.write_all(files, ["csv"])
        return written + root.write_all([summary_file(config, files, written)], ["csv"])


def _check_free(config, folders):
    """Each folder is empty or may be overwritten; hidden files do not count."""
    named = [("out", folder) for folder in folders] + [("truth", config.truth)]
    for option, folder in named:
        if folder.exists() and not folder.is_dir():
            raise BadOption(option, folder, "a folder, this is a file")
        if config.overwrite or not folder.exists():
            continue
        if any(not entry.name.startswith(".") for entry in folder.iterdir()):
            allowed = "an empty folder, or --overwrite to replace an earlier run"
            raise BadOption(option, folder, allowed)


def _check_space(folder, needed):
    place = Path(folder).resolve()
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free
    if free < needed + SPARE_BYTES:
        allowed = (
            f"a folder with about {(needed + SPARE_BYTES) / 1e9:.1f} GB of free space,"
            f" there are {free / 1e9:.1f} GB"
        )
        raise BadOption("out", folder, allowed)
