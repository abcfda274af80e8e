"""Reads settings from the environment and refuses a bad value in plain words."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

YES = {"1", "on", "true", "yes"}
NO = {"0", "off", "false", "no"}
DATABASES = ("postgres://", "postgresql://", "sqlite://")


def text(name: str, default: str = "") -> str:
    """Return the variable without surrounding blanks; an empty one counts as absent."""
    return os.environ.get(name, "").strip() or default


def boolean(name: str, *, default: bool) -> bool:
    """Return a switch; raises ImproperlyConfigured for anything that is neither on nor off."""
    value = text(name).lower()
    if value in YES or value in NO or not value:
        return value in YES if value else default
    raise ImproperlyConfigured(f"{name} is {value!r}. Write on or off (or true/false, yes/no, 1/0).")


def choice(name: str, allowed: Iterable[str], default: str) -> str:
    """Return one of the allowed words; raises ImproperlyConfigured for any other."""
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write one of: {', '.join(allowed)}.")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return a list that was written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """Return a folder, made where it is missing; raises ImproperlyConfigured where that cannot be."""
    path = Path(text(name, str(default))).expanduser().resolve()
    if path.exists() and not path.is_dir():
        raise ImproperlyConfigured(f"{name} is {str(path)!r}, which is a file. Give a folder.")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name} is {str(path)!r}, which cannot be made ({error.strerror}).") from error
    return path


def database(name: str, file: Path | str) -> dict[str, Any]:
    """Return Django's settings of one database from an address such as postgres://user:password@host/name.

    Without an address it is SQLite in `file`, taken as it is: in an address, # ? and % would mean something else.
    """
    address = text(name)
    if not address:
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    # The address may hold a password, so no message repeats any of it, and no error is passed on that does.
    if not address.startswith(DATABASES):
        raise ImproperlyConfigured(f"{name} must start with one of: {', '.join(DATABASES)}.")
    try:
        # A password with / or ? ends the host too early, and its rest would be taken for the database's name.
        astray = "@" in address and "@" not in urlsplit(address).netloc and not address.startswith("sqlite:")
        config: dict[str, Any] = {} if astray else environ.Env.db_url_config(address)
    except ValueError:
        astray = True
    if astray:
        raise ImproperlyConfigured(
            f"{name} cannot be read. Write postgres://user:password@host:5432/name, the port as a number up to 65535, "
            "and in the password %2F for /, %3F for ?, %23 for #, %40 for @ and %25 for %."
        )
    if not config.get("NAME"):
        raise ImproperlyConfigured(f"{name} names no database. Write it after the last slash.")
    return config
