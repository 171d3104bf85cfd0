"""A record as linked data: the same description that its page carries, in full."""

import json

from django.http import HttpResponse
from django.utils import timezone

from publishing.structured import describe_page_of

from .records import RecordFormat


class LinkedData(RecordFormat):
    """https://www.w3.org/TR/json-ld11/ in the words of https://schema.org"""

    ending = "jsonld"
    label = "JSON-LD"
    content_type = "application/ld+json"

    def describe(self, record, day):
        """What the record is about; statuses are those of the day."""
        raise NotImplementedError

    def response(self, record, request):
        facts = self.describe(record, timezone.localdate())
        facts["mainEntityOfPage"] = describe_page_of(record)
        text = json.dumps(facts, ensure_ascii=False, indent=2)
        response = HttpResponse(f"{text}\n", content_type=self.content_type)
        name = f"{record.identifier}.{self.ending}"
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
        return response
