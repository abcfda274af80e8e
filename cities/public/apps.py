"""The public side of cities."""

from django.apps import AppConfig


class CitiesPublicConfig(AppConfig):
    """The catalogue of cities, milestones and pages."""

    name = "cities.public"
    label = "cities_public"
    catalogue = True
