"""Addresses of the player, of collections, of the connection and of AudioDN's webhook."""

from django.urls import path

from audiodn import views, webhooks

app_name = "audiodn"
urlpatterns = [
    path("tracks/<uuid:pk>/player/", views.player, name="player"),
    path("collections/", views.collection_list, name="collection_list"),
    path("collections/<uuid:pk>/", views.collection_detail, name="collection_detail"),
    path("collections/<uuid:pk>/player/", views.collection_player, name="collection_player"),
    path("collections/<uuid:pk>/tracks/", views.collection_tracks, name="collection_tracks"),
    path("collections/<uuid:pk>/uploader/", views.uploader, name="uploader"),
    path("collections/<uuid:pk>/adopt/", views.adopt, name="adopt"),
    path("collections/<uuid:pk>/scan/", views.collection_scan, name="collection_scan"),
    path("connections/audiodn/", views.connect, name="connect"),
    path("hooks/audiodn/<str:secret>/", webhooks.hook, name="hook"),
]
