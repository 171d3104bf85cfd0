from django.urls import path

from . import views

app_name = "alerts"

urlpatterns = [
    path("new/", views.NewAlertView.as_view(), name="new"),
    path("asked/", views.AskedView.as_view(), name="asked"),
    path("<str:token>/", views.AlertView.as_view(), name="detail"),
    path("<str:token>/unsubscribe/", views.UnsubscribeView.as_view(), name="unsubscribe"),
]
