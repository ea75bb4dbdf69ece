"""Every address of the engine that Django answers; big bodies are taken before, in asgi.py."""

from django.urls import include, path

from engine import control

urlpatterns = [
    path("engine/health", control.health),
    path("engine/faults", control.faults_given),
    path("engine/ledger", control.ledger_so_far),
    path("", include("engine.auphonic.urls")),
    path("", include("engine.audiodn.urls")),
]

handler400 = "engine.control.bad_request"
handler404 = "engine.control.not_found"
handler500 = "engine.control.broken"
