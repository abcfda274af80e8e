"""The settings of every installation, read from the environment alone; see docs/operators.md for the list."""

import logging
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from refuge import environment as env
from refuge import static_files

BASE_DIR = Path(__file__).resolve().parent.parent

# Runtime files: the embedded database, collected static files, generated secrets.
VAR_DIR = env.folder("REFUGE_VAR", BASE_DIR / "var")
DEBUG = env.boolean("DEBUG", default=False)
REFUGE_SURFACE = env.choice("REFUGE_SURFACE", ("public", "office", "all"), "all")
REFUGE_HTTPS = env.boolean("REFUGE_HTTPS", default=True)
HAS_OFFICE = REFUGE_SURFACE != "public"
# Under which name readers know the site: every whole address begins with it, whatever name a request asks for.
REFUGE_PUBLIC_ADDRESS = env.site("REFUGE_PUBLIC_ADDRESS")
# Where people sign in, if that is another name.
REFUGE_ADDRESS = env.site("REFUGE_ADDRESS")
# Whom a writer asks for a change or a removal, as /about/safety/ says it.
REFUGE_CONTACT = env.contact("REFUGE_CONTACT")
REFUGE_OPENPGP = env.fingerprint("REFUGE_OPENPGP")
# How many areas must be possible hosts for a place to be told of a stay whose city is not.
REFUGE_HIDING_PLACES = env.number("REFUGE_HIDING_PLACES", 5, at_least=3)

# Enough wherever nothing is served: tests, checks, migrations. refuge/wsgi.py refuses to serve with it.
KEY_FOR_COMMANDS = "insecure-key-for-commands-that-serve-nothing"
SECRET_KEY = env.text("SECRET_KEY", KEY_FOR_COMMANDS)
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ",".join(LOOPBACK) if DEBUG else "")
if DEBUG and (REFUGE_HTTPS or REFUGE_SURFACE == "public" or not set(LOOPBACK).issuperset(ALLOWED_HOSTS)):
    raise ImproperlyConfigured(
        "DEBUG is on, which shows records and secrets to whoever meets an error. It is for a developer's own machine: "
        f"set REFUGE_HTTPS=off, REFUGE_SURFACE=all and no ALLOWED_HOSTS but {', '.join(LOOPBACK)}. "
        "Anywhere else, set DEBUG=off."
    )

REFUGE_DEMO = env.boolean("REFUGE_DEMO", default=False)
if REFUGE_DEMO and REFUGE_HTTPS:
    raise ImproperlyConfigured(
        "REFUGE_DEMO is on, which lets staff in without a second factor. It is for the demonstration on a machine of "
        "one's own, and make demo sets it. Anywhere else, and wherever REFUGE_HTTPS is on, set REFUGE_DEMO=off."
    )

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_filters",
    "refuge.core",
    "cities.public",
    "writers.public",
]
if HAS_OFFICE:
    INSTALLED_APPS = [
        "refuge.office.apps.BackOfficeConfig",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django_otp",
        "django_otp.plugins.otp_totp",
        "django_otp.plugins.otp_static",
        "django_otp_webauthn",
        *INSTALLED_APPS,
        "refuge.office.apps.OfficeConfig",
        "cities",
        "writers",
    ]
    AUTH_USER_MODEL = "office.User"

MIDDLEWARE = [
    "refuge.surfaces.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
]
if HAS_OFFICE:
    MIDDLEWARE += [
        "refuge.office.middleware.OfficeSessionMiddleware",
        "refuge.office.middleware.SessionAgeMiddleware",
        "refuge.office.middleware.OfficeCsrfMiddleware",
        "refuge.office.middleware.OfficeAuthenticationMiddleware",
        "refuge.office.middleware.OfficeOtpMiddleware",
        "refuge.office.middleware.OfficeLanguageMiddleware",
        "refuge.office.middleware.OfficeMessageMiddleware",
        "refuge.office.middleware.OfficeHistoryMiddleware",
    ]
MIDDLEWARE += ["refuge.surfaces.GuardMiddleware"]

ROOT_URLCONF = f"refuge.urls.{REFUGE_SURFACE}"
WSGI_APPLICATION = "refuge.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "refuge.core.templatetags.refuge"],
            "context_processors": ["django.template.context_processors.request"]
            + (
                ["django.contrib.auth.context_processors.auth", "django.contrib.messages.context_processors.messages"]
                if HAS_OFFICE
                else []
            ),
        },
    }
]
# The stock widgets, found through this engine, so that a project template may replace one.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(0, "django.forms")

DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "refuge.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Readers never wait for a writer under WAL; a writer waits for another up to 20 seconds.
    DATABASES["default"]["OPTIONS"] = {"timeout": 20, "init_command": "PRAGMA journal_mode=WAL"}
    # A file, since a database in memory would be one connection that all threads of a live server share.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
    )
]
LOGIN_URL = "account:sign-in"
# An invitation, and a link with which somebody enrols anew.
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
OTP_TOTP_ISSUER = OTP_WEBAUTHN_RP_NAME = "Cities of Refuge"
# What slows guessing is ours: refuge/office/accounts/backoff.py, which never keeps the owner out.
OTP_TOTP_THROTTLE_FACTOR = OTP_STATIC_THROTTLE_FACTOR = 0
# The library's own views take a passkey as the second factor only; refuge/office/accounts/passwordless.py has stricter
# ones for a passkey that does both steps. Whose it is, the request's own host says.
OTP_WEBAUTHN_ALLOW_PASSWORDLESS_LOGIN = False
OTP_WEBAUTHN_HELPER_CLASS = "refuge.office.accounts.passkeys.Helper"
OTP_WEBAUTHN_RP_ID_CALLABLE = "refuge.office.accounts.passkeys.domain"

# Without an address mails are printed where the server's own lines go.
_mail = env.mail("EMAIL_URL")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_BACKEND"], _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("REFUGE_MAIL_FROM", "refuge@localhost")

LANGUAGE_CODE = env.choice("LANGUAGE_CODE", ("en", "fa"), "en")
LANGUAGES = [("en", _("English")), ("fa", _("Persian"))]
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_ROOT.exists() and not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = static_files.describe

SECURE_SSL_REDIRECT = REFUGE_HTTPS
_name = (REFUGE_ADDRESS if REFUGE_SURFACE == "office" else "") or REFUGE_PUBLIC_ADDRESS
SECURE_SSL_HOST = _name.partition("://")[2] or None
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 63_072_000 if REFUGE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = REFUGE_HTTPS
SECURE_REFERRER_POLICY = "no-referrer"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = REFUGE_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if REFUGE_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if REFUGE_HTTPS else "csrf"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_FAILURE_VIEW = "refuge.errors.forbidden"
# Django's default puts them, names of records included, into a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
# Ours is a subclass of Django's CSRF middleware, and the public surface has no unsafe method; the check knows neither.
# The origin of a passkey is asked of each request (refuge/office/accounts/passkeys.py), so no setting has a list.
SILENCED_SYSTEM_CHECKS = ["security.W003", "otp_webauthn.E030"]

# One place for every line, which says where in the code and never what was asked; a developer sees all of it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": "refuge.logs.BareFormatter"}, "whole": {"format": logging.BASIC_FORMAT}},
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "whole" if DEBUG else "bare"}},
    "root": {"handlers": ["lines"], "level": "INFO"},
    # These two names take away Django's own handlers, one of which mails whole requests to ADMINS.
    "loggers": {
        "django": {"handlers": [], "level": "INFO"},
        "django.server": {"handlers": [], "level": "INFO" if DEBUG else "WARNING", "propagate": True},
    },
}
