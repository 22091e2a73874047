"""Home languages and how they go with groups of race and ethnicity."""

from functools import cache

import numpy as np

from generator.vocabulary.sources import draw, language_shares, slot_table

_KNOWN = language_shares()["languages"]
# ISO 639-3 codes; English is the first
LANGUAGES = list(_KNOWN)
LANGUAGE_NAMES = [_KNOWN[code]["name"] for code in LANGUAGES]
ENGLISH = 0


def draw_languages(rng, groups):
    """Home languages of households: codes into `LANGUAGES`, int32.

    groups: int array, codes into `generator.district.world.GROUPS`
    """
    return draw(rng, _by_group(), groups)


def name_origins(rng, languages, groups):
    """The language whose names a family bears: codes into `LANGUAGES`, int32.

    The home language, or for many English-speaking families of Hispanic, Asian and
    Pacific Islander students a language of their group.

    languages, groups: int arrays, codes into `LANGUAGES` and `GROUPS`
    """
    languages = np.asarray(languages, dtype=np.int32)
    heritage = draw(rng, _heritage(), groups)
    return np.where(languages == ENGLISH, heritage, languages)


@cache
def _by_group():
    rows = np.array([_KNOWN[code].get("per_mille", [0] * 7) for code in LANGUAGES])
    rows[ENGLISH] = 1000 - rows.sum(axis=0)
    return _tables(rows)


@cache
def _heritage():
    rows = np.array([_KNOWN[code].get("per_mille", [0] * 7) for code in LANGUAGES])
    others = rows / np.maximum(rows.sum(axis=0), 1)
    kept = np.array(language_shares()["heritage_names"])
    rows = others * kept
    rows[ENGLISH] = 1 - rows.sum(axis=0)
    return _tables(rows)


def _tables(shares):
    codes = np.arange(len(LANGUAGES))
    return np.stack([slot_table(codes, column) for column in shares.T])
