"""Writers and what surrounds them in the admin."""

from writers.admin.lists import ClearanceAdmin, DossierAdmin, ImportAdmin, ResidencyAdmin, TextAdmin, WorkAdmin
from writers.admin.writer import WriterAdmin
from writers.exchange import add_tools

__all__ = [
    "ClearanceAdmin",
    "DossierAdmin",
    "ImportAdmin",
    "ResidencyAdmin",
    "TextAdmin",
    "WorkAdmin",
    "WriterAdmin",
]

add_tools()
