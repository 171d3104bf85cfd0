"""The settings of production, for the processes of a drill: static files need not be gathered."""

from fusionsite.settings import *  # noqa: F403

STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
