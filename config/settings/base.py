"""What holds everywhere. What differs is in dev, test and production."""

from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config import environment
from config.logging import logging_config
from config.settings.sign_in import *

BASE_DIR = Path(__file__).resolve().parent.parent.parent

SECRET_KEY = environment.text("SECRET_KEY", "only-for-trial-and-tests-" + "x" * 40)
DEBUG = False
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
SITE_URL = environment.text("SITE_URL", "http://localhost:8000").rstrip("/")
SITE_NAME = "Porchlight"

INSTALLED_APPS = [
    "config.apps.PorchlightConfig",
    "digests",
    "mailroom",
    "site_updates",
    "knowledge",
    "meetings",
    "forums",
    "search",
    "notifications",
    "moderation",
    "communities",
    "accounts",
    "core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    # What speaks to a provider takes memory in every process, so only those that are switched on.
    *(f"allauth.socialaccount.providers.{name}" for name in SOCIALACCOUNT_PROVIDERS),
    "allauth.usersessions",
    "django_htmx",
    "guardian",
]

MIDDLEWARE = [
    "config.request_log.RequestLogMiddleware",
    "config.health.HealthMiddleware",
    "config.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.UnsentMailMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.PreferencesMiddleware",
    "communities.middleware.ScopeMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "communities.context.community",
            ],
        },
    },
]

# `default` is the app role, under row-level security. `owner` migrates and nothing else; processes
# that serve people need not know its password.
DATABASES: dict[str, dict[str, Any]] = {"default": environment.database("DATABASE_URL")}
if environment.is_set("DATABASE_OWNER_URL"):
    DATABASES["owner"] = environment.database("DATABASE_OWNER_URL")
DATABASES["default"] |= {
    "CONN_MAX_AGE": 300,
    "CONN_HEALTH_CHECKS": True,
    "TEST": {"MIRROR": "owner"},
}
# A query of the same text is planned once a connection, not each time.
if environment.flag("DATABASE_PREPARE", default=True):
    DATABASES["default"]["OPTIONS"] |= {"server_side_binding": True, "prepare_threshold": 3}
# Web processes only: config/pool.py.
DATABASE_POOL = environment.flag("DATABASE_POOL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = environment.valkey_url()
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "config.cache.FailSoftRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "porchlight",
        "TIMEOUT": 3600,
    },
    # The database has every session; this only saves asking for it at each request.
    "sessions": {
        "BACKEND": "config.cache.FailSoftRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "porchlight-sessions",
        "OPTIONS": {"longest": 600},
    },
}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 90
CSRF_COOKIE_HTTPONLY = True
# A signed cookie: in the session, a sentence would cost two writes to the database and their commits.
MESSAGE_STORAGE = "django.contrib.messages.storage.fallback.FallbackStorage"

CELERY_BROKER_URL = environment.broker(REDIS_URL)

MAILERS = {"default": environment.mailer("EMAIL_URL", "smtp://localhost:25")}
DEFAULT_FROM_EMAIL = environment.text("DEFAULT_FROM_EMAIL", "Porchlight <porchlight@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backend.SessionBackend",
    "guardian.backends.ObjectPermissionBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = environment.text("STATIC_ROOT", str(BASE_DIR / "staticfiles"))
STATICFILES_FINDERS = [
    "core.stylesheet.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = environment.text("MEDIA_ROOT", str(BASE_DIR / ".data" / "media"))
# Of one file, and of the files of one post.
# To Gmail, Outlook, Yahoo and iCloud each (0: no limit); what is over waits for the next minute.
MAILS_A_MINUTE_TO_ONE_PROVIDER = environment.number("MAILS_A_MINUTE_TO_ONE_PROVIDER", 600, least=0)
# The host whose mail comes to us (MX records lead there); without it nobody can answer by mail.
INBOUND_HOST = environment.text("INBOUND_HOST", "").lower()
INBOUND_MAX_MB = environment.number("INBOUND_MAX_MB", 30)
# The name by which the mail server before us signs what it found out about a sender (RFC 8601).
INBOUND_AUTHSERV = environment.text("INBOUND_AUTHSERV", "").lower()
# Whose calls are taken at /mail/hooks/ (anymail): what became of our mails, and mails to us.
MAIL_PROVIDER = environment.text("MAIL_PROVIDER", "").lower()
ANYMAIL = environment.provider(MAIL_PROVIDER)
if MAIL_PROVIDER:
    # A mail to us comes as one form, its files in base64.
    DATA_UPLOAD_MAX_MEMORY_SIZE = INBOUND_MAX_MB * 1024 * 1024 * 3 // 2
ATTACHMENT_MAX_MB = environment.number("ATTACHMENT_MAX_MB", 20)
ATTACHMENTS_PER_POST = environment.number("ATTACHMENTS_PER_POST", 10)
FILE_UPLOAD_HANDLERS = [
    "core.upload_handlers.CutOffHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.upload_handlers.DiskHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF, *PROVIDER_ORIGINS],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"

LOGGING = logging_config(
    form=environment.text("LOG_FORMAT", "json"), level=environment.text("LOG_LEVEL", "INFO")
)
# How much a member writes in his first days (0: no limit); then he writes as much as he likes.
NEW_MEMBER_DAYS = environment.number("NEW_MEMBER_DAYS", 3, least=0)
NEW_MEMBER_POSTS_AN_HOUR = environment.number("NEW_MEMBER_POSTS_AN_HOUR", 10, least=0)
NEW_MEMBER_POSTS_A_DAY = environment.number("NEW_MEMBER_POSTS_A_DAY", 40, least=0)
NEW_MEMBER_TOPICS_A_DAY = environment.number("NEW_MEMBER_TOPICS_A_DAY", 5, least=0)
NEW_MEMBER_MENTIONS_A_DAY = environment.number("NEW_MEMBER_MENTIONS_A_DAY", 20, least=0)
FORM_RENDERER = "config.form_renderer.PorchlightRenderer"
