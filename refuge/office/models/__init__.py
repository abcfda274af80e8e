"""The office's own rows: accounts, sources, pictures, and what publications and holds have in common."""

from refuge.office.models.accounts import Attempt, Event, User, log
from refuge.office.models.picture import (
    Picture,
    PictureRendition,
    are_renditions,
    identity_of,
    rendition_body,
    renditions_of,
)
from refuge.office.models.publication import Hold, Publication, not_in_future
from refuge.office.models.saved_filter import SavedFilter
from refuge.office.models.source import Source, cite, cited

__all__ = [
    "Attempt",
    "Event",
    "Hold",
    "Picture",
    "PictureRendition",
    "Publication",
    "SavedFilter",
    "Source",
    "User",
    "are_renditions",
    "cite",
    "cited",
    "identity_of",
    "log",
    "not_in_future",
    "rendition_body",
    "renditions_of",
]
