"""First names by sex and language, surnames by language."""

from functools import cache

import numpy as np

from generator.vocabulary.languages import ENGLISH, LANGUAGES
from generator.vocabulary.sources import (
    draw,
    language_shares,
    slot_table,
    word_lists,
)

KINDS = ["female", "male"]
_NAMES = word_lists()["names"]


def _words(kinds):
    """All words of these kinds of lists, each once, sorted."""
    lists = [
        group[kind] for group in _NAMES.values() for kind in kinds if kind in group
    ]
    return sorted(set().union(*lists))


FIRST_NAMES = _words(["female", "male", "adult_female", "adult_male"])
SURNAMES = _words(["surnames"])


def draw_first_names(rng, sexes, languages, adults=False):
    """First names: (codes, words), int32 codes into the list of words.

    sexes: int array, codes into `generator.district.world.SEXES`; X draws from both
    languages: int array, codes into `LANGUAGES`
    adults: whether English names are those of the parents' generation
    """
    sexes, languages = np.asarray(sexes), np.asarray(languages)
    either = rng.integers(0, 2, len(sexes))
    kinds = np.where(sexes > 1, either, sexes)
    return draw(rng, _first_names(adults), languages * 2 + kinds), FIRST_NAMES


def draw_surnames(rng, languages):
    """Surnames: (codes, words), int32 codes into the list of words.

    languages: int array, codes into `LANGUAGES`, such as `name_origins` gives
    """
    return draw(rng, _surnames(), languages), SURNAMES


@cache
def _first_names(adults):
    places = {word: place for place, word in enumerate(FIRST_NAMES)}
    tables = []
    for code in LANGUAGES:
        share = language_shares()["languages"][code].get("english_first_names", 0)
        for kind in KINDS:
            english = _NAMES[LANGUAGES[ENGLISH]][f"adult_{kind}" if adults else kind]
            own = _NAMES[code].get(kind) if code != LANGUAGES[ENGLISH] else None
            tables.append(_mixed(places, own or english, english, share))
    return np.stack(tables)


def _mixed(places, own, english, share):
    """A slot table of `own` words, and of `english` words with `share` of the draws."""
    weights = {}
    for words, part in ((own, 1 - share), (english, share)):
        total = sum(words.values())
        for word, weight in words.items():
            weights[word] = weights.get(word, 0) + part * weight / total
    return slot_table([places[word] for word in weights], list(weights.values()))


@cache
def _surnames():
    places = {word: place for place, word in enumerate(SURNAMES)}
    tables = []
    for code in LANGUAGES:
        words = _NAMES[code]["surnames"]
        tables.append(slot_table([places[w] for w in words], list(words.values())))
    return np.stack(tables)
