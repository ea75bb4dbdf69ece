"""Who may hear, upload and connect; and what the pages say when AudioDN does not answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from audiodn import connections, usage
from audiodn.models import ClientKey, Collection, Connection, Embed, Errand, Hint, Track
from audiodn.places import ensure_collection
from teams.models import Role, Team, User
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import cost, said

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_sessions_kept() -> None:
    cache.clear()


@pytest.fixture
def sign_in(team: Team) -> Callable[[Role | None], Client]:
    """A browser of somebody with this role in the team; None is a stranger with a team of their own."""

    def browser(role: Role | None) -> Client:
        if role is None:
            user = make.make_team().memberships.get().user
        elif role == Role.OWNER:
            user = team.memberships.get(role=role).user
        else:
            user = make.make_member(team, role)
        client = Client()
        client.force_login(user)
        return client

    return browser


KEYED = {"audiodn:player": "track", "audiodn:collection_list": None, "audiodn:connect": None}


def address(name: str, ready: Track) -> str:
    about = KEYED.get(name, "collection")
    target = {"track": ready.pk, "collection": ready.collection_id, None: None}[about]
    return reverse(name, args=[target] if target else [])


# ---------------------------------------------------------------- listening
def play_session(client: Client, track: Track, query: str = "") -> str:
    page = client.get(reverse("audiodn:player", args=[track.pk]) + query)
    assert "no-store" in page["Cache-Control"]
    html = page.content.decode()
    assert html.count("<audiodn-player") == 1
    return html.split('play-session-id="')[1].split('"')[0]


def test_a_play_session_is_one_persons_and_kept_for_a_while(
    engine: EngineProcess, ready: Track, sign_in: Any, settings: Any
) -> None:
    ana, bo = sign_in(Role.OWNER), sign_in(Role.REVIEWER)
    first = play_session(ana, ready)
    assert requests.get(f"{engine.url}/v1/play_session/{first}", timeout=5).json()["ok"] is True
    assert play_session(ana, ready) == first
    assert play_session(bo, ready) != first
    assert play_session(ana, ready, "?fresh=1") != first
    assert settings.AUDIODN_SERVERS["engine"]["key"] not in ana.get(address("audiodn:player", ready)).content.decode()


def test_the_player_says_when_to_come_back(ready: Track, sign_in: Any, settings: Any) -> None:
    settings.AUDIODN_PLAY_SECONDS = 600
    html = sign_in(Role.REVIEWER).get(address("audiodn:player", ready)).content.decode()
    assert 530 <= int(html.split('data-renew-in="')[1].split('"')[0]) <= 540
    assert f'data-renew="{address("audiodn:player", ready)}?fresh=1"' in html
    assert f'data-src="{settings.AUDIODN_SERVERS["engine"]["player"]}"' in html


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "This track is on its way to AudioDN."),
        ({"remote_id": "x", "status": "processing", "bytes_sent_at": "2026-01-01T00:00Z"}, "still making the versions"),
        ({"remote_id": "x", "status": "error", "error": "It is no audio."}, "It is no audio."),
    ],
)
def test_a_track_that_cannot_be_heard_says_why(team: Team, sign_in: Any, fields: Any, sentence: str) -> None:
    track = make.make_track(team, **fields)
    html = sign_in(Role.REVIEWER).get(reverse("audiodn:player", args=[track.pk])).content.decode()
    assert sentence in html
    assert "<audiodn-player" not in html
    assert "data-retry" in html


def test_an_outage_is_a_sentence_with_a_button(engine: EngineProcess, ready: Track, sign_in: Any) -> None:
    engine.faults({"path": "^/v1/play_session/", "do": "503"})
    answer = sign_in(Role.REVIEWER).get(address("audiodn:player", ready))
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "The engine on this machine is not answering properly right now" in html
    assert "data-retry" in html


# ---------------------------------------------------------------- uploads
def upload_as_a_browser_does(engine: EngineProcess, session_id: str, path: Path) -> str:
    """What the uploader element does: a track in the session, then the bytes. Returns the track's id."""
    body = {"file_name": path.name, "file_size": path.stat().st_size}
    answer = requests.post(f"{engine.url}/v1/upload/{session_id}/track", json=body, timeout=5).json()
    requests.put(answer["track_upload"]["upload_url"], data=path.read_bytes(), timeout=30).raise_for_status()
    return str(answer["track_id"])


def upload_session(client: Client, collection: Collection) -> str:
    html = client.post(reverse("audiodn:uploader", args=[collection.pk])).content.decode()
    return html.split('upload-session-id="')[1].split('"')[0]


def test_an_editor_uploads_straight_into_the_collection(
    engine: EngineProcess, collection: Collection, sign_in: Any, mp3: Path
) -> None:
    editor = sign_in(Role.EDITOR)
    session = upload_session(editor, collection)
    assert upload_session(editor, collection) == session
    remote_id = upload_as_a_browser_does(engine, session, mp3)
    adopt = reverse("audiodn:adopt", args=[collection.pk])
    assert [editor.post(adopt, {"track_id": remote_id}).status_code for _ in range(2)] == [204, 204]

    [track] = collection.tracks.all()
    assert (track.remote_id, track.title) == (remote_id, "episode.mp3")
    assert Track.objects.due().filter(pk=track.pk).exists()


def test_a_track_of_another_collection_is_not_taken_in(
    engine: EngineProcess, ready: Track, sign_in: Any, mp3: Path
) -> None:
    other = Collection.objects.create(team=ready.collection.team, title="Other")
    editor = sign_in(Role.EDITOR)
    elsewhere = upload_as_a_browser_does(engine, upload_session(editor, other), mp3)
    adopt = reverse("audiodn:adopt", args=[ready.collection_id])
    for stranger in (elsewhere, "unknown", "../creator", ""):
        assert editor.post(adopt, {"track_id": stranger}).status_code == 400
    assert list(Track.objects.all()) == [ready]


def test_our_own_delivery_is_not_taken_in_twice(engine: EngineProcess, track: Track, sign_in: Any) -> None:
    ensure_collection(track.collection)
    _, client = connections.client_for(track.collection.team)
    session = client.upload_session(track.collection.remote_id)
    half_sent = client.create_track(session.id, "a.mp3", metadata={"intent": str(track.intent)}).track
    adopt = reverse("audiodn:adopt", args=[track.collection_id])
    assert sign_in(Role.EDITOR).post(adopt, {"track_id": half_sent.id}).status_code == 204
    assert Track.objects.count() == 1


def test_adopting_during_an_outage_may_be_repeated(engine: EngineProcess, ready: Track, sign_in: Any) -> None:
    engine.faults({"path": "^/v1/track/", "do": "503"})
    answer = sign_in(Role.EDITOR).post(address("audiodn:adopt", ready), {"track_id": "something"})
    assert answer.status_code == 502
    assert "not answering properly" in answer.content.decode()


def test_what_a_closed_browser_left_is_found(
    engine: EngineProcess, collection: Collection, sign_in: Any, mp3: Path
) -> None:
    editor = sign_in(Role.EDITOR)
    remote_id = upload_as_a_browser_does(engine, upload_session(editor, collection), mp3)
    engine.wait_idle()
    scan = reverse("audiodn:collection_scan", args=[collection.pk])
    for _ in range(2):
        assert editor.post(scan).status_code == 302
    assert [track.remote_id for track in collection.tracks.all()] == [remote_id]


def test_the_uploader_says_when_audiodn_is_away(engine: EngineProcess, collection: Collection, sign_in: Any) -> None:
    engine.faults({"path": "^/v1/", "do": "503"})
    html = sign_in(Role.EDITOR).post(reverse("audiodn:uploader", args=[collection.pk])).content.decode()
    assert "Nothing was uploaded; it is safe to try again." in html
    assert "Try again" in html


def test_lists_take_the_same_number_of_questions_however_long(team: Team, sign_in: Any) -> None:
    producer = sign_in(Role.PRODUCER)
    track = make.make_track(team, status="ready", remote_id="there", bytes_sent_at=timezone.now())
    collection = track.collection
    connection = make.make_connection(team, orphan=collection)

    def lengthen(count: int) -> None:
        for number in range(count):
            make.make_track(team, remote_id=f"elsewhere{number}-{count}")
            make.make_track(team, collection=collection, title=f"Track {number}", remote_id=f"here{number}-{count}")
            Hint.objects.create(connection=connection, track=track, event=f"event {number}")
            Embed.objects.create(collection=collection, title=f"Site {number}")
            ClientKey.objects.create(collection=collection, track=track, title=f"Key {number}", hint="abcd")
        orphans = [{**connection.facts["orphans"][0], "id": f"left{number}"} for number in range(count)]
        Connection.objects.filter(pk=connection.pk).update(facts={"orphans": orphans})

    pages = [
        reverse("audiodn:collection_list"),
        reverse("audiodn:orphans"),
        *(reverse(f"audiodn:collection_{name}", args=[collection.pk]) for name in ("detail", "tracks", "embed")),
        *(reverse(f"audiodn:track_{name}", args=[track.pk]) for name in ("detail", "state")),
    ]
    lengthen(1)
    few = [cost(producer, page) for page in pages]
    lengthen(30)
    assert [cost(producer, page) for page in pages] == few
    assert producer.get(reverse("audiodn:orphans")).content.decode().count("left29") > 0


# ---------------------------------------------------------------- the connection
def test_a_key_is_tried_before_it_is_kept_and_never_shown(
    engine: EngineProcess, team: Team, sign_in: Any, settings: Any
) -> None:
    owner, page = sign_in(Role.OWNER), reverse("audiodn:connect")
    answer = owner.post(page, {"server": "engine", "key": "a wrong key"})
    assert answer.status_code == 422
    assert "did not accept the credentials" in answer.content.decode()
    assert "The key was not kept." in answer.content.decode()
    assert not Connection.objects.exists()

    key = settings.AUDIODN_SERVERS["engine"]["key"]
    assert owner.post(page, {"server": "engine", "key": key}).status_code == 302
    connection = Connection.objects.get(team=team)
    assert connection.get_key() == key
    assert key not in connection.sealed_key
    html = owner.get(page).content.decode()
    assert key not in html
    assert escape(connection.webhook_secret) in html


def test_another_organization_is_entered_knowingly(
    engine: EngineProcess, ready: Track, sign_in: Any, settings: Any
) -> None:
    Collection.objects.filter(pk=ready.collection_id).update(remote_id="in-an-organization-left-behind")
    owner, page = sign_in(Role.OWNER), reverse("audiodn:connect")
    order = {"server": "engine", "key": settings.AUDIODN_SERVERS["engine"]["key"]}
    answer = owner.post(page, order)
    assert answer.status_code == 422
    assert "opens another organization" in answer.content.decode()
    assert owner.post(page, {**order, "start_over": "on"}).status_code == 302
    ready.refresh_from_db()
    assert (ready.remote_id, ready.status, ready.bytes_sent_at, ready.collection.remote_id) == ("", "", None, "")
    assert ready.error


def test_a_server_without_a_common_key_needs_one(team: Team, sign_in: Any) -> None:
    answer = sign_in(Role.OWNER).post(reverse("audiodn:connect"), {"server": "audiodn"})
    assert answer.status_code == 422
    assert "Enter the API Access key" in answer.content.decode()


def test_the_connections_page_tests_measures_and_replaces(
    engine: EngineProcess, ready: Track, sign_in: Any, mp3: Path
) -> None:
    owner, page = sign_in(Role.OWNER), reverse("audiodn:connect")
    team = ready.collection.team
    Track.objects.filter(pk=ready.pk).update(versions=[{"index": "hq", "type": "transcode", "size": 1_000_000}])
    answer = owner.post(reverse("audiodn:connection_test"))
    assert said(answer) == ["The key works."]
    assert Errand.objects.filter(kind=Errand.Kind.SURVEY).exists()
    old = Connection.objects.get().webhook_secret
    hook = reverse("audiodn:hook", args=[old])
    event = {"event": "track.status_changed", "status": "ready", "track_id": ready.remote_id}
    assert Client().post(hook, event, content_type="application/json").status_code == 204
    assert owner.post(reverse("audiodn:connection_plan"), {"plan": "creator"}).status_code == 302
    html = owner.get(page).content.decode()
    for told in ("track.status_changed, ready", ready.title, "200 MB and 30:00 a track", "1.0 MB", old):
        assert told in html
    assert owner.post(reverse("audiodn:hook_replace")).status_code == 302
    assert Client().post(hook, event, content_type="application/json").status_code == 404
    assert old not in owner.get(page).content.decode()

    connection = Connection.objects.get()
    assert usage.of(connection).percent == round(100 * (ready.size + 1_000_000) / 10e9, 1)  # type: ignore[operator]
    assert "31 min long" in connection.limits.refusal(1, 31 * 60)  # type: ignore[union-attr]
    assert "250 MB" in connection.limits.refusal(250 * 10**6, None)  # type: ignore[union-attr]
    connection.set_key("withdrawn")
    connection.save()
    assert "did not accept the credentials" in said(owner.post(reverse("audiodn:connection_test")))[-1]
    assert Connection.objects.get(team=team).last_error


def test_admin_shows_no_secret(admin_client: Client, team: Team) -> None:
    connection = make.make_connection(team, key="a-very-secret-key")
    page = admin_client.get(reverse("admin:audiodn_connection_change", args=[connection.pk])).content.decode()
    assert str(team) in page
    for secret in ("a-very-secret-key", connection.sealed_key, connection.webhook_secret):
        assert secret not in page


@pytest.fixture
def admin_user(db: Any) -> User:
    return User.objects.create_superuser("admin@example.org", make.PASSWORD)
