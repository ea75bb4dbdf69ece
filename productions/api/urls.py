"""Addresses of the API and of its description."""

from django.urls import path

from productions.api import document, verbs
from productions.api.endpoint import endpoint

app_name = "api"
urlpatterns = [
    path("", document.page, name="document"),
    path("v1/openapi.json", document.as_json, name="openapi"),
    path("v1/", endpoint(GET=verbs.me), name="me"),
    path("v1/episodes/", endpoint(GET=verbs.episodes), name="episodes"),
    path("v1/episodes/<uuid:pk>/", endpoint(GET=verbs.episode), name="episode"),
    path("v1/episodes/<uuid:pk>/play/", endpoint(POST=verbs.play), name="play"),
    path("v1/collections/", endpoint(GET=verbs.collections), name="collections"),
    path("v1/collections/<uuid:pk>/uploads/", endpoint(POST=verbs.upload), name="upload"),
    path("v1/collections/<uuid:pk>/tracks/", endpoint(POST=verbs.adopt), name="adopt"),
    path("v1/tracks/<uuid:pk>/", endpoint(GET=verbs.track), name="track"),
]
