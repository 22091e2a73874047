"""Call records for tests: their model, and their files in a database."""

from functools import cache

import duckdb
import numpy as np

from generator import cli
from generator.config import Config, DostOptions
from generator.dost.build import World

ORGANISATION = "dost/parent_line"
# Who must be found where: file -> {column: file that it names}
REFERENCES = {
    "users": {"partner_id": "partners"},
    "registrations": {"user_id": "users", "partner_id": "partners"},
    "partners": {"channel_id": "channels"},
    "provider_numbers": {"partner_id": "partners"},
    "program_sequences": {
        "program_id": "programs",
        "content_id": "contents",
        "prompt_id": "prompts",
    },
    "experiences": {"user_id": "users", "program_id": "programs"},
    "campaigns": {
        "experience_id": "experiences",
        "user_id": "users",
        "program_id": "programs",
        "programseq_id": "program_sequences",
        "content_id": "contents",
    },
    "prompt_responses": {
        "campaign_id": "campaigns",
        "user_id": "users",
        "program_id": "programs",
        "prompt_id": "prompts",
    },
    "opt_outs": {"user_id": "users", "experience_id": "experiences"},
}


@cache
def world(users, defects="none", seed=1):
    """The model of a set."""
    return World(Config(dost=DostOptions(users=users), defects=defects, seed=seed))


def written(folder, *options):
    """Run the command for a set of preset `tiny`; the raw root."""
    arguments = ["--parts", "dost", "--preset", "tiny", *options]
    assert cli.main([*arguments, "--out", str(folder / "raw")]) == 0
    return folder / "raw"


def database(raw):
    """DuckDB with a table for each file, and the answer key where there is one."""
    connection = duckdb.connect()
    found = [*(raw / ORGANISATION).glob("*.csv"), *(raw.parent / "truth").glob("*.csv")]
    for file in found:
        columns = file.open(encoding="utf-8").readline().strip().split(",")
        kept = ", ".join(
            f"'{name}': 'varchar'"
            for name in columns
            if name in ("phone", "provider_number", "original_value", "injected_value")
        )
        text = f", types={{{kept}}}" if kept else ""
        connection.execute(
            f"create table {file.stem} as select * from read_csv('{file}', "
            f"header=true, sample_size=-1{text})"
        )
    return connection


def keys(connection, sql):
    """The first column of the answer, as a set."""
    return {row[0] for row in connection.execute(sql).fetchall()}


def delivered_and_answered(model):
    """Delivered attempts and answered lessons, from the matrix of outcomes."""
    outcome = model.outcomes
    answered = (outcome > 0) & (outcome < 9)
    attempts = np.where(answered, outcome, np.where(outcome == 0, 3, 0))
    return attempts, answered
