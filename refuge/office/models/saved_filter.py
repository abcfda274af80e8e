"""Filters of lists that a member of staff keeps as links."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedFilter(models.Model):
    """One link over one list, seen by its owner alone. It holds no searched words: they may be a person's name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", editable=False)
    list = models.CharField(max_length=60, editable=False)
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=500, editable=False)

    class Meta:
        ordering = ("name", "pk")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
