"""Kinds of settings: dataclass fields that know how to read and check a value."""

import dataclasses
from pathlib import Path

import numpy as np

YES = {"true", "yes", "on", "1", "y"}
NO = {"false", "no", "off", "0", "n"}


class BadOption(ValueError):
    """A value is not allowed: names the option, the value and what is allowed."""

    def __init__(self, name, value, allowed):
        self.name, self.value, self.allowed = name, value, allowed
        option = name if name.startswith("--") else f"--{name}"
        if "." in name and not name.startswith("--"):
            option = f"--set {name}"
        super().__init__(f"{option}: {value!s} is not allowed; allowed: {allowed}")


def setting(default, read, **metadata):
    """A dataclass field; `read(name, value)` gives the value or raises `BadOption`."""
    return dataclasses.field(default=default, metadata={"read": read, **metadata})


def number(default, low, high):
    """A whole number from `low` to `high`."""
    allowed = f"a whole number from {low} to {high}"

    def read(name, value):
        try:
            whole = int(str(value).replace("_", ""))
        except ValueError as error:
            raise BadOption(name, value, allowed) from error
        if isinstance(value, bool) or not low <= whole <= high:
            raise BadOption(name, value, allowed)
        return whole

    return setting(default, read, allowed=allowed)


def share(default):
    """A number from 0 to 1."""
    allowed = "a number from 0 to 1"

    def read(name, value):
        try:
            ratio = float(str(value))
        except ValueError as error:
            raise BadOption(name, value, allowed) from error
        # written so that "not a number" is refused, too
        if isinstance(value, bool) or not 0 <= ratio <= 1:
            raise BadOption(name, value, allowed)
        return ratio

    return setting(default, read, allowed=allowed)


def optional(field):
    """The same setting, but None when it is not set."""
    read = field.metadata["read"]

    def read_given(name, value):
        return None if value is None else read(name, value)

    return setting(None, read_given, allowed=field.metadata["allowed"])


def choice(default, values, name=None):
    """One of `values`."""
    allowed = ", ".join(map(str, values))

    def read(option, value):
        for candidate in values:
            if str(value).lower() == str(candidate).lower():
                return candidate
        raise BadOption(option, value, allowed)

    return setting(default, read, allowed=allowed, **_named(name))


def choices(default, values):
    """Some of `values`, in the order given; from a list or a text with commas."""
    allowed = f"some of {', '.join(values)}"

    def read(name, value):
        given = value.split(",") if isinstance(value, str) else list(value or ())
        given = [str(part).strip() for part in given if str(part).strip()]
        wrong = [part for part in given if part not in values]
        if wrong or not given or len(set(given)) < len(given):
            shown = ",".join(wrong or given) or "nothing"
            raise BadOption(name, shown, f"{allowed}; each once")
        return tuple(given)

    return setting(default, read, allowed=allowed)


def day(default, name=None):
    """A date, as datetime64[D]."""
    allowed = "a date as YYYY-MM-DD"

    def read(option, value):
        text = str(value)
        try:
            date = np.datetime64(text, "D")
        except ValueError as error:
            raise BadOption(option, value, allowed) from error
        if str(date) != text:
            raise BadOption(option, value, allowed)
        return date

    return setting(np.datetime64(default, "D"), read, allowed=allowed, **_named(name))


def flag(default):
    """Yes or no."""

    def read(name, value):
        text = str(value).lower()
        if text in YES:
            return True
        if text in NO:
            return False
        raise BadOption(name, value, "true, false")

    return setting(default, read, allowed="true, false")


def folder(default):
    """A path, or None."""

    def read(name, value):
        if value is None:
            return None
        if not str(value).strip():
            raise BadOption(name, "nothing", "a folder")
        return Path(value)

    return setting(default if default is None else Path(default), read)


def _named(name):
    return {} if name is None else {"name": name}
