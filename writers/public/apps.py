"""The public side of writers."""

from django.apps import AppConfig


class WritersPublicConfig(AppConfig):
    """The catalogue of writers, their stays and their works."""

    name = "writers.public"
    label = "writers_public"
    catalogue = True
