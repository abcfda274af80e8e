"""Who is signed in where: the sessions of one account, named by a digest, since a key lets one in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from refuge.office.middleware import SIGNED_IN_AT
from refuge.office.models import User


@dataclass(frozen=True)
class Stay:
    """One session of an account."""

    name: str
    since: datetime | None
    own: bool


def _name(key: str) -> str:
    return salted_hmac("refuge.office.sessions", key, algorithm="sha256").hexdigest()[:32]


def _rows(user: User) -> Iterator[tuple[Session, dict[str, object]]]:
    # A session does not say whose it is in a column of its own; an office has few.
    for row in Session.objects.filter(expire_date__gt=timezone.now()).order_by("-expire_date"):
        held = row.get_decoded()
        if held.get(SESSION_KEY) == str(user.pk):
            yield row, held


def of(user: User, request: HttpRequest) -> list[Stay]:
    """Return the sessions of an account, the one that asks first."""
    stays = []
    for row, held in _rows(user):
        at = held.get(SIGNED_IN_AT)
        since = datetime.fromtimestamp(at, UTC) if isinstance(at, float | int) else None
        stays.append(Stay(_name(row.session_key), since, row.session_key == request.session.session_key))
    return sorted(stays, key=lambda stay: not stay.own)


def end(user: User, *, name: str = "", keep: HttpRequest | None = None) -> int:
    """End the sessions of an account, or the one of that name; never the one that `keep` is asked in."""
    kept = keep.session.session_key if keep else None
    gone = [
        row.session_key
        for row, _held in _rows(user)
        if row.session_key != kept and (not name or _name(row.session_key) == name)
    ]
    return Session.objects.filter(session_key__in=gone).delete()[0] if gone else 0
