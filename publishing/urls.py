from django.urls import path, register_converter

from . import views
from .models.pages import ADDRESSES


class PageAddress:
    regex = "|".join(ADDRESSES)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(PageAddress, "page_address")

urlpatterns = [
    path("id/<str:identifier>", views.IdentifierView.as_view(), name="identifier"),
    path("<page_address:slug>/", views.PageView.as_view(), name="page"),
]
