"""Landing: raw files become text rows, each with its file and physical line.

`inventory` lists and hashes the files under the raw root, `contract` says which
columns a file should have, `plain` proves that DuckDB's own reader is safe for a
file, `records` reads the others record by record, and `land` puts them together
for the landing models. `mapping` reads a district's mapping.yml, `claims` finds the
files that it speaks of, and `mapped` makes canonical rows of them.
"""

from edstats.landing.claims import land_mappings
from edstats.landing.inventory import read_manifest, take_inventory
from edstats.landing.land import land

__all__ = ["land", "land_mappings", "read_manifest", "take_inventory"]
