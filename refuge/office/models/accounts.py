"""Accounts, and what accounts did that no record shows."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff or a city coordinator."""

    language = models.CharField(
        _("language of pages and mails"),
        max_length=10,
        choices=settings.LANGUAGES,
        blank=True,
        help_text=_("Empty: the language of this installation."),
    )

    class Meta(AbstractUser.Meta):
        pass


class Event(models.Model):
    """One line of the office's log: who did what, when. Written once, never changed; no name of a writer in it."""

    class Verb(models.TextChoices):
        """What can be logged."""

        SIGNED_IN = "signed-in", _("signed in")
        REFUSED = "refused", _("was refused at the door")
        EXPORTED = "exported", _("exported records")
        IMPORTED = "imported", _("imported records")
        UNDID_IMPORT = "undid-import", _("undid an import")
        ERASED = "erased", _("erased a person")
        ACCOUNT = "account", _("changed an account")
        TOOK_OFF = "took-off", _("took something off the public site at once")
        PUT_BACK = "put-back", _("undid it within the hour")
        COMPARED = "compared", _("was told whether a text says a word of the dossier")
        PRINTED = "printed", _("opened everything that is held about a person")

    at = models.DateTimeField(_("at"), default=timezone.now, db_index=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"), editable=False
    )
    verb = models.CharField(_("what"), max_length=12, choices=Verb.choices, editable=False)
    detail = models.CharField(_("detail"), max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ("-at", "-pk")
        default_permissions: ClassVar[tuple[str, ...]] = ("view",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by or ''} {self.get_verb_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the line; raises TypeError for one that is written already."""
        if self.pk:
            raise TypeError("A line of the log is never changed.")
        super().save(*args, **kwargs)


def log(by: Any, verb: str, detail: str = "") -> None:
    """Write a line of the log; `detail` holds counts and kinds, and no query, nor a name or address of a record but a
    coordinator's city."""
    Event.objects.create(by=by if by and by.pk else None, verb=verb, detail=detail[:200])


class Attempt(models.Model):
    """How often somebody was wrong at the door, and how long the next try waits; whose door, only the key knows."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False)
    wait_until = models.DateTimeField(default=timezone.now, db_index=True, editable=False)

    class Meta:
        default_permissions: ClassVar[tuple[str, ...]] = ()

    def __str__(self) -> str:
        return f"{self.failures}"
