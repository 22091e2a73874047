"""Folders with the files of a roster, as the generator writes them, for tests."""

import zipfile

from generator.output import Root


def written(files, root, formats=("csv",)):
    """Write `OutFile`s below `root`; the list of what was written."""
    with Root(root) as folder:
        return folder.write_all(files, formats)


def unpacked(root, district, folder):
    """The files of root/oneroster/<district>.zip, in `folder`, which is returned."""
    with zipfile.ZipFile(root / "oneroster" / f"{district}.zip") as archive:
        archive.extractall(folder)
    return folder


def replace(path, old, new):
    """Change a text of a file that occurs in it."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
