"""Root addresses. Big bodies (uploads in, audio out) are answered before Django, in `asgi.py`."""

from django.contrib import admin
from django.urls import include, path

from podcaststudio.health import health, healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("health/", health, name="health"),
    path("admin/", admin.site.urls),
    path("sign/", include("allauth.urls")),
    path("", include("teams.urls")),
    path("", include("notices.urls")),
    path("", include("audiodn.urls")),
    path("", include("productions.auphonic.urls")),
    path("api/", include("productions.api.urls")),
    path("", include("planning.urls")),
    path("", include("productions.urls")),
    path("", include("compare.urls")),
    path("", include("review.urls")),
    path("", include("script.urls")),
    path("", include("exports.urls")),
    path("", include("arrivals.urls")),
    path("", include("desk.urls")),
]
