from django.urls import path

from . import exports, views

app_name = "agreements"

urlpatterns = [
    path("", views.AgreementListView.as_view(), name="list"),
    path("compare/", views.AgreementCompareView.as_view(), name="compare"),
    path("<slug:slug>.<str:ending>", exports.AgreementDownload.as_view(), name="file"),
    path("<slug:slug>/", views.AgreementDetailView.as_view(), name="detail"),
    path("<slug:slug>/lineage.svg", views.AgreementLineageView.as_view(), name="lineage"),
    path("<slug:slug>/history/", views.AgreementHistoryView.as_view(), name="history"),
    path(
        "<slug:slug>/versions/<int:number>/", views.AgreementVersionView.as_view(), name="version"
    ),
]
