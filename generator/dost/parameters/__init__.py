"""Figures of the call model, with their sources, as YAML files."""

import functools
from pathlib import Path

from generator.yaml_files import read_yaml


@functools.cache
def parameters(name):
    """The parameter file `name`.yml of this folder, read once; do not change it."""
    return read_yaml(Path(__file__).with_name(f"{name}.yml"))
