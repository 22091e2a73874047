"""`make bench`: probable duplicates in a staff of 10,000.

Precision and recall by kind of slip, hard negatives by kind, and CPU seconds, over five
staffs that are drawn at random.
"""

import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "quality"))
from educator_population import staff
from test_educator_matches import matches, pairs

pytestmark = pytest.mark.bench

EDUCATORS, PAIRS, SEEDS = 10_000, 100, range(1, 6)
LEAST = 0.95
MOST_CPU_SECONDS = 20


def test_probable_duplicates_in_a_staff_of_10_000():
    print("\nseed  records  found  precision  recall  CPU s  hard negatives found")
    for seed in SEEDS:
        rows, duplicates, negatives = staff(EDUCATORS, PAIRS, seed)
        before = time.process_time()
        found = pairs(matches(rows))
        seconds = time.process_time() - before
        wanted = set().union(*duplicates.values())
        precision = len(found & wanted) / len(found)
        recall = len(found & wanted) / len(wanted)
        hit = {kind: len(found & two) for kind, two in negatives.items()}
        print(
            f"{seed:>4}  {len(rows):>7}  {len(found):>5}  {precision:>9.3f}"
            f"  {recall:>6.3f}  {seconds:>5.1f}  {hit}"
        )
        assert precision >= LEAST
        assert seconds < MOST_CPU_SECONDS
        for kind, pairs_of_kind in duplicates.items():
            assert len(found & pairs_of_kind) >= LEAST * len(pairs_of_kind), kind
