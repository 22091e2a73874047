"""Read YAML with the C parser where PyYAML has it: ten times as fast, same result."""

from pathlib import Path

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path):
    """The content of the YAML file `path`. Raises OSError, ValueError, YAMLError."""
    # SafeLoader or its equal in C: plain values only
    return yaml.load(Path(path).read_text(encoding="utf-8"), LOADER)  # noqa: S506
