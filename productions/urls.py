"""Addresses of shows, episodes, productions, presets and connections."""

from django.urls import path

from productions import webhooks
from productions.views import (
    audio,
    batch,
    connections,
    episode_settings,
    episodes,
    fetches,
    lanes,
    listening,
    preset_versions,
    presets,
    productions,
    runs,
    shows,
    usage,
)

app_name = "productions"
urlpatterns = [
    path("shows/", shows.show_list, name="show_list"),
    path("shows/new/", shows.show_new, name="show_new"),
    path("shows/<uuid:pk>/batch/", batch.show_batch, name="show_batch"),
    path("shows/<uuid:pk>/edit/", shows.show_edit, name="show_edit"),
    path("shows/<uuid:pk>/episodes/new/", episodes.episode_new, name="episode_new"),
    path("episodes/<uuid:pk>/", episodes.episode_detail, name="episode_detail"),
    path("episodes/<uuid:pk>/card/", episodes.episode_card, name="episode_card"),
    path("episodes/<uuid:pk>/edit/", episodes.episode_edit, name="episode_edit"),
    path("episodes/<uuid:pk>/audio/", audio.episode_audio, name="episode_audio"),
    path("episodes/<uuid:pk>/settings/", episode_settings.episode_settings, name="episode_settings"),
    path("episodes/<uuid:pk>/tracks/", lanes.episode_lanes, name="episode_lanes"),
    path("episodes/<uuid:pk>/tracks/propose/", lanes.lanes_propose, name="lanes_propose"),
    path("episodes/<uuid:pk>/fetch/", fetches.episode_fetch, name="episode_fetch"),
    path("episodes/<uuid:pk>/start/", productions.production_start, name="production_start"),
    path("tracks/<uuid:pk>/transcript/", listening.transcript, name="transcript"),
    path("embed/<slug:token>/transcript/", listening.embed_transcript, name="embed_transcript"),
    path("usage/", usage.usage_page, name="usage"),
    path("usage/usage.csv", usage.usage_csv, name="usage_csv"),
    path("productions/<uuid:pk>/", runs.production_detail, name="production_detail"),
    path("productions/<uuid:pk>/progress/", runs.production_progress, name="production_progress"),
    path("productions/<uuid:pk>/retry/", productions.production_retry, name="production_retry"),
    path("productions/<uuid:pk>/cancel/", productions.production_cancel, name="production_cancel"),
    path("productions/<uuid:pk>/check/", productions.production_check, name="production_check"),
    path("presets/", presets.preset_list, name="preset_list"),
    path("presets/new/", presets.preset_new, name="preset_new"),
    path("presets/<uuid:pk>/", presets.preset_detail, name="preset_detail"),
    path("presets/<uuid:pk>/delete/", presets.preset_delete, name="preset_delete"),
    path("presets/<uuid:pk>/duplicate/", presets.preset_duplicate, name="preset_duplicate"),
    path("presets/<uuid:pk>/versions/", preset_versions.preset_versions, name="preset_versions"),
    path("presets/<uuid:pk>/versions/<int:number>/restore/", preset_versions.preset_restore, name="preset_restore"),
    path("presets/<uuid:pk>/account/", preset_versions.preset_copy, name="preset_copy"),
    path("connections/", connections.connections, name="connections"),
    path("hooks/auphonic/<str:token>/", webhooks.auphonic_hook, name="auphonic_hook"),
]
