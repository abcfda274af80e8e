"""The words in which a writer's record is kept and shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a guest does."""

    NOVELIST = "novelist", _("novelist")
    POET = "poet", _("poet")
    SHORT_STORY_WRITER = "short-story-writer", _("short-story writer")
    PLAYWRIGHT = "playwright", _("playwright")
    ESSAYIST = "essayist", _("essayist")
    JOURNALIST = "journalist", _("journalist")
    TRANSLATOR = "translator", _("translator")
    EDITOR = "editor", _("editor")
    CARTOONIST = "cartoonist", _("cartoonist")
    BLOGGER = "blogger", _("blogger")
    SCREENWRITER = "screenwriter", _("screenwriter")
    SONGWRITER = "songwriter", _("songwriter")
    SCHOLAR = "scholar", _("scholar")
    ARTIST = "artist", _("artist")


class NameKind(models.TextChoices):
    """What another form of a name is."""

    OWN_SCRIPT = "own-script", _("in own script")
    ROMANISATION = "romanisation", _("romanisation")
    PEN_NAME = "pen-name", _("pen name")
    EARLIER = "earlier", _("earlier name")
    VARIANT = "variant", _("spelling variant")


class EndState(models.TextChoices):
    """Whether a stay is over, where no last day says so."""

    UNKNOWN = "unknown", _("not known")
    ONGOING = "ongoing", _("ongoing")
    ENDED = "ended", _("ended")


class Standing(models.TextChoices):
    """Whether the network holds a claim for true."""

    ACCEPTED = "accepted", _("accepted")
    DISPUTED = "disputed", _("disputed: a competing claim, shown beside the accepted one, never counted")


class WaypointKind(models.TextChoices):
    """What a stop on the road was."""

    EXILE = "exile", _("exile")
    TRANSIT = "transit", _("transit")
    ASYLUM = "asylum-granted", _("asylum granted")
    RETURN = "return", _("return")


class WorkKind(models.TextChoices):
    """The form of a work."""

    NOVEL = "novel", _("novel")
    SHORT_STORIES = "short-stories", _("short stories")
    POETRY = "poetry", _("poetry")
    PLAY = "play", _("play")
    MEMOIR = "memoir", _("memoir")
    ESSAY = "essay", _("essay")
    REPORTAGE = "reportage", _("reportage")
    GRAPHIC = "graphic", _("graphic work")
    TRANSLATION = "translation", _("translation")
    OTHER = "other", _("other work")


class WorkStatus(models.TextChoices):
    """What became of a work."""

    PUBLISHED = "published", _("published")
    FORTHCOMING = "forthcoming", _("forthcoming")
    SUPPRESSED = "suppressed", _("publication stopped")
    SEIZED = "seized", _("seized")
    UNPUBLISHED = "unpublished", _("unpublished")
    DESTROYED = "destroyed", _("destroyed")


class TextKind(models.TextChoices):
    """What a text about a writer is."""

    BIOGRAPHY = "biography", _("biography")


class Tag(models.TextChoices):
    """The facets whose values a writer may have several of."""

    ROLE = "role", _("role")
    LANGUAGE = "language", _("language of writing")
