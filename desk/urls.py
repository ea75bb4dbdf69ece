"""Addresses of the pages around everything: home, search, the first steps, a new episode, an episode's player."""

from django.urls import path

from desk.views import embed, home, pulse, search, sheet, welcome

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("welcome/steps/", welcome.welcome, name="welcome"),
    path("welcome/sample/", welcome.sample, name="sample"),
    path("new/", sheet.sheet, name="sheet"),
    path("pulse/", pulse.pulse, name="pulse"),
    path("search/", search.search_page, name="search"),
    path("search/options/", search.options, name="options"),
    path("keys/", search.keys, name="keys"),
    path("episodes/<uuid:pk>/embed/", embed.episode_embed, name="episode_embed"),
    path("running/", home.running, name="running"),
]
