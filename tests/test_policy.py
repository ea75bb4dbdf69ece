"""What pages may load, as the policy of every answer says it."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from podcaststudio.middleware import ContentSecurityPolicy

BUCKET = {
    "BACKEND": "django.core.files.storage.memory.InMemoryStorage",
    "OPTIONS": {"base_url": "https://bucket.example.org/files/"},
}


def policy() -> dict[str, list[str]]:
    """The sources by directive."""
    answer = ContentSecurityPolicy(lambda request: HttpResponse())(HttpRequest())
    parts = (part.split() for part in answer["Content-Security-Policy"].split("; "))
    return {name: sources for name, *sources in parts}


def test_scripts_come_from_here_and_from_audiodn_alone(settings: Any) -> None:
    foreign = {origin for server in settings.AUDIODN_SERVERS.values() for origin in server["origins"].split()}
    found = policy()
    assert set(found["script-src"]) == {"'self'", *foreign}
    assert set(found["media-src"]) == {"'self'", "blob:", *foreign}
    assert found["default-src"] == found["object-src"] == ["'none'"]
    assert not any("unsafe" in source for source in (*found["script-src"], *found["style-src"]))


def test_sound_and_pictures_may_come_from_the_bucket_that_keeps_them(settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": BUCKET}
    found = policy()
    for directive in ("media-src", "img-src", "connect-src"):
        assert "https://bucket.example.org" in found[directive]
    assert "https://bucket.example.org" not in found["script-src"]
