"""Names, languages, streets, e-mail addresses and phone numbers of invented people."""

from generator.vocabulary.addresses import STREETS, emails, phones
from generator.vocabulary.languages import (
    LANGUAGE_NAMES,
    LANGUAGES,
    draw_languages,
    name_origins,
)
from generator.vocabulary.names import (
    FIRST_NAMES,
    SURNAMES,
    draw_first_names,
    draw_surnames,
)

__all__ = [
    "FIRST_NAMES",
    "LANGUAGES",
    "LANGUAGE_NAMES",
    "STREETS",
    "SURNAMES",
    "draw_first_names",
    "draw_languages",
    "draw_surnames",
    "emails",
    "name_origins",
    "phones",
]
