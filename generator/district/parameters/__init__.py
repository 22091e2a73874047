"""Calibration figures of the district model, with their sources, as YAML files."""

import functools
from pathlib import Path

import yaml


@functools.cache
def parameters(name):
    """The parameter file `name`.yml of this folder, read once; do not change it."""
    path = Path(__file__).with_name(f"{name}.yml")
    return yaml.safe_load(path.read_text(encoding="utf-8"))
