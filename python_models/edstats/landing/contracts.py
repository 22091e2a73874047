"""The file contracts of all landing models, from the yml files beside them."""

from pathlib import Path

import yaml

MODELS = Path(__file__).resolve().parents[3] / "models" / "landing"


def read_contracts(source, folder=MODELS):
    """entity -> `config.meta` of the landing model, for the source's files.

    Raises OSError or yaml.YAMLError when a yml cannot be read.
    """
    contracts = {}
    for path in sorted((Path(folder) / source).glob(f"raw_{source}__*.yml")):
        (model,) = yaml.safe_load(path.read_text(encoding="utf-8"))["models"]
        contracts[model["name"].split("__", 1)[1]] = model["config"]["meta"]
    return contracts


def canonical_columns(contracts):
    """canonical file -> {column: type or None}, `_deleted` included."""
    return {
        entity: {
            column: meta.get("types", {}).get(column)
            for column in [*meta["headers"], "_deleted"]
        }
        for entity, meta in contracts.items()
        if entity != "mappings"
    }
