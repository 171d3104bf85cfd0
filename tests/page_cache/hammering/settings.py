"""Those of production, with static files as they lie: none is asked for."""

from fusionsite.settings import *  # noqa: F403
from fusionsite.settings import STORAGES

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
