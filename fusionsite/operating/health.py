"""What a monitor, a proxy or a container engine asks: does the process live, can it serve?"""

import logging

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views import View

logger = logging.getLogger(__name__)


def probes(get_response):
    """Answer them before anything that could refuse: they come by http, to an address or localhost.

    Neither the closed register nor a host name that is not allowed stands in their way.
    """
    views = {"/healthz": HealthView.as_view(), "/readyz": ReadinessView.as_view()}

    def middleware(request):
        return views.get(request.path_info, get_response)(request)

    return middleware


class HealthView(View):
    def get(self, request):
        return plain(_("The process lives."))


class ReadinessView(View):
    def get(self, request):
        if reason := why_not_ready():
            return plain(reason, status=503)
        return plain(_("The process can serve."))


def plain(sentence, status=200):
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(
        f"{sentence}\n", "text/plain; charset=utf-8", status=status, headers=headers
    )


def why_not_ready():
    """A sentence that tells nothing of the inside, or an empty one."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
        if not migrations.are_applied():
            return _("Migrations are waiting: run manage.py migrate.")
    except Error:
        logger.warning("The database did not answer.", exc_info=True)
        return _("The database does not answer.")
    return ""


class Migrations:
    """Looked up until they are applied. The code of a process stays the same, so that holds."""

    def __init__(self):
        self.were_applied = False

    def are_applied(self):
        if not self.were_applied:
            executor = MigrationExecutor(connection)
            self.were_applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return self.were_applied


migrations = Migrations()
