"""What an operator may have set wrongly though each setting alone is right."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import Error, Info, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage, default_storage
from django.http.request import validate_host
from django.utils.translation import gettext as _

CONSOLE = "django.core.mail.backends.console.EmailBackend"


@register(deploy=True)
def public_address(app_configs, **options):
    address = urlsplit(settings.SITE_URL)
    if not validate_host(address.hostname or "", settings.ALLOWED_HOSTS):
        yield Warning(
            _("Who follows SITE_URL is turned away: ALLOWED_HOSTS does not name its host."),
            hint=_("Set ALLOWED_HOSTS to %(host)s.") % {"host": address.hostname},
            id="fusionsite.W001",
        )
    if address.scheme != "https":
        yield Warning(
            _("SITE_URL begins with http://, where nobody can sign in."),
            hint=_("Set SITE_URL to the address that begins with https://."),
            id="fusionsite.W002",
        )


@register(deploy=True)
def letters(app_configs, **options):
    if settings.EMAIL_BACKEND == CONSOLE:
        yield Warning(
            _("Letters are written to the log, with the links that open accounts."),
            hint=_("Set EMAIL_URL to your mail server: smtp://user:password@host:587?tls=1."),
            id="fusionsite.W003",
        )


@register(deploy=True)
def proxy(app_configs, **options):
    if settings.SECURE_SSL_REDIRECT and not settings.BEHIND_PROXY:
        yield Info(
            _("If a proxy ends TLS, every page now leads to itself."),
            hint=_("Set BEHIND_PROXY to 1, unless visitors reach this server without a proxy."),
            id="fusionsite.I001",
        )


@register(deploy=True)
def folders(app_configs, **options):
    in_folder = isinstance(default_storage, FileSystemStorage)
    for name in ("MEDIA_ROOT", "PACKAGE_ROOT") if in_folder else ("PACKAGE_ROOT",):
        folder = Path(getattr(settings, name))
        if not may_write(folder):
            yield Error(
                _("Nothing can be stored in %(folder)s.") % {"folder": folder},
                hint=_(
                    "Let the user of this process write there, or set %(name)s to another folder."
                )
                % {"name": name},
                id="fusionsite.E001",
            )


def may_write(folder):
    """Whether files can be put there; a folder that is not there yet is made when it is needed."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    return there.is_dir() and os.access(there, os.W_OK)


def check_static_files():
    """Without them every page would be an error: the server says so when it starts."""
    if isinstance(staticfiles_storage, ManifestFilesMixin) and not staticfiles_storage.hashed_files:
        raise ImproperlyConfigured(
            _("The static files are not there. Run manage.py collectstatic --no-input first.")
        )
