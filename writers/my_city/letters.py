"""The mail that tells staff of what a city did at once. No writer, no city and no number of a record stands in it."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from refuge.office.models import User

logger = logging.getLogger(__name__)


def tell_staff(link: str, elsewhere: int) -> None:
    """Tell everyone who may lift the hold; a mail server that fails undoes nothing, and stands in the log."""
    publishers = User.objects.with_perm("writers.publish_writer", backend="django.contrib.auth.backends.ModelBackend")
    for staff in publishers.filter(is_active=True).exclude(email="").distinct():
        with translation.override(staff.language or settings.LANGUAGE_CODE):
            text = render_to_string("my_city/taken_off.txt", {"link": link, "elsewhere": elsewhere})
            subject = _("Something was taken off the public site")
        try:
            send_mail(subject, text, None, [staff.email])
        except (OSError, SMTPException) as error:
            logger.warning("A mail to staff could not be sent: %s", type(error).__name__)
