"""Columns for what people write: lines, long texts, Markdown of a bounded length, and addresses of pages."""

import unicodedata
from collections.abc import Sequence
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from refuge.core.characters import is_blank, named, plain_text, unseen
from refuge.core.texts import LONGEST, is_web_address

# So many characters are named in one refusal, each after so much of what stands before it.
MOST_NAMED, CONTEXT = 3, 20


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


def refuse_unseen(line: str) -> None:
    """Refuse, in a text of one line, each character that no reader sees, by its name and its place."""
    errors = []
    for at, character in islice(unseen(line, lines=False), MOST_NAMED):
        before = plain_text(line[:at]).strip()[-CONTEXT:].strip()
        place = (
            _("%(character)s after “%(before)s”: delete it.")
            if before
            else _("%(character)s at the beginning: delete it.")
        )
        params = {"character": named(character), "before": before}
        errors.append(ValidationError(place, code="unseen", params=params))
    if errors:
        raise ValidationError(errors)


class OneLineField(models.CharField):
    """A text of one line in which every character is seen, in Unicode's composed form. To a migration a CharField."""

    default_validators = [refuse_unseen]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return a CharField: what it may say is no matter of the database's."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """Return the text composed; one that shows nothing is empty."""
        text = super().to_python(value)
        if not isinstance(text, str):
            return text
        return "" if is_blank(text) else unicodedata.normalize("NFC", text)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return what is stored, and keep the object as its row: a name is one name however it was typed."""
        text = super().pre_save(model_instance, add)
        if isinstance(text, str):
            text = self.to_python(text)
            setattr(model_instance, self.attname, text)
        return text


class LongTextField(models.TextField):
    """A text of several lines; cleaning leaves out what no reader sees. To a migration it is a TextField."""

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return a TextField: what it may say is no matter of the database's."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """Return the text without what no reader sees."""
        text = super().to_python(value)
        return plain_text(text) if isinstance(text, str) else text


class MarkdownField(LongTextField):
    """A text in Markdown, as long as `render_markdown` will take."""

    default_validators = [refuse_too_long]


class WebAddressField(models.URLField):
    """The address of a page, http or https; Django's own field takes ftp too. To a migration it is a URLField."""

    default_validators = [URLValidator(schemes=["http", "https"]), refuse_other_addresses, refuse_unseen]

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Return a URLField: the schemes are no matter of the database's."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs

    def formfield(self, **kwargs: Any) -> Any:
        """Return the box, in which an address without a scheme is taken for https."""
        return super().formfield(**{"assume_scheme": "https", **kwargs})
