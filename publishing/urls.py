from django.urls import path, register_converter

from . import views
from .models.pages import ADDRESSES
from .preview import preview


class PageAddress:
    regex = "|".join(ADDRESSES)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PageAddress, "page_address")

urlpatterns = [
    path("preview/<str:name>/", preview, name="preview"),
    path("preview/<str:name>/<path:rest>", preview, name="preview"),
    path("id/<str:identifier>", views.IdentifierView.as_view(), name="identifier"),
    path("<page_address:slug>/", views.PageView.as_view(), name="page"),
]
