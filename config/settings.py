"""All settings, read once. Two profiles: embedded (the default) and production (PROFILE=production)."""

from pathlib import Path

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.env import flag, number, text, words

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(text("VAR_DIR", default=str(BASE_DIR / "var")))

PROFILE = text("PROFILE", default="embedded")
if PROFILE not in {"embedded", "production"}:
    raise ImproperlyConfigured(f"PROFILE must be embedded or production, not {PROFILE!r}")
EMBEDDED = PROFILE == "embedded"
if EMBEDDED:
    VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = flag("DEBUG", default=False)
if DEBUG and not EMBEDDED:
    raise ImproperlyConfigured("DEBUG cannot be on in production")
# The embedded profile is a demonstration on one's own machine, so its key need not be secret.
SECRET_KEY = text("SECRET_KEY", default="embedded-profile-only-" + "0" * 40 if EMBEDDED else None)
if len(SECRET_KEY) < 50:  # noqa: PLR2004 - what Django itself generates
    raise ImproperlyConfigured("SECRET_KEY must have at least 50 characters")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="localhost,127.0.0.1,[::1]" if EMBEDDED else "")
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must be set in production")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS")
SITE_URL = text("SITE_URL", default="http://127.0.0.1:8000" if EMBEDDED else None).rstrip("/")

INSTALLED_APPS = [
    "ui",
    "ledger",
    "outbox",
    "pilots",
    "accounts",
    "applications",
    "decisions",
    "history",
    "config.apps.OfficialsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "crispy_forms",
    "django_htmx",
]

MIDDLEWARE = [
    "ui.middleware.ArrivalTime",
    # What sets headers stands outermost, so that a refusal by any of the others carries them too.
    "ui.middleware.EveryAnswer",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ui.middleware.SmallPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "ui.middleware.PrivateCache",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.ActingFor",
    "accounts.middleware.LogInKeepingText",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
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
                "django.template.context_processors.i18n",
                "ui.context.site",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "pilotti"
CRISPY_TEMPLATE_PACK = "pilotti"

DATABASE_URL = text(
    "DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'pilottihaku.sqlite3'}" if EMBEDDED else None
)
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    if not EMBEDDED:
        raise ImproperlyConfigured("production needs PostgreSQL in DATABASE_URL")
    # IMMEDIATE: a writer waits for its turn at the start instead of failing half-way; WAL lets readers go on.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Only the dispatcher and the workers talk to the broker, never a web request.
REDIS_URL = text("REDIS_URL", default="" if EMBEDDED else None)
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": number("CELERY_VISIBILITY_TIMEOUT", default=600, least=30),
    "unacked_restore_throttle": 1,
    "unacked_restore_interval": 5,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# A row that was claimed longer ago than this is taken to have lost its worker and is handed out again.
OUTBOX_CLAIM_SECONDS = number("OUTBOX_CLAIM_SECONDS", default=40, least=1)
OUTBOX_MOST_ATTEMPTS = number("OUTBOX_MOST_ATTEMPTS", default=5, least=1)

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.EmailBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CSRF_FAILURE_VIEW = "accounts.views.login.csrf_failure"
# Log-in with a mandate (OpenID Connect, as Suomi.fi): only where the issuer is set, and then all of it must be.
OIDC_ISSUER = text("OIDC_ISSUER", default="").rstrip("/")
OIDC_ENABLED = bool(OIDC_ISSUER)
OIDC_RP_CLIENT_ID = text("OIDC_RP_CLIENT_ID", default="")
OIDC_RP_CLIENT_SECRET = text("OIDC_RP_CLIENT_SECRET", default="")
OIDC_OP_AUTHORIZATION_ENDPOINT = text("OIDC_OP_AUTHORIZATION_ENDPOINT", default="")
OIDC_OP_TOKEN_ENDPOINT = text("OIDC_OP_TOKEN_ENDPOINT", default="")
OIDC_OP_USER_ENDPOINT = text("OIDC_OP_USER_ENDPOINT", default="")
OIDC_OP_JWKS_ENDPOINT = text("OIDC_OP_JWKS_ENDPOINT", default="")
if OIDC_ENABLED and not all((OIDC_RP_CLIENT_ID, OIDC_RP_CLIENT_SECRET, OIDC_OP_AUTHORIZATION_ENDPOINT,
                             OIDC_OP_TOKEN_ENDPOINT, OIDC_OP_USER_ENDPOINT, OIDC_OP_JWKS_ENDPOINT)):  # fmt: skip
    raise ImproperlyConfigured(
        "with OIDC_ISSUER the client's id and secret and the four endpoints must be set"
    )
OIDC_MANDATE_CLAIM = text("OIDC_MANDATE_CLAIM", default="mandates")
OIDC_RP_SCOPES = text("OIDC_RP_SCOPES", default="openid profile mandates")
OIDC_RP_SIGN_ALGO = "RS256"
OIDC_USE_PKCE = True
OIDC_TIMEOUT = 10
OIDC_AUTHENTICATION_CALLBACK_URL = "accounts:mandate-back"
if OIDC_ENABLED:
    AUTHENTICATION_BACKENDS.append("accounts.oidc.MandateBackend")
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "applications:start"
LOGOUT_REDIRECT_URL = "pilots:front"

# Language by address: / Finnish, /sv/, /en/. Accept-Language does not decide.
LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", "Suomi"), ("sv", "Svenska"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["ui.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Helsinki"

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = [
    "applications.uploads.CutAtLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
ATTACHMENT_LARGEST_BYTES = number("ATTACHMENT_LARGEST_BYTES", default=20 * 1024 * 1024, least=1024)
ATTACHMENTS_LARGEST_BYTES_AT_ONCE = number(
    "ATTACHMENTS_LARGEST_BYTES_AT_ONCE", default=60 * 1024 * 1024, least=1024
)
# Where clamd listens: a path of a socket, or host:port. Without it files are not scanned.
CLAMD_ADDRESS = text("CLAMD_ADDRESS", default="")

# The embedded profile writes mail to files; its mail page shows them.
EMAIL_BACKEND = (
    "django.core.mail.backends.filebased.EmailBackend"
    if EMBEDDED
    else "django.core.mail.backends.smtp.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = text("EMAIL_HOST", default="localhost")
EMAIL_PORT = number("EMAIL_PORT", default=25, least=1)
EMAIL_HOST_USER = text("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = text("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL", default="pilottihaku@stm.example")

# Practice accounts exist in the embedded profile only; their password is printed by `make run`.
PRACTICE_PASSWORD = text("PRACTICE_PASSWORD", default="harjoitus-2026" if EMBEDDED else "")
if PRACTICE_PASSWORD and not EMBEDDED:
    raise ImproperlyConfigured("PRACTICE_PASSWORD belongs to the embedded profile only")

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
HTTPS = flag("HTTPS", default=not EMBEDDED)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
if flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": text("LOG_LEVEL", default="INFO")},
    # WeasyPrint tells every step of every letter, pikepdf greets at every start of a command.
    "loggers": {name: {"level": "WARNING"} for name in ("weasyprint", "fontTools", "pikepdf")},
}
