"""Harvest names and streets from Faker into words.json, which is checked in.

Run by hand with Faker: `python generator/vocabulary/harvest.py`. The generator
reads only the result, so that another version of Faker cannot change its output.
"""

import json
import re
import unicodedata
from pathlib import Path

import yaml
from faker import VERSION, Faker

HERE = Path(__file__).parent
# Locale by language, and the attribute of Faker's person provider by kind of list
FEMALE, MALE, SURNAMES = "first_names_female", "first_names_male", "last_names"
SOURCES = {
    "eng": (
        "en_US",
        {
            "surnames": SURNAMES,
            "female": FEMALE,
            "male": MALE,
            "adult_female": FEMALE,
            "adult_male": MALE,
        },
    ),
    "spa": ("es_MX", {"surnames": SURNAMES, "female": FEMALE, "male": MALE}),
    "por": ("pt_BR", {"surnames": SURNAMES, "female": FEMALE, "male": MALE}),
    "fra": ("fr_FR", {"surnames": SURNAMES, "female": FEMALE, "male": MALE}),
    "pol": (
        "pl_PL",
        {"surnames": "male_last_names", "female": FEMALE, "male": MALE},
    ),
    "hin": ("en_IN", {"surnames": SURNAMES, "female": FEMALE, "male": MALE}),
    "swa": ("sw", {"surnames": SURNAMES, "female": FEMALE, "male": MALE}),
    "jpn": ("ja_JP", {"surnames": "last_romanized_names"}),
    "rus": ("ru_RU", {"surnames": "last_names_male"}),
    "ukr": ("uk_UA", {"surnames": "last_names_common"}),
}
# Romanisation of Cyrillic as in passports (simplified ALA-LC without diacritics)
CYRILLIC = {
    **dict(
        zip("абвгґдеєёзиіїйклмнопрстуфыэ", "abvggdeeeziiiiklmnoprstufye", strict=True)
    ),
    **{"ж": "zh", "\u0445": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"},
    **{"ю": "yu", "я": "ya", "ъ": "", "ь": "", "'": "", "\u02bc": ""},
}
MOST = 400


def harvest():
    """The content of words.json: word lists, {word: weight}."""
    by_hand = yaml.safe_load((HERE / "names.yml").read_text(encoding="utf-8"))
    languages = yaml.safe_load((HERE / "languages.yml").read_text(encoding="utf-8"))
    names = {}
    for code in languages["languages"]:
        lists = {}
        for kind, text in by_hand.get(code, {}).items():
            lists[kind] = _by_rank(text.split())
        locale, attributes = SOURCES.get(code, (None, {}))
        for kind, attribute in attributes.items():
            found = _from_faker(locale, attribute)
            lists[kind] = _joined(lists.get(kind, []), found)
        names[code] = {kind: _scaled(lists[kind]) for kind in sorted(lists)}
    return {"faker": VERSION, "names": names, "streets": _streets(names)}


def _by_rank(words):
    return [
        (word.replace("_", " "), 1 / (rank + 10)) for rank, word in enumerate(words)
    ]


def _from_faker(locale, attribute):
    provider = next(
        p for p in Faker(locale).get_providers() if "person" in type(p).__module__
    )
    found = getattr(provider, attribute)
    pairs = list(found.items()) if isinstance(found, dict) else _all_alike(found)
    return [(_spelt(_latin(word)), weight) for word, weight in pairs if _fits(word)]


def _all_alike(words):
    """Lists without weights are sorted by the alphabet: all words alike."""
    words = list(dict.fromkeys(words))
    return [(word, 1.0) for word in words[:: 1 + len(words) // MOST]]


def _fits(word):
    return " " not in word and len(word) > 1 and not word.isupper()


def _latin(word):
    letters = (CYRILLIC.get(letter.lower(), letter) for letter in word)
    word = "".join(letters)
    word = word[:1].upper() + word[1:]
    return unicodedata.normalize("NFC", word)


def _spelt(word):
    """Faker's McCoy is Mccoy, its O'Brien is Obrien."""
    if re.fullmatch("Mc[a-z]{2,}", word):
        return f"Mc{word[2:].capitalize()}"
    if re.fullmatch("O(brien|connor|neill?|donnell|connell)", word):
        return f"O'{word[1:].capitalize()}"
    return word.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")


def _joined(first, second):
    """`first` with three quarters of the weight, then the other words of `second`."""
    if not first:
        return second
    known = {word for word, _ in first}
    rest = [(word, weight) for word, weight in second if word not in known]
    total_first, total_rest = (sum(w for _, w in part) for part in (first, rest))
    return [(word, 0.75 * w / total_first) for word, w in first] + [
        (word, 0.25 * w / total_rest) for word, w in rest
    ]


def _scaled(pairs):
    """Whole weights of about a million in all; each word at least one."""
    merged = {}
    for word, weight in pairs:
        merged[word] = merged.get(word, 0) + weight
    total = sum(merged.values())
    return {word: max(1, round(1e6 * w / total)) for word, w in merged.items()}


def _streets(names):
    """Street names: trees, presidents and surnames with the usual suffixes."""
    by_hand = yaml.safe_load((HERE / "streets.yml").read_text(encoding="utf-8"))
    surnames = list(names["eng"]["surnames"])[:120]
    suffixes = by_hand["suffixes"]
    stems = by_hand["stems"] + surnames
    streets = [
        f"{stem} {suffixes[(3 * place + turn * 5) % len(suffixes)]}"
        for place, stem in enumerate(stems)
        for turn in range(2)
    ]
    return list(dict.fromkeys(by_hand["numbered"] + streets))


if __name__ == "__main__":
    text = json.dumps(harvest(), ensure_ascii=False, indent=1)
    (HERE / "words.json").write_text(text + "\n", encoding="utf-8")
