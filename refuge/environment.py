"""Reads settings from the environment and refuses a bad value in plain words."""

import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import URLValidator, validate_email

YES = {"1", "on", "true", "yes"}
NO = {"0", "off", "false", "no"}
# Of a key of version 4, or of version 6.
FINGERPRINT = re.compile(r"[0-9A-F]{40}|[0-9A-F]{64}")
# A scheme, a name or an address in brackets, a port.
SITE = re.compile(
    r"https?://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::(?P<port>[0-9]{1,5}))?"
)
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


def number(name: str, default: int, *, at_least: int) -> int:
    """Return a whole number; raises ImproperlyConfigured for anything else, and for one that is too small."""
    value = text(name) or str(default)
    if not (value.isascii() and value.isdigit()) or int(value) < at_least:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write a whole number, {at_least} or more.")
    return int(value)


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


def contact(name: str) -> str:
    """Return an e-mail address, or the http(s) address of a page; empty where none is set."""
    value = text(name)
    check = URLValidator(schemes=["http", "https"]) if "://" in value else validate_email
    try:
        if value:
            check(value)
    except ValidationError as error:
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write an e-mail address (safety@example.org) or the address of a page "
            "(https://example.org/contact)."
        ) from error
    return value


def site(name: str) -> str:
    """Return the address of a site without a slash at its end; empty where none is set."""
    value = text(name).rstrip("/")
    found = SITE.fullmatch(value)
    if value and not (found and 0 < int(found["port"] or 443) < 65536):
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write https:// and the name of the host, with its port where it has one, and "
            "nothing after it: https://example.org. A name in other letters is written with xn--, as it is looked up."
        )
    return value


def fingerprint(name: str) -> str:
    """Return an OpenPGP fingerprint in groups of four; empty where none is set."""
    value = text(name)
    digits = "".join(value.split()).upper().removeprefix("0X")
    if value and not FINGERPRINT.fullmatch(digits):
        raise ImproperlyConfigured(
            f"{name} is {value!r}. Write the whole fingerprint of the OpenPGP key: 40 or 64 of the digits 0-9 and A-F, "
            "with blanks between them or not. A shorter key id can be forged."
        )
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


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


def mail(name: str) -> dict[str, Any]:
    """Return Django's settings of mail from smtp+tls://user:password@host:587; without an address mails are printed."""
    try:
        config: dict[str, Any] = environ.Env.email_url_config(text(name, "consolemail://"))
    except (KeyError, ValueError, ImproperlyConfigured):
        # The address may hold a password, so no message repeats any of it, and no error is passed on that does.
        config = {}
    if not config.get("EMAIL_BACKEND"):
        raise ImproperlyConfigured(
            f"{name} cannot be read. Write smtp+tls://user:password@host:587 or smtp+ssl://user:password@host:465, "
            "and in the password %2F for /, %3F for ?, %23 for #, %40 for @ and %25 for %."
        )
    return config
