"""The project's own landing and quality SQL on a database of its own, without dbt.

dbt takes half a minute to parse the project; a check of raw files wants the same macros
and models at once. Only what those use of dbt is here: macros with dispatch and
return, ref to seeds and SQL models, sources of files, vars and env_var.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import jinja2
import yaml
from edstats.landing import land, land_mappings, take_inventory
from edstats.landing.contracts import read_contracts

from reporting.project import ROOT, literal, quoted

RAW_TABLE = re.compile(r"raw_(?P<source>[a-z]+)__(?P<entity>[a-z0-9_]+)")

# Rows of a landing table up to which its staging model is made a table.
SMALL = 200_000


class _Return(Exception):
    """What the macro `return` gives back; no text can carry a list."""

    def __init__(self, value: Any) -> None:
        super().__init__()
        self.value = value


class _This:
    """The relation that a landing macro works on; it changes from table to table."""

    name = ""

    def __str__(self) -> str:
        return self.name


class Project:
    """The project's SQL over the files of one raw root.

    connection: an empty database that may be written to
    raw_root: the folder that dbt knows as SCHOOLHOUSE_RAW
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, raw_root: Path) -> None:
        self.connection = connection
        self.raw_root = raw_root
        self.settings = read_yaml(ROOT / "dbt_project.yml")
        self.contracts = {
            source: read_contracts(source)
            for source in ("sis", "clever", "oneroster", "dfe", "dost")
        }
        self.made: set[str] = set()
        self.macros: dict[str, Callable[..., Any]] = {}
        self.this = _This()
        self.model = SimpleNamespace(config=SimpleNamespace(meta={}))
        self.environment = jinja2.Environment(
            extensions=["jinja2.ext.do"],
            undefined=jinja2.StrictUndefined,
            autoescape=False,  # noqa: S701 - this is SQL
        )
        self.environment.globals.update(self._names())
        self._load_macros()
        for schema in ("landing", "project"):
            connection.execute(f"create schema {schema}")
        self._take_inventory()

    # -- what the SQL may name ---------------------------------------------------------

    def _names(self) -> dict[str, Any]:
        return {
            "adapter": SimpleNamespace(
                dispatch=lambda name, _: self.macros[f"default__{name}"],
                get_columns_in_relation=self._columns,
            ),
            "config": lambda **_: "",
            "dbt": SimpleNamespace(
                split_part=lambda text, at, part: f"split_part({text}, {at}, {part})",
                string_literal=literal,
                type_string=lambda: "varchar",
            ),
            "env_var": self._env_var,
            "execute": True,
            "is_incremental": lambda: False,
            "model": self.model,
            "this": self.this,
            "local_md5": lambda text: hashlib.md5(  # noqa: S324 - as dbt does
                text.encode()
            ).hexdigest(),
            "ref": self.ref,
            "return": self._return,
            "run_query": self._run_query,
            "tojson": json.dumps,
            "var": self.settings["vars"].__getitem__,
        }

    def _load_macros(self) -> None:
        texts = [
            path.read_text(encoding="utf-8")
            for path in sorted((ROOT / "macros").rglob("*.sql"))
        ]
        # Macros call each other, so all names are known before one is loaded.
        for name in re.findall(r"{%-?\s*macro\s+(\w+)", "".join(texts)):
            self.environment.globals[name] = self._call(name)
        for text in texts:
            module = self.environment.from_string(text).module
            self.macros |= {
                name: getattr(module, name)
                for name in re.findall(r"{%-?\s*macro\s+(\w+)", text)
            }

    def _call(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            try:
                return self.macros[name](*args, **kwargs)
            except _Return as returned:
                return returned.value

        return call

    @staticmethod
    def _return(value: Any) -> None:
        raise _Return(value)

    def _env_var(self, name: str, default: str = "") -> str:
        return str(self.raw_root) if name == "SCHOOLHOUSE_RAW" else default

    def _run_query(self, sql: str) -> SimpleNamespace:
        return SimpleNamespace(rows=self.connection.execute(sql).fetchall())

    def _columns(self, relation: Any) -> list[SimpleNamespace]:
        described = self.connection.execute(f"describe {relation}").fetchall()
        return [SimpleNamespace(name=row[0]) for row in described]

    def render(self, text: str, **names: Any) -> str:
        return self.environment.from_string(text).render(**names)

    # -- tables ------------------------------------------------------------------------

    def rows(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Rows of a statement, in which {name} stands for a model and ? for a value."""
        names = set(re.findall(r"{(\w+)}", sql))
        tables = {name: self.ref(name) for name in names}
        return self.connection.execute(sql.format(**tables), parameters).fetchall()

    def ref(self, name: str) -> str:
        """The relation of a model or seed, which is made when it is first named.

        Raises FileNotFoundError for a Python model that is not one of landing.
        """
        raw = RAW_TABLE.fullmatch(name)
        table = quoted("landing" if raw else "project", name)
        if name not in self.made:
            self.made.add(name)
            if raw:
                self._land(table, raw["source"], raw["entity"])
            else:
                self._make(table, name)
        return table

    def _make(self, table: str, name: str) -> None:
        seed = next((ROOT / "seeds").rglob(f"{name}.csv"), None)
        if seed is not None:
            (described,) = read_yaml(seed.with_suffix(".yml"))["seeds"]
            types = described.get("config", {}).get("column_types", {})
            columns = ", ".join(f"{literal(c)}: {literal(t)}" for c, t in types.items())
            self.connection.execute(
                f"create table {table} as select * from read_csv({literal(str(seed))},"
                f" header=true, all_varchar=true, types={{{columns}}})"
                if columns
                else f"create table {table} as select * from"
                f" read_csv({literal(str(seed))}, header=true, all_varchar=true)"
            )
            return
        path = next((ROOT / "models").rglob(f"{name}.sql"), None)
        if path is None:
            raise FileNotFoundError(f"there is no SQL model {name}")
        sql = self.render(path.read_text(encoding="utf-8"), this=table)
        if not name.startswith("stg_"):
            self.connection.execute(f"create table {table} as {sql}")
            return
        # Of a large staging model few columns are asked for, so it is a view; planning
        # a view again and again takes longer than filling a small table.
        raw = self.ref(name.replace("stg_", "raw_", 1))
        (count,) = self.connection.execute(f"select count(*) from {raw}").fetchone()
        kind = "table" if count <= SMALL else "view"
        self.connection.execute(f"create {kind} {table} as {sql}")

    # -- landing -----------------------------------------------------------------------

    def source(self, source: str, table: str) -> duckdb.DuckDBPyRelation:
        """The files that a dbt source finds under the raw root."""
        folder = "inventory" if source == "raw_root" else source
        path = ROOT / "models/landing" / folder / f"_{folder}__sources.yml"
        (described,) = read_yaml(path)["sources"]
        tables = {
            each["name"]: each.get("config", {}).get("meta", {})
            for each in described["tables"]
        }
        meta = described["config"]["meta"] | tables[table]
        location = self.render(meta["external_location"]).format(name=table)
        return self.connection.sql(f"from {location}")

    def _take_inventory(self) -> None:
        found = self.source("raw_root", "files")
        this = SimpleNamespace(schema="none", identifier="none")
        meta = {"raw_root": str(self.raw_root)}
        files = take_inventory(self.connection, found, meta, this)
        self.connection.register("inventory_files", files)
        self.connection.execute(
            "create table landing.raw_inventory__files as from inventory_files"
        )
        self.made.add("raw_inventory__files")

    def contract(self, source: str, entity: str) -> dict[str, Any]:
        """`config.meta` of a landing model, as dbt puts it together."""
        landing = self.settings["models"]["schoolhouse"]["landing"]
        shared = landing.get(source, {}).get("+meta", {})
        raw_root = {"raw_root": str(self.raw_root)}
        return shared | self.contracts[source][entity] | raw_root

    def _land(self, table: str, source: str, entity: str) -> None:
        session, meta = self.connection, self.contract(source, entity)
        inventory = session.table("landing.raw_inventory__files")
        paths = self.source(source, self._source_table(source, entity))
        if (source, entity) == ("sis", "mappings"):
            relation = land_mappings(session, paths, inventory, meta, None)
        elif source == "sis":
            mappings = session.sql(
                f"from {self.ref('raw_sis__mappings')}"
                f" where canonical_file = {literal(entity)}"
            )
            relation = land(session, paths, inventory, meta, None, mappings)
        else:
            relation = land(session, paths, inventory, meta, None)
        relation.create_view("landed_rows")
        session.execute(f"create table {table} as from landed_rows")
        session.execute("drop view landed_rows")
        self.this.name, self.model.config.meta = table, meta
        self.environment.globals["judge_landed_rows"]()

    def _source_table(self, source: str, entity: str) -> str:
        """The name by which the landing model of an entity knows its files."""
        path = ROOT / f"models/landing/{source}/raw_{source}__{entity}.py"
        text = path.read_text(encoding="utf-8")
        return re.search(r'dbt\.source\("\w+", "(\w+)"\)', text)[1]


@cache
def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
