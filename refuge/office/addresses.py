"""Whole addresses of the office's pages, for what commands write: there no request says which site it is."""

from django.conf import settings


class NoAddress(Exception):
    """The settings do not say under which name the office is reached."""

    def __init__(self) -> None:
        super().__init__(
            "The address of the office is not known. Set REFUGE_ADDRESS, such as https://refuge.example.org."
        )


def absolute(path: str) -> str:
    """Return the whole address of a page; raises `NoAddress`.

    Without REFUGE_ADDRESS the first of ALLOWED_HOSTS is the site, unless it stands for many.
    """
    if settings.REFUGE_ADDRESS:
        return f"{settings.REFUGE_ADDRESS}{path}"
    host = next(iter(settings.ALLOWED_HOSTS), "*")
    if host.startswith((".", "*")):
        raise NoAddress
    return f"{'https' if settings.REFUGE_HTTPS else 'http'}://{host}{path}"
