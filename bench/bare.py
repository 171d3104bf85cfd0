"""The least that Django does: files of a folder from memory, behind the middleware of any site."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, HttpResponseNotModified
from django.urls import path

FOLDER = Path(os.environ["BENCH_FILES"])

# Those of startproject.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]


def page(request, encoding, name):
    tag = f'"{name}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified(headers={"ETag": tag})
    return HttpResponse(bytes_of(encoding, name), headers={"ETag": tag})


@cache
def bytes_of(encoding, name):
    return (FOLDER / encoding / name).read_bytes()


def lives(request):
    return HttpResponse("lives")


urlpatterns = [path("healthz", lives), path("<slug:encoding>/<slug:name>", page)]

settings.configure(
    ALLOWED_HOSTS=["*"],
    DATABASES={},
    INSTALLED_APPS=[f"django.contrib.{name}" for name in ("contenttypes", "auth", "sessions")],
    MIDDLEWARE=MIDDLEWARE,
    ROOT_URLCONF=__name__,
    SECRET_KEY="of-a-site-that-has-no-secrets",  # noqa: S106
)
application = get_wsgi_application()
