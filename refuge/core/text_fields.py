"""Columns for what people write: Markdown of a bounded length, and addresses of pages."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from refuge.core.texts import LONGEST, is_web_address


def refuse_too_long(text: str) -> None:
    """Refuse a text that would keep a reader waiting while it is rendered."""
    if len(text) > LONGEST:
        raise ValidationError(
            _("This text has %(length)d characters. At most %(longest)d are shown well: shorten it."),
            code="too_long",
            params={"length": len(text), "longest": LONGEST},
        )


def refuse_other_addresses(address: str) -> None:
    """Refuse what a browser would not open as a page."""
    if not is_web_address(address):
        raise ValidationError(
            _("Write the address of a page: it begins with http:// or https://, then comes the name of the site."),
            code="no_page",
        )


class MarkdownField(models.TextField):
    """A text in Markdown, as long as `render_markdown` will take. To a migration it is a TextField."""

    default_validators = [refuse_too_long]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return a TextField: the limit is no matter of the database's."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class WebAddressField(models.URLField):
    """The address of a page, http or https; Django's own field takes ftp too. To a migration it is a URLField."""

    default_validators = [URLValidator(schemes=["http", "https"]), refuse_other_addresses]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return a URLField: the schemes are no matter of the database's."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Return the box, in which an address without a scheme is taken for https."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})
