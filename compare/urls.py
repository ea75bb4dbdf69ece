"""Addresses of comparisons."""

from django.urls import path

from compare import views

app_name = "compare"
urlpatterns = [
    path("episodes/<uuid:pk>/compare/", views.episode_compare, name="episode_compare"),
    path("episodes/<uuid:pk>/compare/figures.csv", views.figures_csv, name="figures_csv"),
]
