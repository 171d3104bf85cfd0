"""What the columns of the lists' files hold, for programs: /agreements.csv-metadata.json."""

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_safe

from agreements.tables import TABLE as AGREEMENTS
from exports.described import CONTENT_TYPE, description_of
from news.tables import TABLE as NEWS
from organisations.tables import TABLE as ORGANISATIONS
from publishing.kept_pages import may_be_kept

TABLES = {table.name: table for table in (AGREEMENTS, ORGANISATIONS, NEWS)}


@may_be_kept()
@require_safe
def columns(request, section):
    if section not in TABLES:
        raise Http404
    return JsonResponse(
        description_of(TABLES[section]),
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
