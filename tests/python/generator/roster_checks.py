"""Independent checks of roster files: Table Schemas by frictionless, rules by DuckDB.

Nothing of the generator is imported here; the schemas and rules are written from the
format's specification. A check takes a folder of CSV files and lists its problems.
"""

import json
import logging
from pathlib import Path

import duckdb
import yaml
from frictionless import Package, system

SCHEMAS = Path(__file__).parent / "schemas"
# Kinds of errors of frictionless
STRUCTURAL = (
    "incorrect-label",
    "type-error",
    "constraint-error",
    "primary-key",
    "foreign-key",
)
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# What OneRoster 1.1 says in users.csv stands in roles.csv in 1.2.
ONEROSTER_VIEWS = {
    "1.1": """
        create view user_roles as
        select
            sourcedId as userSourcedId,
            'primary' as roleType,
            role,
            unnest(string_split(orgSourcedIds, ',')) as orgSourcedId
        from users;
        create view main_orgs as
        select sourcedId, cast(null as varchar) as orgSourcedId from users where false;
        create view role_profiles as
        select sourcedId, '' as userSourcedId, '' as userProfileSourcedId from users
        where false;
        create view profiles as
        select sourcedId, '' as userSourcedId from users where false;
        alter table lineItems rename gradingPeriodSourcedId to sessionSourcedId;
    """,
    "1.2": """
        create view user_roles as
        select userSourcedId, roleType, role, orgSourcedId from roles;
        create view main_orgs as
        select sourcedId, primaryOrgSourcedId as orgSourcedId from users;
        create view role_profiles as
        select sourcedId, userSourcedId, userProfileSourcedId from roles
        where userProfileSourcedId is not null;
        create view profiles as select sourcedId, userSourcedId from userProfiles;
        alter table lineItems rename academicSessionSourcedId to sessionSourcedId;
    """,
}


def clever_problems(folder):
    """Problems of the Clever files in `folder`: of structure, then broken rules."""
    return structural_problems(folder, "clever") + clever_rules(folder)


def clever_rules(folder):
    """The rules of clever_rules.yml that the files in `folder` break."""
    return broken_rules(loaded(folder, "clever"), "clever_rules")


def oneroster_problems(folder, version):
    """Problems of the OneRoster files in `folder`; version: "1.1" or "1.2"."""
    found = structural_problems(folder, oneroster_schema(version))
    return found + oneroster_rules(folder, version)


def oneroster_rules(folder, version):
    """The rules of oneroster_rules.yml that the files in `folder` break."""
    connection = loaded(folder, oneroster_schema(version))
    connection.execute(ONEROSTER_VIEWS[version])
    return broken_rules(connection, "oneroster_rules")


def oneroster_schema(version):
    """Name of the Table Schemas of a version."""
    return f"oneroster_{version.replace('.', '_')}"


def is_structural(problem):
    """Whether a problem is one that `structural_problems` finds."""
    return problem in STRUCTURAL


def structural_problems(folder, name):
    """What the files have against the Table Schemas of `schemas/<name>.yml`."""
    descriptor = _descriptor(name)
    known = {resource["name"] for resource in descriptor["resources"]}
    there = {path.stem for path in Path(folder).iterdir()}
    found = [f"{stem}: not a file of the format" for stem in sorted(there - known)]
    for path in sorted(Path(folder).iterdir()):
        if path.read_bytes().startswith(BYTE_ORDER_MARK):
            found.append(f"{path.stem}: byte order mark")
    descriptor["resources"] = [
        _resource(resource, there)
        for resource in descriptor["resources"]
        if resource["name"] in there
    ]
    logging.getLogger("frictionless").setLevel(logging.ERROR)
    with system.use_context(trusted=True):
        report = Package(descriptor, basepath=str(folder)).validate()
    for task in report.tasks:
        found += [
            f"{task.name}: {error.type}: {error.message}" for error in task.errors
        ]
    return found


def broken_rules(connection, name):
    """The rules of `schemas/<name>.yml` that find rows, with the first of them."""
    rules = yaml.safe_load((SCHEMAS / f"{name}.yml").read_text(encoding="utf-8"))
    found = []
    for rule, query in rules.items():
        row = connection.execute(query).fetchone()
        if row is not None:
            found.append(f"{rule}: {row}")
    return found


def loaded(folder, name):
    """DuckDB with a table of texts for each file of the format, absent ones empty."""
    connection = duckdb.connect()
    resources = _descriptor(name)["resources"]
    for resource in resources:
        table, path = resource["name"], Path(folder) / f"{resource['name']}.csv"
        if path.exists():
            source = (
                f"read_csv('{path}', all_varchar = true, header = true, delim = ',')"
            )
            connection.execute(f"create table {table} as from {source}")
        else:
            columns = ", ".join(
                f'"{field["name"]}" varchar' for field in resource["schema"]["fields"]
            )
            connection.execute(f"create table {table} ({columns})")
    there = [(path.stem,) for path in Path(folder).iterdir()]
    _list_names(connection, "files", there)
    _list_names(connection, "expected_files", [(r["name"],) for r in resources])
    return connection


def _list_names(connection, table, names):
    connection.execute(f"create table {table} (name varchar)")
    connection.executemany(f"insert into {table} values (?)", names)


def _descriptor(name):
    descriptor = yaml.safe_load((SCHEMAS / f"{name}.yml").read_text(encoding="utf-8"))
    del descriptor["kinds"]
    # frictionless changes what it is given, and YAML aliases are one object
    return json.loads(json.dumps(descriptor))


def _resource(resource, there):
    """A resource with its path; references to files that are not there are dropped.

    frictionless wants names of resources in lower case.
    """
    schema = dict(resource["schema"])
    schema["foreignKeys"] = [
        {
            "fields": key["fields"],
            "reference": {
                "resource": key["reference"]["resource"].lower(),
                "fields": key["reference"]["fields"],
            },
        }
        for key in schema.get("foreignKeys", [])
        if key["reference"]["resource"] in there | {""}
    ]
    return {
        "name": resource["name"].lower(),
        "path": f"{resource['name']}.csv",
        "encoding": "utf-8",
        "schema": schema,
    }
