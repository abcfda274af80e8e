"""Slows guessing at a door, and keeps nobody out: one try a minute is the worst that an attacker can do to the owner.

A browser in which somebody has signed in before has a line of its own, so its owner never waits for others' mistakes.
No address of a network is kept, and of a user name only a keyed digest, whether there is such an account or not.
"""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from refuge.office.models import Attempt

FREE = 3
LONGEST = {"password": timedelta(minutes=1), "passkey": timedelta(minutes=1), "code": timedelta(minutes=5)}
FORGOTTEN = timedelta(days=1)


def key_of(door: str, who: str, browser: str = "") -> str:
    """Return the line of one door, one account (or none of that name) and one browser ("" for those unknown)."""
    return salted_hmac("refuge.office.backoff", "\0".join((door, who, browser)), algorithm="sha256").hexdigest()


def admit(door: str, key: str) -> bool:
    """Count a try before it is looked at, so that many at once are one; False where it has to wait."""
    now = timezone.now()
    Attempt.objects.filter(wait_until__lt=now - FORGOTTEN).delete()
    seen = Attempt.objects.get_or_create(key=key, defaults={"wait_until": now})[0].failures
    beyond = min(seen + 1 - FREE, 20)
    wait = min(timedelta(seconds=2**beyond), LONGEST[door]) if beyond >= 0 else timedelta()
    # Only where nobody counted in between.
    line = Attempt.objects.filter(key=key, failures=seen, wait_until__lte=now)
    return bool(line.update(failures=F("failures") + 1, wait_until=now + wait))


def forgive(key: str) -> None:
    """Forget the tries of somebody who got in."""
    Attempt.objects.filter(key=key).delete()
