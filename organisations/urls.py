from django.urls import path

from . import exports, views

app_name = "organisations"

urlpatterns = [
    path("", views.OrganisationListView.as_view(), name="list"),
    path("<slug:slug>.<str:ending>", exports.OrganisationDownload.as_view(), name="file"),
    path("<slug:slug>/", views.OrganisationDetailView.as_view(), name="detail"),
    path("<slug:slug>/history/", views.OrganisationHistoryView.as_view(), name="history"),
    path(
        "<slug:slug>/versions/<int:number>/",
        views.OrganisationVersionView.as_view(),
        name="version",
    ),
]
