"""Addresses of what comes in from Auphonic."""

from django.urls import path

from arrivals import views

app_name = "arrivals"
urlpatterns = [
    path("shows/<uuid:pk>/arrivals/", views.show_arrivals, name="show_arrivals"),
    path("hooks/auphonic-service/<uuid:pk>/", views.hook, name="hook"),
]
