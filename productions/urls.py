"""Addresses of shows, episodes, productions, presets and connections."""

from django.urls import path

from productions import webhooks
from productions.views import (
    audio,
    chapters,
    connections,
    episode_settings,
    episodes,
    home,
    lanes,
    listening,
    preset_versions,
    presets,
    productions,
    shows,
)

app_name = "productions"
urlpatterns = [
    path("", home.home, name="home"),
    path("in-flight/", home.in_flight, name="in_flight"),
    path("shows/", shows.show_list, name="show_list"),
    path("shows/new/", shows.show_new, name="show_new"),
    path("shows/<uuid:pk>/", shows.show_detail, name="show_detail"),
    path("shows/<uuid:pk>/edit/", shows.show_edit, name="show_edit"),
    path("shows/<uuid:pk>/episodes/new/", episodes.episode_new, name="episode_new"),
    path("episodes/<uuid:pk>/", episodes.episode_detail, name="episode_detail"),
    path("episodes/<uuid:pk>/card/", episodes.episode_card, name="episode_card"),
    path("episodes/<uuid:pk>/edit/", episodes.episode_edit, name="episode_edit"),
    path("episodes/<uuid:pk>/audio/", audio.episode_audio, name="episode_audio"),
    path("episodes/<uuid:pk>/settings/", episode_settings.episode_settings, name="episode_settings"),
    path("episodes/<uuid:pk>/chapters/", chapters.episode_chapters, name="episode_chapters"),
    path("episodes/<uuid:pk>/chapters/import/", chapters.chapters_import, name="chapters_import"),
    path("episodes/<uuid:pk>/chapters/adopt/", chapters.chapters_adopt, name="chapters_adopt"),
    path("episodes/<uuid:pk>/chapters/chapters.txt", chapters.chapters_file, name="chapters_file"),
    path("episodes/<uuid:pk>/tracks/", lanes.episode_lanes, name="episode_lanes"),
    path("episodes/<uuid:pk>/tracks/propose/", lanes.lanes_propose, name="lanes_propose"),
    path("episodes/<uuid:pk>/start/", productions.production_start, name="production_start"),
    path("tracks/<uuid:pk>/transcript/", listening.transcript, name="transcript"),
    path("embed/<slug:token>/transcript/", listening.embed_transcript, name="embed_transcript"),
    path("productions/<uuid:pk>/retry/", productions.production_retry, name="production_retry"),
    path("productions/<uuid:pk>/cancel/", productions.production_cancel, name="production_cancel"),
    path("productions/<uuid:pk>/release/", productions.production_release, name="production_release"),
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
