"""What an account has beside its password: code apps, passkeys, and recovery codes as the way back."""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp_webauthn.models import WebAuthnCredential

from refuge.office.models import User

KINDS: dict[str, Any] = {"app": TOTPDevice, "passkey": WebAuthnCredential}
NAMES = {"app": _("Code app"), "passkey": _("Passkey")}
CODES = 10
# Of the letters and digits that nobody takes for one another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Factor:
    """A code app or a passkey."""

    kind: str
    pk: int
    name: Any
    since: datetime | None
    used: datetime | None


def of(user: User) -> list[Factor]:
    """Return the code apps and passkeys of an account."""
    return [
        Factor(kind, row.pk, NAMES[kind], row.created_at, row.last_used_at)
        for kind, model in KINDS.items()
        for row in model.objects.devices_for_user(user, confirmed=True).order_by("pk")
    ]


def has_any(user: User) -> bool:
    """Say whether the account has a second factor."""
    return any(
        model.objects.devices_for_user(user, confirmed=True).exists() for model in (*KINDS.values(), StaticDevice)
    )


def has_passkey(user: User) -> bool:
    """Say whether the account has a passkey."""
    return bool(WebAuthnCredential.objects.devices_for_user(user, confirmed=True).exists())


def remove(user: User, kind: str, pk: int) -> bool:
    """Remove a code app or a passkey, but never the last one, nor the last passkey of whom has no password."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        left = [factor for factor in of(user) if (factor.kind, factor.pk) != (kind, pk)]
        if not user.has_usable_password():
            left = [factor for factor in left if factor.kind == "passkey"]
        if kind not in KINDS or not left:
            return False
        return bool(KINDS[kind].objects.devices_for_user(user, confirmed=True).filter(pk=pk).delete()[0])


def remove_all(user: User) -> None:
    """Remove every factor, recovery codes included."""
    for model in (*KINDS.values(), StaticDevice):
        model.objects.filter(user=user).delete()


def new_app(user: User) -> Any:
    """Return the code app that the account is about to add, the same one until it is confirmed."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        return TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "app"})[0]


def secret_of(app: Any) -> str:
    """Return the secret of a code app as people type it."""
    text = b32encode(app.bin_key).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def confirm(app: Any, code: str) -> bool:
    """Add the code app if the code is its own."""
    with transaction.atomic():
        app = TOTPDevice.objects.select_for_update().filter(pk=app.pk, confirmed=False).first()
        if app is None or not app.verify_token(_digits(code)):
            return False
        app.confirmed = True
        app.save()
        return True


def new_codes(user: User) -> list[str]:
    """Return new recovery codes, in place of all older ones."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(16)) for _ in range(CODES)]
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        device = StaticDevice.objects.get_or_create(user=user, defaults={"name": "codes"})[0]
        device.token_set.all().delete()
        for code in codes:
            device.token_set.create(token=code)
    return ["-".join(code[at : at + 4] for at in range(0, 16, 4)) for code in codes]


def codes_left(user: User) -> int:
    """Return how many recovery codes the account has not used."""
    return sum(device.token_set.count() for device in StaticDevice.objects.filter(user=user, confirmed=True))


def check(user: User, code: str) -> Any:
    """Return the device whose code this is, of an app or for recovery, which is used up by it; else nothing."""
    digits = _digits(code)
    apps = digits.isdecimal() and len(digits) == 6
    model, word = (TOTPDevice, digits) if apps else (StaticDevice, code.replace("-", "").replace(" ", "").lower())
    with transaction.atomic():
        # Locked, so that one code is never used twice.
        User.objects.select_for_update().get(pk=user.pk)
        for device in model.objects.devices_for_user(user, confirmed=True).select_for_update():
            if device.verify_token(word):
                return device
    return None


def _digits(code: str) -> str:
    return code.replace(" ", "")
