"""One public record as a file: /agreements/uk-japan-moc.json."""

from django.shortcuts import render
from django.views.generic import View

from publishing.views import RecordMixin

from .lists import no_such_format


class RecordFormat:
    """One way to write a record; `ending` is that of the address, without the dot."""

    ending = ""
    label = ""
    content_type = ""

    def with_details(self, records):
        """The QuerySet of published records with what this format reads."""
        return records

    def response(self, record, request):
        """The HttpResponse with the record, which may be a withdrawn one."""
        raise NotImplementedError


class RecordDownload(RecordMixin, View):
    """The record at an address in one of its `formats`; old addresses lead to the new one."""

    http_method_names = ("get", "head", "options")
    formats = ()

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        ending = kwargs["ending"]
        self.format = next((known for known in self.formats if known.ending == ending), None)

    def dispatch(self, request, *args, **kwargs):
        if not self.format:
            reason = no_such_format(kwargs["ending"], self.formats)
            return render(request, "400.html", {"reason": reason}, status=400)
        return super().dispatch(request, *args, **kwargs)

    def records(self):
        return self.format.with_details(super().records())

    def get(self, request, slug, ending):
        return self.format.response(self.record, request)
