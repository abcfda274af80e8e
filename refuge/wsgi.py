"""The WSGI entry point."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from refuge.core import checks

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "refuge.settings")
application = get_wsgi_application()
if settings.REFUGE_SURFACE == "public":
    checks.refuse_to_start()
