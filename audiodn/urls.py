"""Addresses of the player, of collections, tracks and the connection, and of AudioDN's webhook."""

from django.urls import path

from audiodn import webhooks
from audiodn.views import collections, connection, embeds, listening, orphans, tokens, tracks, uploading

app_name = "audiodn"
urlpatterns = [
    path("collections/", collections.collection_list, name="collection_list"),
    path("collections/new/", collections.collection_new, name="collection_new"),
    path("collections/left/", orphans.orphans, name="orphans"),
    path("collections/left/list/", orphans.orphan_list, name="orphan_list"),
    path("collections/left/look/", orphans.survey_start, name="survey_start"),
    path("collections/left/<slug:remote_id>/take/", orphans.orphan_take, name="orphan_take"),
    path("collections/left/<slug:remote_id>/delete/", orphans.orphan_delete, name="orphan_delete"),
    path("collections/<uuid:pk>/", collections.collection_detail, name="collection_detail"),
    path("collections/<uuid:pk>/edit/", collections.collection_edit, name="collection_edit"),
    path("collections/<uuid:pk>/delete/", collections.collection_delete, name="collection_delete"),
    path("collections/<uuid:pk>/cover/<slug:name>.jpg", tracks.collection_cover, name="collection_cover"),
    path("collections/<uuid:pk>/player/", listening.collection_player, name="collection_player"),
    path("collections/<uuid:pk>/tracks/", collections.collection_tracks, name="collection_tracks"),
    path("collections/<uuid:pk>/uploader/", uploading.uploader, name="uploader"),
    path("collections/<uuid:pk>/adopt/", uploading.adopt, name="adopt"),
    path("collections/<uuid:pk>/scan/", uploading.collection_scan, name="collection_scan"),
    path("collections/<uuid:pk>/embed/", embeds.collection_embed, name="collection_embed"),
    path("embeds/<uuid:pk>/revoke/", embeds.embed_revoke, name="embed_revoke"),
    path("client-keys/<uuid:pk>/forget/", embeds.key_forget, name="key_forget"),
    path("embed/<slug:token>/", embeds.embed, name="embed"),
    path("embed/<slug:token>/player/", embeds.embed_player, name="embed_player"),
    path("oembed/", embeds.oembed, name="oembed"),
    path("tracks/<uuid:pk>/", tracks.track_detail, name="track_detail"),
    path("tracks/<uuid:pk>/state/", tracks.track_state, name="track_state"),
    path("tracks/<uuid:pk>/player/", listening.player, name="player"),
    path("tracks/<uuid:pk>/edit/", tracks.track_edit, name="track_edit"),
    path("tracks/<uuid:pk>/variant/", tracks.track_variant, name="track_variant"),
    path("tracks/<uuid:pk>/look/", tracks.track_look, name="track_look"),
    path("tracks/<uuid:pk>/delete/", tracks.track_delete, name="track_delete"),
    path("tracks/<uuid:pk>/cover/<slug:name>.jpg", tracks.track_cover, name="track_cover"),
    path("settings/apps/", tokens.tokens, name="tokens"),
    path("settings/apps/<uuid:pk>/revoke/", tokens.token_revoke, name="token_revoke"),
    path("errands/<uuid:pk>/", tracks.errand_retry, name="errand_retry"),
    path("connections/audiodn/", connection.connect, name="connect"),
    path("connections/audiodn/test/", connection.connection_test, name="connection_test"),
    path("connections/audiodn/plan/", connection.connection_plan, name="connection_plan"),
    path("connections/audiodn/webhook/", connection.hook_replace, name="hook_replace"),
    path("hooks/audiodn/<str:secret>/", webhooks.hook, name="hook"),
]
