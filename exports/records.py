"""One public record as a file: /agreements/uk-japan-moc.json."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from publishing.views import RecordMixin

from . import offered
from .lists import format_with, no_such_format


class RecordFormat:
    """One way to write a record; `ending` is that of the address, without the dot.

    `parameters`: what its address may ask for, anything else is not understood; None where the
    format looks at them itself. `is_of_history`: it tells what changed, not how the record stands.
    """

    ending = ""
    label = ""
    content_type = ""
    parameters = frozenset()
    is_of_history = False
    # Whether it is made whole before it is sent.
    may_be_kept = True

    @property
    def media_type(self):
        return self.content_type.partition(";")[0]

    def with_details(self, records):
        """The QuerySet of published records with what this format reads."""
        return records

    def response(self, record, request):
        """The HttpResponse with the record, which may be a withdrawn one.

        Raises ValidationError with a sentence for the reader where a parameter cannot be read.
        """
        raise NotImplementedError


class RecordDownload(RecordMixin, View):
    """The record at an address in one of its `formats`; old addresses lead to the new one."""

    http_method_names = ("get", "head", "options")
    formats = ()

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        offered.records[cls.section] = cls

    @classmethod
    def kept_with(cls, slug, ending):
        chosen = format_with(ending, cls.formats)
        return (chosen.parameters or frozenset()) if chosen and chosen.may_be_kept else None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.format = format_with(kwargs["ending"], self.formats)

    def dispatch(self, request, *args, **kwargs):
        if not self.format:
            return self.not_understood(no_such_format(kwargs["ending"], self.formats))
        known = self.format.parameters
        if known is not None and (unknown := sorted(set(request.GET) - known)):
            return self.not_understood(unknown_parameter(unknown[0]))
        return super().dispatch(request, *args, **kwargs)

    def records(self):
        return self.format.with_details(super().records())

    def address_of(self, record):
        """With the version that was asked for."""
        query = self.request.GET.urlencode()
        return super().address_of(record) + (f"?{query}" if query else "")

    def address_of_replacement(self, record):
        """The same file, whose versions are others."""
        return super().address_of(record)

    def get(self, request, slug, ending):
        try:
            response = self.format.response(self.record, request)
        except ValidationError as error:
            return self.not_understood(" ".join(error.messages))
        if self.record.is_withdrawn:
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def not_understood(self, reason):
        return render(self.request, "400.html", {"reason": reason}, status=400)


def unknown_parameter(name):
    return _("“%(name)s” is no parameter of this file.") % {"name": name[:40]}
