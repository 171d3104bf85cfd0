from django.urls import path

from . import exports, views

app_name = "news"

urlpatterns = [
    path("", views.ArticleListView.as_view(), name="list"),
    path("<slug:slug>.<str:ending>", exports.ArticleDownload.as_view(), name="file"),
    path("<slug:slug>/", views.ArticleDetailView.as_view(), name="detail"),
    path("<slug:slug>/history/", views.ArticleHistoryView.as_view(), name="history"),
    path(
        "<slug:slug>/versions/<int:number>/",
        views.ArticleVersionView.as_view(),
        name="version",
    ),
]
