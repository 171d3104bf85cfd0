"""Settings from environment variables, each with advice when it is wrong or missing."""

import os
import re
from importlib.util import find_spec
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off", ""}
CACHE_BACKENDS = {
    "locmem": "django.core.cache.backends.locmem.LocMemCache",
    "dummy": "django.core.cache.backends.dummy.DummyCache",
    "file": "fusionsite.caches.FileCache",
    "redis": "fusionsite.caches.RedisCache",
    "rediss": "fusionsite.caches.RedisCache",
}
EMAIL_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
}
CONNECT_SECONDS = 5
# How long what was sent may stay unconfirmed on the way to the database.
SILENCE_SECONDS = 10
# The file is mapped into memory, as much of it as there is: to go through a hundred thousand rows
# takes half as long. Its pages go when the machine needs their place.
SQLITE_COMMANDS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=2000000000;"
# What of an object store's address is optional: where it is, a folder in the bucket, no TLS.
STORE_OPTIONS = {"region", "prefix", "tls"}
SECURITY_CONTACT = re.compile(r"(mailto:[^\s@]+@[^\s@]+|https://\S+|tel:\+[0-9-]+)")

SENTRY_DSN = re.compile(r"https?://[^\s/:@]+(:[^\s/@]+)?@[^\s/@]+/(\S+/)?\d+")


def flag(name, default=False):
    value = os.environ.get(name, str(default)).strip().lower()
    if value in TRUE_WORDS:
        return True
    if value in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”. Set {name} to 1 or 0.")


def number(name, default, most=None):
    text = os.environ.get(name, "").strip() or str(default)
    if not (text.isascii() and text.isdecimal()):
        raise ImproperlyConfigured(f"{name} is “{text}”. Set {name} to a whole number.")
    if most is not None and int(text) > most:
        raise ImproperlyConfigured(f"{name} is {int(text)}. Set {name} to {most} at most.")
    return int(text)


def required(name, advice, *, default=None):
    """The variable's value; `default` stands in where the local trial has no need of it."""
    value = os.environ.get(name, "").strip() or default
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {advice}")
    return value


def secret_key(debug):
    advice = (
        "Set SECRET_KEY to at least 50 random characters, for example the output of "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'."
    )
    key = required("SECRET_KEY", advice, default="only-for-the-local-trial" if debug else None)
    if not debug and len(key) < 50:
        raise ImproperlyConfigured(f"SECRET_KEY has only {len(key)} characters. {advice}")
    return key


def allowed_hosts(debug):
    advice = "Set ALLOWED_HOSTS to the host names of this site, separated by commas."
    default = "localhost,127.0.0.1,[::1]" if debug else None
    hosts = [h.strip() for h in required("ALLOWED_HOSTS", advice, default=default).split(",")]
    if "*" in hosts and not debug:
        raise ImproperlyConfigured(f"ALLOWED_HOSTS allows every host. {advice}")
    return [host for host in hosts if host]


def site_url(debug):
    advice = "Set SITE_URL to the public address of this site, such as https://register.example."
    url = required("SITE_URL", advice, default="http://127.0.0.1:8000" if debug else None)
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise ImproperlyConfigured(f"SITE_URL is “{url}”. {advice}")
    return url.rstrip("/")


def security_contact():
    """Where somebody writes who has found a hole; empty when none is set."""
    contact = os.environ.get("SECURITY_CONTACT", "").strip()
    if contact and not SECURITY_CONTACT.fullmatch(contact):
        raise ImproperlyConfigured(
            f"SECURITY_CONTACT is “{contact}”. Set SECURITY_CONTACT to one address such as "
            "mailto:security@register.example or https://register.example/security."
        )
    return contact


def sentry_dsn():
    """Where faults are told; empty where they are told nowhere."""
    dsn = os.environ.get("SENTRY_DSN", "").strip()
    if not dsn:
        return ""
    if not SENTRY_DSN.fullmatch(dsn):
        # It is not quoted: the key in it is a secret of sorts.
        raise ImproperlyConfigured(
            "SENTRY_DSN is no address of a project of Sentry. "
            "Set SENTRY_DSN to one such as https://key@sentry.example/1, or to nothing."
        )
    if not find_spec("sentry_sdk"):
        raise ImproperlyConfigured(
            "SENTRY_DSN is set, but what talks to Sentry is not installed. "
            "Run uv sync --locked --no-default-groups --group sentry, or set SENTRY_DSN to nothing."
        )
    return dsn


def database(default_path):
    """One database by URL; SQLite in the data folder when none is named."""
    url = os.environ.get("DATABASE_URL", "").strip()
    if not url:
        default_path.parent.mkdir(exist_ok=True)
        url = f"sqlite:///{default_path}"
    if urlsplit(url).scheme not in ("sqlite", "postgres", "postgresql"):
        raise ImproperlyConfigured(
            "DATABASE_URL names a database that the register does not run on. "
            "Set DATABASE_URL to postgres://user:password@host:5432/name or "
            "sqlite:////path/to/db.sqlite3."
        )
    config = dj_database_url.parse(url, conn_max_age=None)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            **config.get("OPTIONS", {}),
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_COMMANDS,
        }
    else:
        # Statements are prepared once a connection, and connections stay. One that died is noticed
        # before it is used, and a server that does not answer holds nobody up for long.
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = {
            "connect_timeout": CONNECT_SECONDS,
            "tcp_user_timeout": SILENCE_SECONDS * 1000,
            # While an answer is awaited nothing is sent: a line that was cut is noticed by these.
            "keepalives_idle": SILENCE_SECONDS,
            "keepalives_interval": 5,
            "keepalives_count": 3,
            "server_side_binding": True,
            "prepare_threshold": 1,
            **config.get("OPTIONS", {}),
        }
    return config


def several_hosts(database):
    """Whether other hosts serve the same database."""
    several = flag("SEVERAL_HOSTS")
    if several and database["ENGINE"].endswith("sqlite3"):
        raise ImproperlyConfigured(
            "SEVERAL_HOSTS is 1, but the database is SQLite, which one host alone can use. "
            "Set DATABASE_URL to postgres://user:password@host:5432/name, or SEVERAL_HOSTS to 0."
        )
    return several


def shared_cache_seconds(page_cache_mb):
    """How long a cache in front may give public pages without asking."""
    seconds = number("SHARED_CACHE_SECONDS", default=0)
    if seconds and not page_cache_mb:
        raise ImproperlyConfigured(
            "SHARED_CACHE_SECONDS is set, but no page is kept whose life could be told. "
            "Set PAGE_CACHE_MB to 32 or so, or SHARED_CACHE_SECONDS to 0."
        )
    return seconds


def purge_url():
    """Where a cache in front hears that pages changed; empty when there is none."""
    url = os.environ.get("PURGE_URL", "").strip()
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise ImproperlyConfigured(
            "PURGE_URL is no web address. "
            "Set PURGE_URL to the address that takes a POST, such as https://cdn.example/purge."
        )
    return url


def cache(name="", most=None):
    """One of the caches at CACHE_URL: each has names and, in a process, room of its own."""
    url = os.environ.get("CACHE_URL", "").strip() or "locmem://register"
    parts = urlsplit(url)
    if parts.scheme not in CACHE_BACKENDS:
        raise ImproperlyConfigured(
            f"CACHE_URL begins with “{parts.scheme}”. "
            f"Set CACHE_URL to one of {', '.join(f'{s}://…' for s in CACHE_BACKENDS)}."
        )
    location = {"locmem": parts.netloc, "file": parts.path, "dummy": ""}.get(parts.scheme, url)
    if name and parts.scheme in ("locmem", "file"):
        location = f"{location}/{name}"
    options = {"MAX_ENTRIES": most} if most and parts.scheme in ("locmem", "file") else {}
    return {
        "BACKEND": CACHE_BACKENDS[parts.scheme],
        "LOCATION": location,
        "KEY_PREFIX": name,
        "OPTIONS": options,
    }


def media_storage():
    """Where uploaded files are: the object store at MEDIA_URL, or else the folder MEDIA_ROOT."""
    url = os.environ.get("MEDIA_URL", "").strip()
    if not url:
        return {"BACKEND": "publishing.stored_files.RegisterFiles"}
    if os.environ.get("MEDIA_ROOT", "").strip():
        raise ImproperlyConfigured("MEDIA_URL and MEDIA_ROOT are both set. Set one of them.")
    if not (find_spec("storages") and find_spec("boto3")):
        raise ImproperlyConfigured(
            "MEDIA_URL names an object store, and the packages for it are not installed. "
            "Run uv sync --locked --no-default-groups --group s3, or set MEDIA_ROOT instead."
        )
    return {"BACKEND": "publishing.object_store.RegisterObjects", "OPTIONS": object_store(url)}


def object_store(url):
    """The options of the storage; no message repeats the address, which holds a secret."""
    advice = (
        "Set MEDIA_URL to s3://KEY:SECRET@host/bucket, with ?region=… and &prefix=… where the "
        "store has them; special characters of the secret are written as %2F and the like."
    )
    try:
        parts = urlsplit(url)
        options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
        host = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname
    except ValueError as error:
        raise ImproperlyConfigured(f"MEDIA_URL is no address. {advice}") from error
    bucket = parts.path.strip("/")
    whole = parts.scheme == "s3" and parts.username and parts.password and host and bucket
    if not whole or "/" in bucket or options.keys() - STORE_OPTIONS:
        raise ImproperlyConfigured(f"MEDIA_URL names no object store. {advice}")
    scheme = "http" if options.get("tls") in FALSE_WORDS else "https"
    return {
        "access_key": unquote(parts.username),
        "secret_key": unquote(parts.password),
        "endpoint_url": f"{scheme}://{host}",
        "bucket_name": bucket,
        "region_name": options.get("region", "us-east-1"),
        "location": options.get("prefix", "").strip("/"),
    }


def email():
    """Django's EMAIL_… settings from one URL; the console when none is set."""
    url = os.environ.get("EMAIL_URL", "").strip() or "console://"
    parts = urlsplit(url)
    if parts.scheme not in EMAIL_BACKENDS:
        raise ImproperlyConfigured(
            f"EMAIL_URL begins with “{parts.scheme}”. "
            "Set EMAIL_URL to console:// or smtp://user:password@host:587?tls=1."
        )
    options = parse_qs(parts.query)
    return {
        "EMAIL_BACKEND": EMAIL_BACKENDS[parts.scheme],
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": options.get("tls", ["0"])[0] in TRUE_WORDS,
    }
