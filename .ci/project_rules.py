"""The house rules that a machine can check, over dbt's manifest.

    python .ci/project_rules.py target/manifest.json

Prints each breach as `model: what is wrong` and exits with 1 when there is one.
Every function takes the manifest (a dict) and yields (name, message).
"""

import json
import re
import sys
from pathlib import PurePosixPath

# folder below models/, or python_models itself -> how its models are named
NAMES = {
    "landing": r"raw_[a-z]+__[a-z0-9_]+",
    "staging": r"stg_[a-z]+__[a-z0-9_]+",
    "intermediate/dost": r"int_dost__[a-z_]+",
    "intermediate": r"int_[a-z]+__[a-z_]+_(mapped|conformed|[a-z]+)",
    "quality/landing": r"quality__[a-z_]+",
    "quality": r"(dq_[a-z_]+__[a-z_]+|quality__[a-z_]+)",
    "marts/engagement": r"engagement__((dim|fct)_[a-z_]+|userprogram_fact)",
    "marts": r"[a-z]+__(dim|fct|bridge)_[a-z_]+",
    "metrics": r"met_[a-z_]+",
    "reports": r"rpt_[a-z]+__[a-z_]+",
    "platform": r"platform__[a-z_]+",
    "python_models": r"py_[a-z_]+",
}

CONTRACTED = ("marts", "metrics", "reports", "platform")

# columns that always name, locate or date a person, wherever they occur
PERSONAL = re.compile(
    r"((first|middle|last|full|preferred_first|former_last|principal)_name"
    r"|birth_date|(.*_)?email|phone|username|street"
    r"|(student|educator|contact)_(id|number)|state_(student|educator)_id)"
)

# tables of schools, not of persons, have addresses and phones that are public
PUBLIC_PLACES = {"street", "phone"}

# generic tests that a key can have
UNIQUENESS = {"unique_key", "unique_line"}


def models(manifest):
    return [
        node
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["package_name"] == "schoolhouse"
    ]


def folder(node):
    parts = PurePosixPath(node["original_file_path"]).parts
    return "/".join(parts[1:-1] if parts[0] == "models" else parts[:-1])


def layer(node):
    return folder(node).split("/")[0]


def of_district_metric(node):
    """All have the columns of met_values, which has contract, key and readers."""
    return folder(node).startswith("metrics/district/")


def names_follow_folders(manifest):
    for node in models(manifest):
        known = [name for name in NAMES if f"{folder(node)}/".startswith(f"{name}/")]
        if not known:
            yield node["name"], f"folder models/{folder(node)} has no naming rule"
        elif not re.fullmatch(NAMES[max(known, key=len)], node["name"]):
            yield node["name"], f"does not fit {NAMES[max(known, key=len)]}"


def one_yml_per_model(manifest):
    for node in models(manifest):
        expected = str(PurePosixPath(node["original_file_path"]).with_suffix(".yml"))
        found = (node["patch_path"] or "").split("://")[-1]
        if found != expected:
            yield node["name"], f"its yml must be {expected}, found {found or 'none'}"


def grain_comes_first(manifest):
    for node in models(manifest):
        if not node["description"].strip().startswith("One row"):
            yield node["name"], "the description must start with the grain: One row ..."


def columns_are_described(manifest):
    """Those of all dq_ models are described once, at fct_dq_violations, and those of
    the metrics of districts at met_values."""
    for node in models(manifest):
        columns = node["columns"].values()
        shared = (
            layer(node) == "landing"
            or node["name"].startswith("dq_")
            or of_district_metric(node)
        )
        if not columns and not shared:
            yield node["name"], "no column is described"
        for column in columns:
            if not column["description"].strip():
                yield node["name"], f"column {column['name']} has no description"


def marts_have_contracts(manifest):
    for node in models(manifest):
        if layer(node) not in CONTRACTED or of_district_metric(node):
            continue
        config = node["config"]
        if not config["contract"]["enforced"]:
            yield node["name"], "the contract must be enforced"
        incremental = config["materialized"] == "incremental"
        if incremental and config["on_schema_change"] not in {
            "fail",
            "append_new_columns",
        }:
            yield node["name"], "on_schema_change must be fail or append_new_columns"


def models_have_a_key(manifest):
    """A primary key, a test of uniqueness, or a reason in `meta.no_key` for neither.

    Landing tables are logs of lines; their staging models test (file, line). Violations
    are tested together, in quality__violations_found, and metrics in met_values.
    """
    tested = {
        test["attached_node"]
        for test in manifest["nodes"].values()
        if test["resource_type"] == "test"
        and (test.get("test_metadata") or {}).get("name") in UNIQUENESS
    }
    for node in models(manifest):
        constraints = list(node["constraints"])
        for column in node["columns"].values():
            constraints += column["constraints"]
        has_primary_key = any(c["type"] == "primary_key" for c in constraints)
        if layer(node) == "landing" or has_primary_key or node["unique_id"] in tested:
            continue
        if node["name"].startswith("dq_") or of_district_metric(node):
            continue
        if node["config"]["meta"].get("no_key"):
            continue
        yield node["name"], "needs a primary key or a unique_key or unique_line test"


def only_landing_reads_sources(manifest):
    by_id = manifest["nodes"]
    for node in models(manifest):
        for parent in node["depends_on"]["nodes"]:
            if parent.startswith("source.") and layer(node) != "landing":
                yield node["name"], f"reads {parent}; only landing models read sources"
            raw = parent.startswith("model.") and layer(by_id[parent]) == "landing"
            if raw and layer(node) in ("marts", "metrics", "reports", "platform"):
                yield node["name"], f"reads the landing model {by_id[parent]['name']}"


def relations_are_references(manifest):
    pattern = re.compile(r"\b(?:from|join)\s+\"?[a-z_]+\"?\.\"?[a-z_]+", re.IGNORECASE)
    for node in models(manifest):
        code = re.sub(r"--[^\n]*|\{#.*?#\}", "", node["raw_code"], flags=re.DOTALL)
        code = re.sub(r"extract\([^)]*\)", "", code)
        if node["language"] == "sql" and (found := pattern.search(code)):
            yield node["name"], f"names a relation directly: {found.group()}"


def published_has_an_exposure(manifest):
    exposed = set()
    for exposure in manifest["exposures"].values():
        exposed.update(exposure["depends_on"]["nodes"])
    for node in models(manifest):
        published = layer(node) in CONTRACTED and not of_district_metric(node)
        if published and node["unique_id"] not in exposed:
            yield node["name"], "is published, so an exposure must name it"


def personal_columns_are_tagged(manifest):
    for node in models(manifest):
        if layer(node) not in CONTRACTED:
            continue
        for column in node["columns"].values():
            if not PERSONAL.fullmatch(column["name"]):
                continue
            if "schools" in node["name"] and column["name"] in PUBLIC_PLACES:
                continue
            if column["config"].get("meta", {}).get("pii") != "direct":
                yield node["name"], f"column {column['name']} needs meta pii: direct"


def landed_entities_are_complete(manifest):
    macro = manifest["macros"]["macro.schoolhouse.landed_entities"]["macro_sql"]
    for node in models(manifest):
        if layer(node) != "landing" or folder(node) == "landing/inventory":
            continue
        entity = node["name"].split("__", 1)[1]
        if f"'{entity}'" not in macro:
            yield node["name"], "is not in the macro landed_entities"


def rule_models_are_listed(manifest):
    lists = manifest["macros"]
    listed = [
        name
        for macro in (
            "rule_models",
            "finance_rule_models",
            "engagement_rule_models",
            "level_3_rule_models",
        )
        for name in re.findall(
            r"'(dq_\w+)'", lists[f"macro.schoolhouse.{macro}"]["macro_sql"]
        )
    ]
    for node in models(manifest):
        times = listed.count(node["name"])
        if node["name"].startswith("dq_") and times != 1:
            yield node["name"], f"stands {times} times in the lists of rule models"


def metrics_are_one_to_one(manifest):
    """A met_ model, its place in the list, and its metric of the semantic layer."""
    macro = manifest["macros"]["macro.schoolhouse.district_metrics"]["macro_sql"]
    listed = re.findall(r"'(\w+)'", macro)
    modelled = [
        node["name"].removeprefix("met_")
        for node in models(manifest)
        if of_district_metric(node)
    ]
    part = re.compile(r"\w+_(numerator|denominator)")
    defined = [
        metric["name"]
        for metric in manifest["metrics"].values()
        if not part.fullmatch(metric["name"])
    ]
    for name in sorted({*listed, *modelled, *defined}):
        times = [names.count(name) for names in (listed, modelled, defined)]
        if times != [1, 1, 1]:
            yield (
                f"met_{name}",
                "must be once in district_metrics, as a model and as a metric of the"
                f" semantic layer, is {times}",
            )
    if listed != sorted(listed):
        yield "district_metrics", "is not in the order of the names"


def macros_are_described(manifest):
    for macro in manifest["macros"].values():
        own = macro["package_name"] == "schoolhouse"
        branch = re.match(r"(default|duckdb|spark)__", macro["name"])
        if own and not branch and not macro["description"].strip():
            yield macro["name"], "the macro has no description in macros/_macros.yml"


def tests_never_only_warn(manifest):
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node["config"]["severity"] == "warn":
            yield node["name"], "a test fails or does not exist; warn lasts for ever"


RULES = [
    names_follow_folders,
    one_yml_per_model,
    grain_comes_first,
    columns_are_described,
    marts_have_contracts,
    models_have_a_key,
    only_landing_reads_sources,
    relations_are_references,
    published_has_an_exposure,
    personal_columns_are_tagged,
    landed_entities_are_complete,
    rule_models_are_listed,
    metrics_are_one_to_one,
    macros_are_described,
    tests_never_only_warn,
]


def breaches(manifest):
    """(rule, model, message) of everything that breaks a house rule."""
    return [
        (rule.__name__, name, message)
        for rule in RULES
        for name, message in rule(manifest)
    ]


def main(path):
    with open(path, encoding="utf-8") as file:
        found = breaches(json.load(file))
    for rule, name, message in found:
        print(f"{name}: {message} ({rule})")
    print(f"{len(RULES)} project rules, {len(found)} breaches")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
