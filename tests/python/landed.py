"""Landing a raw root with the library alone, without dbt."""

import types
from pathlib import Path

import duckdb
from edstats.landing import land, land_mappings, take_inventory
from edstats.landing.contracts import read_contracts

INVENTORY = types.SimpleNamespace(schema="landing", identifier="none")


class Landed:
    """The tables that the landing models of `sis` make of a raw root, build by build.

    `opened` has the paths that the last build read.
    """

    def __init__(self, root):
        self.root = Path(root)
        self.session = duckdb.connect()
        self.contracts = read_contracts("sis")
        self.opened = []

    def build(self, *entities):
        """Land the mappings and `entities`, incrementally after the first time."""
        session = self.session
        meta = {"raw_root": str(self.root)}
        files = [str(p) for p in sorted(self.root.rglob("*")) if p.is_file()]
        session.execute("create or replace temp table found (file varchar)")
        session.executemany("insert into found values (?)", [[f] for f in files])
        inventory = take_inventory(session, session.table("found"), meta, INVENTORY)
        session.register("inventory", inventory)
        for entity in ("mappings", *entities):
            self._land(entity)

    def _land(self, entity):
        session, this = self.session, f"raw_sis__{entity}"
        meta = {**self.contracts[entity], "raw_root": str(self.root)}
        inventory = session.table("inventory")
        exists = session.execute(
            "select 1 from duckdb_tables() where table_name = ?", [this]
        ).fetchall()
        built = this if exists else None
        if entity == "mappings":
            paths = session.sql("from found where file like '%/mapping.yml'")
            relation = land_mappings(session, paths, inventory, meta, built)
        else:
            paths = session.sql(
                "from found where regexp_matches(file, "
                f"'/sis/[^/]+/(deltas/[-0-9]{{10}}/)?{entity}\\.(csv|parquet)$')"
            )
            mappings = session.table("raw_sis__mappings").filter(
                f"canonical_file = '{entity}'"
            )
            relation = land(session, paths, inventory, meta, built, mappings)
        if built:
            relation.insert_into(this)
        else:
            relation.create(this)

    def rows(self, entity, columns, status="staged"):
        """The rows of one status as tuples, in the order of file and line."""
        return self.session.sql(
            f"select {', '.join(columns)} from raw_sis__{entity}"
            f" where row_status = '{status}' order by file_path, line_number"
        ).fetchall()

    def blocked(self, *entities):
        """(entity, file path, rule, message) of each header row that blocks."""
        return [
            (entity, *row)
            for entity in ("mappings", *entities)
            for row in self.rows(
                entity,
                [
                    "file_path",
                    "row_detail ->> '$.blocking_rule'",
                    "row_detail ->> '$.blocking_message'",
                ],
                "landed",
            )
            if row[1] is not None
        ]

    def findings(self, entity):
        """(rule, column, value, line, row count, message) of each finding."""
        said = ["rule_id", "column", "value", "row_count", "message"]
        rule, column, value, count, message = (f"row_detail ->> '$.{n}'" for n in said)
        wanted = [rule, column, value, "line_number", f"({count})::int", message]
        return self.rows(entity, wanted, "finding")
