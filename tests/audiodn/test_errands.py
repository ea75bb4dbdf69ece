"""What pages ask for is done at AudioDN once it can be, however often it is asked for, and says why when it cannot."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from audiodn import connections, covers, delivery, errands
from audiodn.models import Collection, Connection, Errand, Hint, Track
from teams.models import AuditEntry, Role, Team
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import said, signed_in

pytestmark = pytest.mark.django_db
Kind = Errand.Kind


@pytest.fixture
def producer(team: Team) -> Client:
    return signed_in(make.make_member(team, Role.PRODUCER))


def work() -> list[Errand]:
    """Do what is due; returns what rests afterwards."""
    for _ in range(5):
        due = list(Errand.objects.due().values_list("pk", flat=True))
        for pk in due:
            errands.run(pk)
        if not due:
            break
    return list(Errand.objects.all())


def there(engine: EngineProcess, path: str) -> Any:
    key = {"Authorization": f"Bearer {engine.audiodn_key}"}
    answer = requests.get(f"{engine.url}/v1/{path}", headers=key, timeout=5)
    return answer.json() if answer.status_code == 200 else answer.status_code


def test_words_colour_and_cover_reach_audiodn_and_the_newest_win(
    engine: EngineProcess, own: Track, producer: Client
) -> None:
    page = reverse("audiodn:track_edit", args=[own.pk])
    words = {"title": "Pilots", "subtitle": "and tugs", "player_color": "#8040c0"}
    assert producer.post(page, words).status_code == 302
    assert producer.post(page, {**words, "title": "Pilots, tugs"}).status_code == 302
    assert Errand.objects.filter(kind=Kind.TRACK).count() == 1
    collection = reverse("audiodn:collection_edit", args=[own.collection_id])
    looks = {"title": "Harbour", "subtitle": "", "is_color_found": "on", "variants": "hq lq", "is_downloadable": "on"}
    assert producer.post(collection, {**looks, "picture": make.picture(800, "#c03060")}).status_code == 302
    assert work() == []
    engine.wait_idle()

    track = there(engine, f"track/{own.remote_id}")["track"]
    assert [track[n] for n in ("player_title", "player_subtitle", "player_color")] == [
        "Pilots, tugs", "and tugs", "#8040c0",
    ]  # fmt: skip
    home = there(engine, f"collection/{own.collection.remote_id}")["collection"]
    assert home["title"] == "Harbour"
    assert home["player_color"] is not None  # found in the cover
    own.collection.refresh_from_db()
    assert (own.collection.variants, own.collection.player_color) == ("hq, lq", "")
    small = producer.get(own.collection.cover_url)
    assert (small.status_code, small["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(small.streaming_content).startswith(b"\xff\xd8")
    stale = own.collection.cover_url.replace(".jpg", "x.jpg")
    assert producer.get(stale).status_code == 404


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (lambda: make.picture(200), "very small"),
        (lambda: make.SimpleUploadedFile("a.jpg", b"\xff\xd8\xff nothing", "image/jpeg"), "no picture we can read"),
        (lambda: make.SimpleUploadedFile("a.svg", b"<svg/>", "image/svg+xml"), "no picture we can read"),
    ],
)
def test_a_picture_that_will_not_do_says_why(team: Team, producer: Client, file: Any, sentence: str) -> None:
    answer = producer.post(reverse("audiodn:collection_new"), {"title": "New", "picture": file()})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Collection.objects.exists()


def test_versions_and_levels_are_read_and_one_more_is_made(engine: EngineProcess, own: Track, producer: Client) -> None:
    assert work() == []
    own.refresh_from_db()
    assert {version["index"] for version in own.versions} >= {"hq", "lq", "preview"}
    assert len(own.levels) == 320
    assert 0 <= min(own.levels) <= max(own.levels) <= 1
    clip = next(version for version in own.versions if version["type"] == "preview")
    assert 0 <= clip["start"] < clip["end"] <= 10.1
    page = reverse("audiodn:track_variant", args=[own.pk])
    order = {"type": "transcode", "index": "opus-48", "codec": "opus", "bitrate": 48}
    for index, sentence in (("HQ", "a version of this name"), ("a", "2 to 64 letters"), ("x/y", "2 to 64 letters")):
        answer = producer.post(page, {**order, "index": index})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    assert producer.post(page, order).status_code == 302
    assert producer.post(page, order).status_code == 302  # twice is once
    Track.objects.update(status="ready", due_at=None)
    assert work() == []
    state = reverse("audiodn:track_state", args=[own.pk])
    assert "data-poll" in producer.get(state).content.decode()  # asked for, and not yet looked at
    delivery.refresh(own)
    assert own.is_heard  # also while the new version is made
    engine.wait_idle()
    delivery.look(own.pk)
    assert work() == []
    assert "data-poll" not in producer.get(state).content.decode()
    own.refresh_from_db()
    assert "opus-48" in {version["index"] for version in own.versions}
    html = producer.get(own.get_absolute_url()).content.decode()
    assert "opus-48" in html
    assert 'class="levels"' in html


def test_versions_that_follow_are_waited_for_since_they_were_asked_for() -> None:
    now = timezone.now()
    old = Track(status="ready", created_at=now - timedelta(days=9), bytes_sent_at=now - timedelta(days=9))
    assert delivery.is_over(old)
    old.variant_asked_at = now
    assert not delivery.is_over(old)
    assert delivery.pause(old) == delivery.FIRST
    old.files_completed_at = now
    assert delivery.is_over(old)


def test_an_outage_is_waited_for_and_a_refusal_rests_with_its_sentence(
    engine: EngineProcess, own: Track, producer: Client
) -> None:
    work()
    engine.faults({"path": f"^/v1/track/{own.remote_id}", "do": "503"})
    Errand.objects.ask(Kind.TRACK, own)
    [errand] = work()
    assert (errand.attempts, errand.is_stuck) == (1, False)
    assert "not answering" in errand.error
    assert "It is tried again by itself." in producer.get(own.get_absolute_url()).content.decode()

    engine.faults()
    own.player_color = "#zzzzzz"  # no form lets this through
    own.save(update_fields=["player_color"])
    Errand.objects.ask(Kind.TRACK, own)
    [errand] = work()
    assert errand.is_stuck
    assert "refused" in errand.error
    own.player_color = ""
    own.save(update_fields=["player_color"])
    assert producer.post(reverse("audiodn:errand_retry", args=[errand.pk])).status_code == 302
    assert work() == []


def test_removing_here_keeps_it_there_and_deleting_there_takes_its_title(
    engine: EngineProcess, own: Track, producer: Client
) -> None:
    work()
    collection, remote_id = own.collection, own.collection.remote_id
    show = make.make_show(collection.team, title="The Tide", collection=collection)
    episode = make.make_episode(show)
    episode.track = own
    episode.save()
    page = reverse("audiodn:collection_delete", args=[collection.pk])
    html = producer.get(page).content.decode()
    assert "1 episode can no longer be heard" in html
    assert "The Tide" in html
    wrong = producer.post(page, {"where": "there", "name": "tidewater"})
    assert wrong.status_code == 422
    assert "Type the title exactly" in wrong.content.decode()

    track_page = reverse("audiodn:track_delete", args=[own.pk])
    assert producer.post(track_page, {"where": "here"}).status_code == 302
    assert there(engine, f"track/{own.remote_id}")["track"]["id"] == own.remote_id
    assert producer.post(reverse("audiodn:collection_scan", args=[collection.pk])).status_code == 302
    assert collection.tracks.get().remote_id == own.remote_id  # taken in again

    answer = producer.post(page, {"where": "there", "name": "Tidewater"})
    assert said(answer)[-1] == "“Tidewater” is removed."
    assert work() == []
    assert there(engine, f"collection/{remote_id}") == 404
    assert not Collection.objects.filter(pk=collection.pk).exists()
    episode.refresh_from_db()
    assert episode.track is None
    deeds = list(AuditEntry.objects.order_by("id").values_list("action", "target_name", "details__where"))
    assert [deed for deed in deeds if not deed[0].startswith("show.")] == [
        ("track.deleted", own.title, "here only"),
        ("episode.unpublished", episode.title, None),
        ("collection.deleted", "Tidewater", "here and at AudioDN"),
    ]
    assert len(set(AuditEntry.objects.values_list("actor_id", flat=True))) == 1


def test_covers_go_with_what_they_belong_to(
    team: Team, producer: Client, django_capture_on_commit_callbacks: Any
) -> None:
    track = make.make_covered(make.make_track(team))
    name = make.make_covered(track.collection).cover.name
    assert default_storage.exists(covers.small(name))
    with django_capture_on_commit_callbacks(execute=True):
        producer.post(reverse("audiodn:collection_delete", args=[track.collection_id]), {"where": "here"})
    assert not Track.objects.exists()
    assert not [each for each in (name, covers.small(name)) if default_storage.exists(each)]


def test_nothing_is_removed_while_an_episode_is_delivered_to_it(team: Team, producer: Client) -> None:
    track = make.make_track(team, created_sent_at="2026-01-01T00:00Z", remote_id="under-way")
    for name, pk in (("track", track.pk), ("collection", track.collection_id)):
        page = reverse(f"audiodn:{name}_delete", args=[pk])
        assert "just being delivered" in producer.get(page).content.decode()
        assert producer.post(page, {"where": "here"}).status_code == 422
    assert Track.objects.exists()


def test_a_track_that_a_closed_browser_left_is_taken_in_by_the_webhook(
    engine: EngineProcess, own: Track, mp3: Any
) -> None:
    work()
    _, client = connections.client_for(own.collection.team)
    made = client.create_track(client.upload_session(own.collection.remote_id).id, "left.mp3")
    with mp3.open("rb") as file:
        client.put(made.upload_url, file, mp3.stat().st_size)
    engine.wait_idle()
    event = {"event": "track.status_changed", "status": "ready", "track_id": made.track.id}
    hook = reverse("audiodn:hook", args=[Connection.objects.get().webhook_secret])
    files = [{"is_success": False, "status_text": "out of memory", "variant": {"index": "lq"}}]
    for body in (event, {**event, "collection_id": "another"}, {**event, "collection_id": own.collection.remote_id}):
        assert Client().post(hook, {**body, "files": files}, content_type="application/json").status_code == 204
    assert Errand.objects.count() == 1
    assert work() == []
    assert {track.remote_id for track in own.collection.tracks.all()} == {own.remote_id, made.track.id}
    assert {hint.track for hint in Hint.objects.all()} == {None}
    assert Hint.objects.first().failures == [{"variant": "lq", "reason": "out of memory"}]  # type: ignore[union-attr]


def test_an_episode_gets_another_track(team: Team, producer: Client) -> None:
    collection = Collection.objects.create(team=team, title="Tidewater")
    episode = make.make_episode(make.make_show(team, collection=collection))
    good = make.make_track(team, collection=collection, title="Second take", status="ready", remote_id="good")
    raw = make.make_track(team, collection=collection, title="Not ready", status="processing")
    foreign = make.make_track(team, title="Elsewhere", status="ready", remote_id="elsewhere")
    page = reverse("productions:episode_audio", args=[episode.pk])
    html = producer.get(page).content.decode()
    assert ["Second take" in html, "Not ready" in html, "Elsewhere" in html] == [True, False, False]
    for wrong in (raw.pk, foreign.pk, "", "no id"):
        assert producer.post(page, {"track": wrong}).status_code == 422
    assert producer.post(page, {"track": good.pk}).status_code == 302
    episode.refresh_from_db()
    assert episode.track == good


def test_what_was_left_there_is_found_taken_in_or_deleted(
    engine: EngineProcess, own: Track, producer: Client, mp3: Any
) -> None:
    work()
    collection = own.collection
    _, client = connections.client_for(collection.team)
    session = client.upload_session(collection.remote_id)
    broken, whole = client.create_track(session.id, "broken.mp3"), client.create_track(session.id, "whole.mp3")
    with mp3.open("rb") as file:
        client.put(whole.upload_url, file, mp3.stat().st_size)
    engine.wait_idle()
    coming = Track.objects.create(collection=collection, title="Coming")  # our own delivery, not finished
    client.create_track(session.id, "coming.mp3", metadata={"intent": str(coming.intent)})

    page, look = reverse("audiodn:orphans"), reverse("audiodn:survey_start")
    assert producer.post(look).status_code == 302
    assert "data-poll" in producer.get(page).content.decode()
    assert work() == []
    html = producer.get(page).content.decode()
    assert ["broken.mp3" in html, "whole.mp3" in html, "coming.mp3" in html] == [True, True, False]
    facts = Connection.objects.get().facts
    assert {one["index"] for one in facts["variants"]} == {"hq", "lq", "preview"}
    assert facts["organization"]["name"]

    assert producer.post(reverse("audiodn:orphan_take", args=[whole.track.id])).status_code == 302
    assert collection.tracks.filter(remote_id=whole.track.id).exists()
    assert producer.post(reverse("audiodn:orphan_delete", args=[broken.track.id])).status_code == 302
    assert producer.post(reverse("audiodn:orphan_delete", args=[own.remote_id])).status_code == 404  # not an orphan
    assert work() == []
    assert there(engine, f"track/{broken.track.id}") == 404
    assert Connection.objects.get().facts["orphans"] == []
    errands.survey.delete_orphan(Connection.objects.get(), client, own.remote_id)  # a list that is out of date
    assert there(engine, f"track/{own.remote_id}") != 404
