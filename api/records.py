"""One record: found by its identifier or its address, and given as a whole."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel

from exports.records import RecordFormat
from publishing.as_of import PARAMETER
from publishing.models import Redirect, Version

from .addresses import ROOT
from .answers import answer
from .asking import check_known, read_as_of
from .fields import FIELDS, fields_asked_for
from .problems import Problem


@dataclass(frozen=True)
class WholeRecord:
    """`read(record, as_of)`: all that the register says of it; `had_begun(record, as_of)`: whether
    there was such a thing on an earlier day, None where the register keeps no earlier days.
    """

    model: type
    section: str
    shape: type[BaseModel]
    read: Callable[..., BaseModel]
    had_begun: Callable[..., bool] | None = None

    @property
    def parameters(self):
        return (PARAMETER, FIELDS) if self.had_begun else (FIELDS,)

    def answer(self, request, key):
        """`key`: its identifier or its slug."""
        record = self.found(key)
        return self.describe(request, record) if record else self.elsewhere(request, key)

    def describe(self, request, record):
        check_known(request.GET, self.parameters)
        fields = fields_asked_for(request.GET, self.shape)
        as_of = read_as_of(request.GET)
        if as_of.given and not self.had_begun(record, as_of):
            raise Problem("not-found", _("Nothing is known of it by that day."))
        return answer(request, self.read(record, as_of).model_dump_json(include=fields))

    def found(self, key):
        public = self.model.objects.published()
        return public.filter(slug=key).first() or public.filter(self.of_identifier(key)).first()

    def of_identifier(self, key):
        return Q(identifier=key.upper()) if self.model.identifier_prefix else Q(pk__in=())

    def elsewhere(self, request, key):
        """What publishing.views.RecordMixin says of an address, for programs."""
        moved = Redirect.objects.for_address(self.model, key).first()
        record = moved and self.model.objects.published().filter(pk=moved.object_id).first()
        if record:
            return HttpResponsePermanentRedirect(self.address_of(record, request))
        own = Q(slug=key) | self.of_identifier(key)
        known = own | Q(pk=moved.object_id) if moved else own
        gone = self.model.objects.filter(known, unpublished_at__isnull=False).first()
        if gone and gone.replacement:
            # Not for ever: a merge can be undone.
            return HttpResponseRedirect(self.address_of(gone.replacement, request))
        if gone and key.upper() in (gone.slug.upper(), getattr(gone, "identifier", None)):
            raise Problem("gone", gone.unpublished_reason)
        raise Problem("not-found")

    def address_of(self, record, request):
        query = f"?{request.GET.urlencode()}" if request.GET else ""
        return f"{ROOT}{self.section}/{record.slug}{query}"


class JsonRecord(RecordFormat):
    """/agreements/uk-japan-moc-2025.json, the same as /api/v1/agreements/uk-japan-moc-2025"""

    ending = "json"
    label = gettext_lazy("JSON")
    content_type = "application/json"
    parameters = None

    def __init__(self, whole):
        self.whole = whole

    def response(self, record, request):
        try:
            return self.whole.describe(request, record)
        except Problem as problem:
            return problem.response()


def read_live_versions(records):
    """Gives each its `live_version`, None where it has none; one query."""
    records = list(records)
    if not records:
        return
    kind = ContentType.objects.get_for_model(records[0])
    live = Version.objects.filter(state=Version.State.LIVE, content_type=kind)
    found = live.filter(object_id__in=[record.pk for record in records]).without_snapshot()
    by_key = {version.object_id: version for version in found}
    for record in records:
        record.live_version = by_key.get(record.pk)
