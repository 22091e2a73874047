"""From preset, YAML file, options and --set to one `Config`, with where each is from.

Later layers win: defaults, preset, YAML file, named options, --set.
"""

import dataclasses
import difflib
from pathlib import Path

import yaml

from generator.config import (
    Config,
    DefectRates,
    DemoOptions,
    DfeOptions,
    DistrictOptions,
    DostOptions,
)
from generator.settings import BadOption
from generator.yaml_files import read_yaml

GROUPS = {
    "district": DistrictOptions,
    "dfe": DfeOptions,
    "dost": DostOptions,
    "demo": DemoOptions,
    "rates": DefectRates,
}
DEFAULT_PRESET = "default"


def presets():
    """Settings by preset, as presets.yml has them."""
    return read_yaml(Path(__file__).with_name("presets.yml"))


def known_keys():
    """Field by dotted key, such as "years" or "district.schools"."""
    keys = {
        item.metadata.get("name", item.name): item
        for item in dataclasses.fields(Config)
        if item.name not in GROUPS
    }
    for group, options in GROUPS.items():
        keys |= {f"{group}.{item.name}": item for item in dataclasses.fields(options)}
    return keys


def resolve(options=None, sets=(), config_file=None):
    """The `Config` and {dotted key: where its value is from}.

    options: {dotted key: value} of the command line
    sets: "key=value" texts
    config_file: path of a YAML file with settings, nested or with dotted keys
    Raises BadOption, which names the option or the file.
    """
    layers = [({}, "preset"), _from_file(config_file)]
    layers.append((dict(options or {}), "command line"))
    layers.append((_from_texts(sets), "--set"))
    preset = DEFAULT_PRESET
    for values, _ in layers:
        preset = values.get("preset", preset)
    if preset not in presets():
        raise BadOption("preset", preset, ", ".join(presets()))
    layers[0] = (_flat(presets()[preset]), f"preset {preset}")
    values, origins = {"preset": preset}, {}
    for layer, origin in layers:
        values |= layer
        origins |= dict.fromkeys(layer, origin)
    try:
        config = _make(values)
    except BadOption as error:
        origin = origins.get(error.name, "")
        if origin.startswith("--config"):
            error = BadOption(f"{origin}, {error.name}", error.value, error.allowed)
        raise error from None
    if preset == "seed" and config.roster != ("clever-demo",):
        allowed = "clever-demo with --preset seed"
        raise BadOption("roster", ",".join(config.roster), allowed)
    return config, origins


def explained(config, origins):
    """Lines of YAML, one for each setting, with where it is from as a comment."""
    lines = []
    for key, item in known_keys().items():
        group, _, _ = key.rpartition(".")
        value = getattr(getattr(config, group) if group else config, item.name)
        text = f"{key}: {_as_yaml(value)}"
        lines.append(f"{text:<40} # {origins.get(key, 'default')}")
    return lines


def _make(values):
    fields = known_keys()
    parts = {"": {}, **{group: {} for group in GROUPS}}
    for key, value in values.items():
        group, _, _ = key.rpartition(".")
        parts[group][fields[key].name] = value
    groups = {group: make(**parts[group]) for group, make in GROUPS.items()}
    return Config(**parts[""], **groups)


def _from_file(path):
    if path is None:
        return {}, ""
    try:
        values = read_yaml(path)
    except (OSError, ValueError, yaml.YAMLError) as error:
        reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
        allowed = f"a YAML file that can be read ({reason})"
        raise BadOption("config", path, allowed) from error
    if not isinstance(values or {}, dict):
        raise BadOption("config", path, "a YAML file of keys and values")
    origin = f"--config {path}"
    return _checked(_flat(values or {}), origin), origin


def _from_texts(texts):
    values = {}
    for text in texts:
        key, equals, value = text.partition("=")
        if not equals:
            raise BadOption("set", text, "key=value, such as district.schools=12")
        values[key.strip()] = value.strip()
    return _checked(values, "--set")


def _flat(values, prefix=""):
    flat = {}
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict):
            flat |= _flat(value, f"{name}.")
        else:
            flat[name] = value
    return flat


def _checked(values, origin):
    """`values` with keys that exist; - and _ are alike."""
    known = {key.replace("-", "_"): key for key in known_keys()}
    checked = {}
    for key, value in values.items():
        plain = key.replace("-", "_")
        if plain not in known:
            near = difflib.get_close_matches(plain, known, n=3) or list(known)
            allowed = ", ".join(known[name] for name in near)
            raise BadOption(origin.removeprefix("--"), key, allowed)
        checked[known[plain]] = value
    return checked


def _as_yaml(value):
    if isinstance(value, tuple):
        return f"[{', '.join(value)}]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return text if text else '""'
