"""All settings, read from the environment (README.md has the table).

Two ways to run, never both: `VBE_DATA_DIR` is a demo that keeps everything in one folder and serves this machine only;
`DATABASE_URL` is production. With neither we refuse to start: a guess could mean somebody's plans in the wrong place.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
env = environ.Env()


def key_kept_in(folder: Path) -> str:
    """Return the demo's secret key, made on the first start and readable by its owner only."""
    path = folder / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


# --- Demo or production ---------------------------------------------------------------------------------------------
DEMO = "VBE_DATA_DIR" in env
if DEMO and "DATABASE_URL" in env:
    raise ImproperlyConfigured("Both VBE_DATA_DIR (demo) and DATABASE_URL (production) are set. Unset one of them.")
if not DEMO and "DATABASE_URL" not in env:
    raise ImproperlyConfigured(
        "Set VBE_DATA_DIR to a folder for a demo (or run bin/demo), or DATABASE_URL for production. See README.md."
    )

DEBUG = False
DATABASES: dict[str, Any]
if DEMO:
    DATA_DIR = Path(env.str("VBE_DATA_DIR")).resolve()
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    SECRET_KEY = key_kept_in(DATA_DIR)
    ALLOWED_HOSTS = LOOPBACK
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "db.sqlite3",
            "OPTIONS": {
                # A transaction takes the write lock when it begins: two writers queue, none fails half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
            },
        }
    }
else:
    DATA_DIR = Path(env.str("VBE_FILES_DIR")).resolve()
    SECRET_KEY = env.ENVIRON.get("SECRET_KEY", "")  # as it stands: a "$" in it is no reference
    if not SECRET_KEY:
        raise ImproperlyConfigured("Set SECRET_KEY to a long random text. See README.md.")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

DATABASES["default"]["ATOMIC_REQUESTS"] = True
DATABASES["default"]["TEST"] = {"NAME": "_".join(["test_vbe_portal", *env.list("VBE_TEST_DB_SUFFIX", default=[])])}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Plain HTTP is for this machine alone: the demo, and tests that say so while no other host is allowed.
PLAIN_HTTP = DEMO or env.bool("VBE_PLAIN_HTTP", default=False)
if PLAIN_HTTP and not set(ALLOWED_HOSTS) <= set(LOOPBACK):
    raise ImproperlyConfigured("VBE_PLAIN_HTTP is for 127.0.0.1 only, but ALLOWED_HOSTS names other hosts.")

# --- Apps -----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "vbe_portal",
    "exchange",
    "reports",
    "plans",
    "responsibilities",
    "notifications",
    "audit",
    "accounts",
    "files",
    "foundation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "guardian",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.usersessions",  # which browsers a person is logged in from
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "django_prose_editor",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "vbe_portal.middleware.BodyLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "foundation.middleware.NoStoreMiddleware",
    "accounts.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "vbe_portal.middleware.NotAllowedPageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.IdleSessionMiddleware",
    "accounts.middleware.LoginRequiredMiddleware",
]

ROOT_URLCONF = "vbe_portal.urls"
WSGI_APPLICATION = "vbe_portal.wsgi.application"

FOLDERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vbe_portal.context.frame",
            ],
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", FOLDERS)])],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Who is it ------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "accounts.backends.ObjectBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# The e-mail address is the identity; people do not sign up, an administrator invites them.
ACCOUNT_ADAPTER = "notifications.delivery.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to strangers whose address somebody typed
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)
# Grants are read by accounts.grants alone; guardian's own user for strangers would be an account nobody manages.
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001"
]  # guardian's own backend is left out: ours asks once a request, not once a row

# --- Sessions, cookies, headers -------------------------------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60  # never longer than this after login …
SESSION_IDLE_SECONDS = 30 * 60  # … and this long without a click
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not PLAIN_HTTP
SESSION_COOKIE_NAME = "vbe_session" if PLAIN_HTTP else "__Host-session"
CSRF_COOKIE_NAME = "vbe_csrf" if PLAIN_HTTP else "__Host-csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "vbe_portal.views.csrf_failure"
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not PLAIN_HTTP]
SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^halsa/$"]  # the container's own health check speaks plain HTTP to itself
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "img-src": [SELF, "data:"],  # the design system draws its icons as data
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
# Limits of one request: a pasted table is large, a flood is larger. A file is measured by its form, which says so at
# the field; what is larger than any mistake is refused unread.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
REQUEST_MAX_BYTES = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# --- Files ----------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(DATA_DIR / "static")))
STORAGES = {
    # Private: no address leads here, a view behind the door sends the bytes.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "media", "base_url": None, "file_permissions_mode": 0o600},
    },
    # Compressing pays on a network, not within one machine.
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
        if PLAIN_HTTP
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Limits of allauth live where they survive a restart and reach every process ------------------------------------
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
        # The usual 300 rows would let a flood of invented addresses wash away the brake on a real one.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- Mail -----------------------------------------------------------------------------------------------------------
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"
else:
    vars().update(env.email("EMAIL_URL", default="smtp://localhost:25"))
    EMAIL_TIMEOUT = 10
# Letters are written by the worker, which sees no request: the address of the house as people reach it.
OWN_ADDRESS = "http://127.0.0.1:8000" if PLAIN_HTTP else f"https://{ALLOWED_HOSTS[0]}"
SITE_URL = env.str("SITE_URL", default="") or OWN_ADDRESS
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="VBE-portalen <noreply@localhost>")

# --- The worker -----------------------------------------------------------------------------------------------------
if DEMO:
    CELERY_BROKER_URL = "filesystem://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "broker"),
        "data_folder_out": str(DATA_DIR / "broker"),
        "control_folder": str(DATA_DIR / "broker-control"),
        "polling_interval": 0.1,
    }
    for folder in ("broker", "broker-control"):
        (DATA_DIR / folder).mkdir(mode=0o700, exist_ok=True)
else:
    CELERY_BROKER_URL = env.str("REDIS_URL")
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,
        # A page that rings the bell waits less than two seconds, also when Redis has stopped answering. The worker is
        # patient (bin/serve): an acknowledgement given up would keep its one place taken, and it would not work again.
        "socket_timeout": env.float("BROKER_PATIENCE", default=1.5),
        "socket_connect_timeout": 1.5,
        "max_retries": 0,
    }
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# --- Log: to standard error, one line each, never what people wrote -------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"masked": {"()": "foundation.masking.MaskedAddresses"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["masked"]}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True}},
}
