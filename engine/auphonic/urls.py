"""Addresses of the Auphonic side that Django answers; those with big bodies are in raw.py."""

from django.urls import path, re_path

from engine.auphonic import oauth
from engine.auphonic.views import account, apps, pages, presets, productions, services

UUID = "(?P<uuid>[A-Za-z0-9]+)"
PART = "(?P<name>metadata|algorithms|chapters|output_files|outgoing_services|multi_input_files|speech_recognition)"
TRACK = "multi_input_files/(?P<track>.+)"

urlpatterns = [
    path("oauth2/authorize/", oauth.authorize),
    path("oauth2/token/", oauth.token),
    path("oauth2/pages.css", pages.style),
    path("api/apps/", apps.collection),
    re_path(rf"^engine/status/{UUID}$", pages.status_page),
    re_path(rf"^engine/upload/edit/{UUID}$", pages.status_page),
    path("api/user.json", account.user),
    path("api/info.json", account.info),
    path("api/info/<slug:part>.json", account.info),
    path("api/services.json", services.collection),
    path("api/service/connect.json", services.connect),
    re_path(rf"^api/service/{UUID}/ls\.json$", services.listing),
    path("api/app/log.json", account.app_log),
    path("api/productions.json", productions.collection),
    re_path(rf"^api/production/{UUID}\.json$", productions.production),
    re_path(rf"^api/production/{UUID}/status\.json$", productions.production_status),
    re_path(rf"^api/production/{UUID}/start\.json$", productions.start),
    re_path(rf"^api/production/{UUID}/stop\.json$", productions.stop),
    re_path(rf"^api/production/{UUID}/publish\.json$", productions.publish),
    re_path(rf"^api/production/{UUID}/webhook\.json$", productions.webhook),
    re_path(rf"^api/production/{UUID}/{PART}\.json$", productions.part),
    re_path(rf"^api/production/{UUID}/{TRACK}\.json$", productions.track),
    path("api/presets.json", presets.collection),
    re_path(rf"^api/preset/{UUID}\.json$", presets.preset),
    re_path(rf"^api/preset/{UUID}/webhook\.json$", presets.webhook),
    re_path(rf"^api/preset/{UUID}/{PART}\.json$", presets.part),
    re_path(rf"^api/preset/{UUID}/{TRACK}\.json$", presets.track),
]
