"""Every setting comes from the environment (twelve-factor); the defaults serve one cooperative on a laptop."""

import os
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from werkplaats.ground.database import database_settings
from werkplaats.ground.home import home, secret_key

PACKAGE = Path(__file__).resolve().parent.parent


def flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, str(default)).lower() in ("1", "true", "yes", "on")


DEMO = flag("WERKPLAATS_DEMO")
DEMO_SIGN_INS = "werkplaats.demo.sign_ins"  # the demo is not known by the pages that show it
DEBUG = flag("WERKPLAATS_DEBUG")
SECRET_KEY = os.environ.get("SECRET_KEY") or secret_key()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "werkplaats.ground",
    "werkplaats.members",
    "werkplaats.homes",
    "werkplaats.intake",
    "werkplaats.triage",
    "werkplaats.jobs",
    "werkplaats.planning",
    "werkplaats.delivery",
    "werkplaats.settlement",
    "werkplaats.insight",
]

MIDDLEWARE = [
    "werkplaats.ground.logs.requests_logged",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "werkplaats.portal.middleware.actor",
    "werkplaats.portal.middleware.person_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "werkplaats.portal.middleware.DenyByDefault",
]

ROOT_URLCONF = "werkplaats.site.urls"
WSGI_APPLICATION = "werkplaats.site.wsgi.application"
ASGI_APPLICATION = "werkplaats.site.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "werkplaats.ground.translated.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "werkplaats.portal.navigation.navigation",
            ],
        },
    },
]

FORM_RENDERER = "werkplaats.ground.inputs.Inputs"

DATABASES: dict[str, Any] = {"default": database_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- who signs in, and how ---------------------------------------------------------------------------------------
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_ADAPTER = "werkplaats.portal.sign_in.Adapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG or DEMO
MFA_TOTP_ISSUER = "Werkplaats"
# The demo shows one sign-in per role on its start page; everywhere else staff need their second factor.
STAFF_NEEDS_SECOND_FACTOR = not DEMO

# --- words -------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# --- the map of the roster: nothing but the numbers of the tiles goes to this address; empty means no background -----
MAP_TILES = os.environ.get(
    "MAP_TILES", "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/standaard/EPSG:3857/{z}/{x}/{y}.png"
)
MAP_TILES_BY = os.environ.get("MAP_TILES_BY", "Kaartgegevens © Kadaster")

# --- files and pages ---------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
MEDIA_ROOT = home() / "media"
MEDIA_URL = "/media/"  # never served as such: photos go through views that ask who is looking
STORAGES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
if os.environ.get("S3_BUCKET"):
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": os.environ["S3_BUCKET"],
            "endpoint_url": os.environ.get("S3_ENDPOINT_URL"),
            "default_acl": "private",
            "querystring_auth": True,
        },
    }
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

PROCRASTINATE_IMPORT_PATHS = ["werkplaats.tasks"]

# --- mail --------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "Werkplaats <werkplaats@localhost>")
if os.environ.get("SMTP_HOST"):
    EMAIL_BACKEND = "werkplaats.ground.mail_server.MailServer"
    EMAIL_HOST = os.environ["SMTP_HOST"]
    EMAIL_PORT = int(os.environ.get("SMTP_PORT", "587"))
    EMAIL_HOST_USER = os.environ.get("SMTP_USER", "")
    EMAIL_HOST_PASSWORD = os.environ.get("SMTP_PASSWORD", "")
    EMAIL_USE_TLS = flag("SMTP_TLS", True)
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "werkplaats.ground.mail_folder.MailFolder"
MAIL_FOLDER = home() / "mail"

# --- how long the ways are ---------------------------------------------------------------------------------------
TRAVEL_URL = os.environ.get("TRAVEL_URL", "")
# The service's own name for each way of going; one that is not named is estimated.
TRAVEL_PROFILES = dict(
    pair.split("=", 1)
    for pair in os.environ.get("TRAVEL_PROFILES", "foot=foot,bicycle=bike,car=car").split(",")
    if pair
)
TRAVEL_SECONDS = float(os.environ.get("TRAVEL_SECONDS", "20"))

# --- the rest ----------------------------------------------------------------------------------------------------
SESSION_ENGINE = "werkplaats.portal.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = flag("HTTPS_ONLY")
SECURE_SSL_REDIRECT = flag("HTTPS_ONLY")
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if flag("HTTPS_ONLY") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # unique by a constraint on lower(email)
PGHISTORY_APPEND_ONLY = True


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "werkplaats.ground.logs.WithoutPeople"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {
        "werkplaats": {"level": os.environ.get("LOG_LEVEL", "INFO")},
        "django.server": {"handlers": ["console"], "propagate": False},
    },
}
