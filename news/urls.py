from django.urls import path

from . import views

app_name = "news"

urlpatterns = [
    path("", views.ArticleListView.as_view(), name="list"),
    path("<slug:slug>/", views.ArticleDetailView.as_view(), name="detail"),
    path("<slug:slug>/history/", views.ArticleHistoryView.as_view(), name="history"),
    path(
        "<slug:slug>/versions/<int:number>/",
        views.ArticleVersionView.as_view(),
        name="version",
    ),
]
