"""Doors for others: embedded players are scoped and withdrawn, keys are limited and shown once."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from audiodn.models import ClientKey, Embed, Track
from teams.models import AuditEntry, Role, Team
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_sessions_kept() -> None:
    cache.clear()


@pytest.fixture
def producer(team: Team) -> Client:
    return signed_in(make.make_member(team, Role.PRODUCER))


def session_in(engine: EngineProcess, page: Any) -> Any:
    id = page.content.decode().split('play-session-id="')[1].split('"')[0]
    return requests.get(f"{engine.url}/v1/play_session/{id}", timeout=5).json()


def test_an_embed_is_made_shown_on_its_sites_and_withdrawn(
    engine: EngineProcess, ready: Track, producer: Client, settings: Any
) -> None:
    page = reverse("audiodn:collection_embed", args=[ready.collection_id])
    order = {
        "title": "The blog",
        "track": str(ready.pk),
        "days": "7",
        "sites": "https://blog.example.org\nhttp://b.test:80/",
    }
    for wrong in ("blog.example.org", "https://a/path", "https://a; script-src *", "javascript:x"):
        assert producer.post(page, {**order, "sites": wrong}).status_code == 422
    assert producer.post(page, order).status_code == 302
    embed = Embed.objects.get()
    assert timedelta(days=6) < embed.expires_at - timezone.now() < timedelta(days=8)  # type: ignore[operator]
    listed = producer.get(page).content.decode()
    assert escape('<iframe src="' + settings.SITE_URL + embed.get_absolute_url()) in listed
    assert "Whoever has it may hear “Pilots”, until" in listed

    anybody = Client()
    shown = anybody.get(embed.get_absolute_url() + "?theme=dark")
    assert shown.status_code == 200
    assert "frame-ancestors https://blog.example.org http://b.test:80;" in shown["Content-Security-Policy"]
    assert "X-Frame-Options" not in shown
    assert not shown.cookies
    assert 'data-theme="dark"' in shown.content.decode()
    assert str(embed.collection.team_id) not in shown.content.decode()
    player = reverse("audiodn:embed_player", args=[embed.token])
    session = session_in(engine, anybody.get(player))
    assert [track["id"] for track in session["tracks"]] == [ready.remote_id]
    first, again = (anybody.get(f"{player}?fresh=1").content for _ in range(2))
    assert first == again  # no storm of sessions

    assert producer.post(reverse("audiodn:embed_revoke", args=[embed.pk])).status_code == 302
    assert [*AuditEntry.objects.order_by("id").values_list("action", flat=True)] == ["embed.opened", "embed.withdrawn"]
    for address in (embed.get_absolute_url(), player):
        assert anybody.get(address).status_code == 404
    Embed.objects.update(revoked_at=None, expires_at=timezone.now() - timedelta(seconds=1))
    assert anybody.get(player).status_code == 404
    assert "frame-ancestors 'none'" in producer.get(page)["Content-Security-Policy"]


def test_a_preview_plays_the_clip_and_nothing_else(engine: EngineProcess, ready: Track, team: Team) -> None:
    embed = Embed.objects.create(collection=ready.collection, track=ready, title="Teaser", is_preview=True)
    page = Client().get(reverse("audiodn:embed_player", args=[embed.token]))
    session = session_in(engine, page)
    files = [file["variant"]["index"] for file in session["first_track"]["variants"]]
    assert (files, session["play_session"]["is_downloadable"]) == (["preview"], False)
    make.make_transcript(make.make_episode(make.make_show(team)), ready)
    said = reverse("productions:embed_transcript", args=[embed.token])
    assert Client().get(said).status_code == 404
    Embed.objects.update(is_preview=False)
    assert "Late, as ever." in Client().get(said).content.decode()
    whole = session_in(engine, Client().get(reverse("audiodn:embed_player", args=[embed.token])))
    assert {file["variant"]["index"] for file in whole["first_track"]["variants"]} >= {"hq", "lq"}


def test_the_public_hears_of_no_trouble_but_that_there_is_some(engine: EngineProcess, ready: Track) -> None:
    embed = Embed.objects.create(collection=ready.collection, title="Blog")
    engine.faults({"path": "^/v1/play_session/", "do": "503"})
    html = Client().get(reverse("audiodn:embed_player", args=[embed.token])).content.decode()
    assert "cannot be heard right now" in html
    assert "engine" not in html.split("data-problem")[1]


def test_oembed_tells_of_open_players_of_this_studio_only(ready: Track, settings: Any) -> None:
    embed = Embed.objects.create(collection=ready.collection, track=ready, title="Blog")
    address = settings.SITE_URL + embed.get_absolute_url()
    ask = reverse("audiodn:oembed")
    found = Client().get(ask, {"url": address, "maxwidth": "320"})
    assert found["Access-Control-Allow-Origin"] == "*"
    body = found.json()
    assert (body["type"], body["title"], body["width"], body["version"]) == ("rich", "Pilots", 320, "1.0")
    assert f'<iframe src="{address}"' in body["html"]
    for wrong in (
        "",
        "http://[",
        address.replace("127.0.0.1", "evil.example"),
        settings.SITE_URL + "/collections/",
        "x" * 9999,
    ):
        assert Client().get(ask, {"url": wrong}).status_code == 404
    assert Client().get(ask, {"url": address, "format": "xml"}).status_code == 501
    Embed.objects.update(revoked_at=timezone.now())
    assert Client().get(ask, {"url": address}).status_code == 404


def test_a_client_key_is_limited_shown_once_and_not_kept(engine: EngineProcess, ready: Track, producer: Client) -> None:
    page = reverse("audiodn:collection_embed", args=[ready.collection_id])
    order = {"title": "Static site", "kind": "player", "track": str(ready.pk), "days": "30"}
    assert producer.post(page, {**order, "kind": "uploader"}).status_code == 422
    assert producer.post(page, {**order, "days": "0"}).status_code == 422  # each key ends
    shown = producer.post(page, order)
    assert shown.status_code == 200
    text = shown.content.decode().split("api-key=&quot;")[-1].split('api-key="')[-1].split('"')[0]
    key = ClientKey.objects.get()
    assert text.endswith(key.hint)
    assert text not in producer.get(page).content.decode()
    assert "Whoever has it may hear “Pilots”, until" in producer.get(page).content.decode()

    def may(scope: str, target: str) -> int:
        auth = {"Authorization": f"Bearer {text}"}
        body = {f"{scope}_id": target}
        return requests.post(f"{engine.url}/v1/play_session/{scope}", json=body, headers=auth, timeout=5).status_code

    assert (may("track", ready.remote_id), may("collection", ready.collection.remote_id)) == (200, 403)
    engine.faults({"path": "^/v1/api_key", "do": "503"})
    failed = producer.post(page, {**order, "title": "Another"})
    assert failed.status_code == 422
    assert "No key was made." in failed.content.decode()
    assert producer.post(reverse("audiodn:key_forget", args=[key.pk])).status_code == 302
    assert "Static site" not in producer.get(page).content.decode().split("h-keys")[1]
    assert producer.post(reverse("audiodn:key_forget", args=[key.pk])).status_code == 302
    deeds = AuditEntry.objects.order_by("id").values_list("action", "target_name", "details__to")
    assert list(deeds) == [
        ("clientkey.opened", "Static site", "Pilots"),
        ("clientkey.withdrawn", "Static site", None),
    ]
    assert text not in str(list(AuditEntry.objects.values()))
