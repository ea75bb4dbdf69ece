"""Addresses of what comes in from Auphonic."""

from django.urls import path

from arrivals import views

app_name = "arrivals"
urlpatterns = [
    path("shows/<uuid:pk>/arrivals/", views.show_arrivals, name="show_arrivals"),
    path("shows/<uuid:pk>/arrivals/choose/", views.choose, name="choose"),
    path("shows/<uuid:pk>/arrivals/found/", views.found, name="found"),
    path("shows/<uuid:pk>/arrivals/survey/", views.survey_start, name="survey_start"),
    path("shows/<uuid:pk>/arrivals/service/", views.shelf, name="shelf"),
    path("shows/<uuid:pk>/arrivals/service/files/", views.shelf_files, name="shelf_files"),
    path("shows/<uuid:pk>/arrivals/service/look/", views.shelf_look, name="shelf_look"),
    path("orders/<uuid:pk>/retry/", views.order_retry, name="order_retry"),
    path("arrivals/<uuid:pk>/retry/", views.retry, name="retry"),
    path("hooks/auphonic-service/<uuid:pk>/", views.hook, name="hook"),
]
