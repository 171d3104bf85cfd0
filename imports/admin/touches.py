"""The records that an import touched, on its page."""

from dataclasses import dataclass

from django.core.paginator import Paginator

from imports.models import Touch
from publishing.rows_of_records import page_of

TOUCHES_A_PAGE = 50


@dataclass
class Touched:
    """`address`: the record's form; `version_address`: where what the import made is compared."""

    touch: Touch
    name: str
    address: str
    version_address: str


def page_of_touches(run, request):
    touches = run.touches.written().select_related("version").defer("version__snapshot")
    touches = touches.order_by("number", "pk").prefetch_related("record")
    page = Paginator(touches, TOUCHES_A_PAGE).get_page(request.GET.get("records"))
    page.object_list = [touched(touch) for touch in page]
    return page


def touched(touch):
    record = touch.record
    if record is None:
        return Touched(touch, touch.key, "", "")
    version = f"{page_of(record, 'compare')}?to={touch.version_id}" if touch.version_id else ""
    return Touched(touch, str(record), page_of(record, "change"), version)
