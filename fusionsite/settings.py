"""One settings file; the environment varies. Every variable is listed in docs/operating.md."""

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from . import environment

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = BASE_DIR / "var"

DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.secret_key(DEBUG)
ALLOWED_HOSTS = environment.allowed_hosts(DEBUG)
SITE_URL = environment.site_url(DEBUG)
SECURITY_CONTACT = environment.security_contact()
TRIAL_PASSWORD = os.environ.get("TRIAL_PASSWORD", "")
MAINTENANCE = environment.flag("MAINTENANCE")
# Whether one person may write a version and approve it too.
OWN_WORK = environment.flag("OWN_WORK")
# Whether pages of others are fetched at http:// (port 80) too.
FETCH_HTTP = environment.flag("FETCH_HTTP")
# One proxy in front, whose word on the visitor's address and protocol is taken.
BEHIND_PROXY = environment.flag("BEHIND_PROXY")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "csp",
    "django_filters",
    "django_prose_editor",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "dates",
    "accounts",
    "publishing",
    "page_cache",
    "search",
    "imports",
    "exports",
    "api",
    "themes",
    "organisations",
    "agreements",
    "news",
    "alerts",
    "fusionsite",
]

MIDDLEWARE = [
    # Outermost: a static file, the way to https and the page about a wrong host have them too.
    "fusionsite.middleware.security_headers",
    "fusionsite.operating.errands.numbered_requests",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "fusionsite.operating.health.probes",
    "page_cache.middleware.cache_control",
    "api.middleware.api_answers",
    "fusionsite.middleware.maintenance",
    "fusionsite.middleware.no_cookies_in_frames",
    "fusionsite.middleware.readable_requests",
    "fusionsite.middleware.methods_of_the_admin",
    "publishing.middleware.DueMoments",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondFactorRequired",
    "axes.middleware.AxesMiddleware",
]

if not DEBUG:
    # Under runserver and in the tests Django serves static files itself.
    MIDDLEWARE.insert(5, "whitenoise.middleware.WhiteNoiseMiddleware")

ROOT_URLCONF = "fusionsite.urls"
WSGI_APPLICATION = "fusionsite.wsgi.application"

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
                "csp.context_processors.nonce",
            ],
        },
    },
]

FORM_RENDERER = "fusionsite.form_renderer.FormRenderer"

DATABASES = {"default": environment.database(DATA_DIR / "db.sqlite3")}
# Of a request, on PostgreSQL; 0 sets no limit.
STATEMENT_TIMEOUT_SECONDS = environment.number("STATEMENT_TIMEOUT_SECONDS", default=15, most=3600)
# Where the timetable writes a backup each night.
BACKUP_ROOT = os.environ.get("BACKUP_ROOT", "").strip() or DATA_DIR / "backups"
# The folder of pg_dump, pg_restore and psql, where it is not a usual one.
PG_BIN = os.environ.get("PG_BIN", "").strip()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": environment.cache(),
    # Counts who asks the API; what it forgets when it is full is its own.
    "visits": environment.cache("visits", most=10_000),
}
# Whole pages in front of Django, in each process; all processes of a host share the folder.
PAGE_CACHE_MB = environment.number("PAGE_CACHE_MB", default=0 if DEBUG else 32)
PAGE_CACHE_ROOT = os.environ.get("PAGE_CACHE_ROOT", "").strip() or DATA_DIR / "page-cache"
# Also where this process keeps no page: others may.
WATCH_PUBLIC_CHANGES = not DEBUG or PAGE_CACHE_MB > 0
SEVERAL_HOSTS = environment.several_hosts(DATABASES["default"])
SHARED_CACHE_SECONDS = environment.shared_cache_seconds(PAGE_CACHE_MB)
PURGE_URL = environment.purge_url()
PURGE_TOKEN = os.environ.get("PURGE_TOKEN", "").strip()
# Of one visitor; 0 sets no limit.
API_REQUESTS_A_MINUTE = environment.number("API_REQUESTS_A_MINUTE", default=300)

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.EditorBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.SignInForm",
    "change_password": "accounts.forms.PasswordChangeForm",
    "reset_password": "accounts.forms.LostPasswordForm",
    "reset_password_from_key": "accounts.forms.NewPasswordForm",
    "reauthenticate": "accounts.forms.PasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = {
    "change_password": "10/m/user",
    "login": "30/m/ip",
    # Codes of a second factor; passwords are counted by axes.
    "login_failed": "20/15m/key",
    "reauthenticate": "10/m/user",
    "reset_password": "20/15m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
# The session ends with the browser, and with the working day.
ACCOUNT_SESSION_REMEMBER = False

MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "activate_totp": "accounts.factor_forms.AppForm",
    "add_webauthn": "accounts.factor_forms.NewKeyForm",
    "authenticate": "accounts.factor_forms.CodeForm",
    "authenticate_webauthn": "accounts.factor_forms.KeyForm",
    "reauthenticate": "accounts.factor_forms.CodeAgainForm",
    "reauthenticate_webauthn": "accounts.factor_forms.KeyAgainForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Fusion Cooperation Register"
# A clock may be half a minute out; a code still matches only once.
MFA_TOTP_TOLERANCE = 1
# Of those who publish or keep accounts; in the local trial it is only offered.
SECOND_FACTOR_REQUIRED = not DEBUG

AXES_CLIENT_IP_CALLABLE = "accounts.addresses.client_address"
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Who signed in when is nobody's to look up.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_FAILURE_LIMIT = 10
AXES_LOCKOUT_CALLABLE = "accounts.views.too_many_tries"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "login",
    "oldpassword",
    "password1",
    "password2",
    "code",
    "credential",
    "csrfmiddlewaretoken",
]
AXES_VERBOSE = False

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "Europe/London"
# With the source's own language alone there is nothing to look up: a fifth of a form's time.
USE_I18N = len(LANGUAGES) > 1
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = []
MEDIA_URL = "/media/"
MEDIA_ROOT = os.environ.get("MEDIA_ROOT", "").strip() or DATA_DIR / "media"
# Where the data package stands that visitors download; it can always be built anew.
PACKAGE_ROOT = os.environ.get("PACKAGE_ROOT", "").strip() or DATA_DIR / "package"
STORAGES = {
    "default": environment.media_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "fusionsite.static_files.StaticFiles"
    },
}

globals().update(environment.email())
DEFAULT_FROM_EMAIL = environment.required(
    "DEFAULT_FROM_EMAIL",
    "Set DEFAULT_FROM_EMAIL to the address that the register writes from.",
    default="register@localhost" if DEBUG else None,
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20

# Nothing that a visitor sends is unbounded.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=True)
    # A monitor asks the process itself, where nobody ends TLS.
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = 31536000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # Browsers take a cookie of this prefix from this very host alone, over https:
    # https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if BEHIND_PROXY:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "style-src": [SELF],
        "script-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"without_tokens": {"()": "fusionsite.logs.WithoutTokens"}},
    "formatters": {
        "plain": {"format": "{levelname} {name} {message}", "style": "{"},
        "request": {"format": "{message}", "style": "{"},
        "json": {"()": "fusionsite.logs.JsonLines"},
    },
    "handlers": {
        name: {
            "class": "logging.StreamHandler",
            "formatter": name,
            "filters": ["without_tokens"],
        }
        for name in ("plain", "request", "json")
    },
    "root": {"handlers": ["plain" if DEBUG else "json"], "level": "WARNING"},
    "loggers": {
        "django.server": {"handlers": ["request"], "level": "INFO", "propagate": False},
    },
}
if not DEBUG:
    LOGGING["loggers"] |= {
        # No letters about errors: they would hold what was sent.
        "django": {"handlers": [], "level": "WARNING"},
        # What a visitor got wrong stands in the log of the proxy.
        "django.request": {"level": "ERROR"},
        # A logger without any handler would write to standard error, with all that led to it.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    }
    LOGGING["handlers"]["nowhere"] = {"class": "logging.NullHandler"}

if SENTRY_DSN := environment.sentry_dsn():
    from .operating import sentry

    sentry.start(SENTRY_DSN)

COUNTRIES_OVERRIDE = {
    "US": _("United States"),
    "XX": _("Not applicable (international body)"),
}
COUNTRIES_FIRST = ["GB", "XX"]
PUBLIC_PAGE_SIZE = 25
