"""Addresses of notices."""

from django.urls import path

from notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notice_list, name="notice_list"),
    path("notices/read/", views.read_all, name="read_all"),
    path("notices/off/<str:token>/", views.off, name="off"),
    path("notices/<uuid:pk>/", views.notice, name="notice"),
    path("settings/notices/", views.choices, name="choices"),
]
