from django.urls import path, register_converter

from . import views
from .correction_views import CorrectionReceivedView, CorrectionView, ReferenceInAddress
from .fact_check_views import FactCheckView
from .models.pages import ADDRESSES
from .preview import preview


class PageAddress:
    regex = "|".join(ADDRESSES)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PageAddress, "page_address")
register_converter(ReferenceInAddress, "correction_reference")

urlpatterns = [
    path("preview/<str:name>/", preview, name="preview"),
    path("preview/<str:name>/<path:rest>", preview, name="preview"),
    path("fact-check/<str:token>/", FactCheckView.as_view(), name="fact_check"),
    path("id/<str:identifier>", views.IdentifierView.as_view(), name="identifier"),
    path(
        "id/<str:identifier>/v<int:number>",
        views.IdentifierView.as_view(),
        name="identifier_version",
    ),
    # Before the editors' page of this address, whose text stands above the form.
    path("corrections/", CorrectionView.as_view(), name="corrections"),
    path(
        "corrections/received/<correction_reference:reference>/",
        CorrectionReceivedView.as_view(),
        name="corrections_received",
    ),
    path("<page_address:slug>/", views.PageView.as_view(), name="page"),
]
