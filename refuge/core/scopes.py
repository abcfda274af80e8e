"""The words of clearance: how much of a person is seen, what a clearance is about, how exactly a stay is placed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How much of a person the public may see at all."""

    NOTHING = 0, _("Nothing: not public in any way")
    COUNTED = 1, _("Counted: adds one to the totals, nothing else")
    UNNAMED = 2, _("Unnamed: shown as “name withheld”, with the cleared facts only")
    NAMED = 3, _("Named: has a page of their own")


class Scope(models.TextChoices):
    """What one clearance is about."""

    NAME = "name", _("Name as published")
    OTHER_NAME = "other name", _("One other form of the name")
    PORTRAIT = "portrait", _("Portrait")
    ORIGIN = "origin", _("Country of origin")
    HOST_COUNTRY = "host country", _("Host country")
    HOST_CITY = "host city", _("Host city")
    DATES = "dates of stay", _("Dates of stay")
    BIOGRAPHY = "biography", _("Biography")
    BIRTH_YEAR = "birth year", _("Year of birth and of death")
    WORKS = "works", _("Works, forms and languages of writing")
    LINKS = "links", _("Links and sources")


# A clearance of one of these is of one stay.
OF_A_STAY = frozenset({Scope.HOST_COUNTRY, Scope.HOST_CITY, Scope.DATES})
# A clearance of one of these is of one thing: a stay, a name, a picture, the texts in one language.
OF_ONE_THING = OF_A_STAY | {Scope.OTHER_NAME, Scope.PORTRAIT, Scope.BIOGRAPHY}


class Rung(models.IntegerChoices):
    """How exactly the place of a stay is told. Each stay has a ceiling: the highest rung that may be used for it."""

    NOTHING = 0, _("Nothing: not a word of this stay")
    REGION = 1, _("Region: the region of the world at most")
    COUNTRY = 2, _("Country: the country at most")
    CITY = 3, _("City: as far as it is cleared")
