"""The private records of writers; the public reads only what was published of them."""

from writers.models.clearance import Clearance
from writers.models.dossier import Dossier
from writers.models.importing import Import
from writers.models.life import Name, Residency, Text, Waypoint
from writers.models.note import Note
from writers.models.publication import WriterHold, WriterPublication
from writers.models.reminder import Reminder
from writers.models.work import Work
from writers.models.writer import Writer, WriterChild

__all__ = [
    "Clearance",
    "Dossier",
    "Import",
    "Name",
    "Note",
    "Reminder",
    "Residency",
    "Text",
    "Waypoint",
    "Work",
    "Writer",
    "WriterChild",
    "WriterHold",
    "WriterPublication",
]
