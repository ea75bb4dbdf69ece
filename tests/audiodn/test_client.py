"""The client's verbs against the engine: all of them, what is lost on the way, and signed addresses."""

import io
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from django.utils import timezone
from PIL import Image

from audiodn import client as remote
from audiodn import connections, statuses
from audiodn.client import signing
from podcaststudio import http
from tests.engine_process import EngineProcess


@pytest.fixture
def client(engine: EngineProcess) -> remote.Client:
    return connections.client("engine", engine.audiodn_key)


@pytest.fixture
def shelf(client: remote.Client) -> remote.Collection:
    return client.create_collection("Tidewater", organization_index=str(uuid.uuid4()))


def test_collections_and_creators(client: remote.Client) -> None:
    index = str(uuid.uuid4())
    creator = client.create_creator(index, metadata={"team": 1})
    assert client.creator(creator.id) == creator == client.find_creator(index)
    assert client.update_creator(creator.id, metadata={"team": 2}).metadata == {"team": 2}
    made = client.create_collection(
        "Tidewater", organization_index=index, creator_id=creator.id, player_color="#FFD700"
    )
    assert (made.creator_id, made.organization_id) == (creator.id, creator.organization_id)
    assert (made.look.color, made.look.color_light, made.look.color_dark) == ("#ffd700", "#a38a00", "#ffd700")
    changed = client.update_collection(made.id, title="Tidewater two", player_subtitle="Fridays")
    assert (changed.title, changed.look.subtitle, changed.look.color) == ("Tidewater two", "Fridays", "#ffd700")
    assert client.collection(made.id) == changed == client.find_collection(index)
    for _ in range(2):  # what is gone counts as deleted
        client.delete_collection(made.id)
        client.delete_creator(creator.id)
    assert client.find_collection(index) is None


def test_the_organization_its_keys_and_variants(client: remote.Client, shelf: remote.Collection) -> None:
    id = client.organization_id()
    assert id == shelf.organization_id
    before = client.organization(id)
    assert client.update_organization(id, name="Harbour media").name == "Harbour media"
    assert client.update_organization(id, name=before.name) == before
    recipes = list(client.variants())
    assert {recipe.type for recipe in recipes} >= {"transcode", "preview"}
    assert client.variant(recipes[0].id) == recipes[0]
    ends = timezone.now() + timedelta(days=30)
    key = client.create_key("uploader", "Page", collection_id=shelf.id, expires_at=ends)
    limited = connections.client("engine", key)
    assert limited.upload_session(shelf.id).collection_id == shelf.id
    with pytest.raises(http.Unauthorized, match="uploader"):
        next(limited.collections())


def cover() -> tuple[io.BytesIO, int]:
    file = io.BytesIO()
    Image.new("RGB", (300, 300), "#c13c5b").save(file, "PNG")
    return io.BytesIO(file.getvalue()), len(file.getvalue())


def test_a_track_from_its_session_to_its_listeners(
    engine: EngineProcess, client: remote.Client, shelf: remote.Collection, two_seconds: Path
) -> None:
    session, made = client.upload_session_with_track(shelf.id, {"file_name": "a.wav", "player_title": "Pilots"})
    assert client.open_upload_session(session.id) == session
    assert (made.track.title, made.track.has_bytes, made.track.collection_id) == ("Pilots", False, shelf.id)
    with two_seconds.open("rb") as file:
        client.put(made.upload_url, file, two_seconds.stat().st_size, file_name="a.wav")
    assert made.cover is not None
    client.send_cover(made.cover, *cover(), file_name="cover.png")
    with pytest.raises(http.Unreachable, match="a fresh one is asked for"):
        client.send_cover(made.cover, *cover(), file_name="cover.png")
    client.send_cover(client.new_collection_cover(shelf.id), *cover(), file_name="cover.png")
    engine.wait_idle()
    track = client.update_track(made.track.id, player_subtitle="Part one")
    assert (track.status, track.look.subtitle, track.look.color) == ("ready", "Part one", "#c13c5b")
    assert client.collection(shelf.id).look.palette[0] == "#c13c5b"
    assert client.new_track_cover(track.id).method == "POST"

    assert client.add_variant(track.id, "transcode", "tiny", codec="opus", bitrate=32).type == "transcode"
    with pytest.raises(http.Rejected) as taken:
        client.add_variant(track.id, "transcode", "tiny")
    assert (taken.value.status, bool(taken.value.request_id)) == (409, True)
    engine.wait_idle()

    heard = client.whole_play_session("track", track.id, expires_in=600, variants=["tiny"], is_downloadable=True)
    assert heard.first is not None
    (file,) = heard.first.files
    assert (file.index, file.codec, file.bitrate, file.window) == ("tiny", "opus", 32, None)
    assert heard.first.levels is not None
    assert client.open_play_session(heard.id).tracks == heard.tracks == (heard.first.track,)
    assert client.played_track(heard.id, track.id).track.title == "Pilots"
    download = client.download(heard.id, track.id, "TINY")
    answer = requests.get(download.url, timeout=5)
    assert (answer.headers["Content-Disposition"][:10], len(answer.content)) == ("attachment", file.size)
    listening = client.play_session("collection", shelf.id, expires_in=60)
    with pytest.raises(http.Unauthorized, match="downloads are not allowed") as refused:
        client.download(listening.id, track.id, "hq")
    assert refused.value.request_id

    share = client.create_key("share", "Feed", collection_id=shelf.id, track_id=track.id, variants=["tiny"])
    assert len(requests.get(client.share_url(share), timeout=5).content) == file.size


def test_what_was_lost_on_the_way(engine: EngineProcess, client: remote.Client) -> None:
    """A creation whose answer is lost is found by our id; one that never arrived is told, and not repeated."""
    ours = str(uuid.uuid4())
    for path in ("/v1/creator", "/v1/collection"):
        engine.faults({"path": f"^{path}$", "method": "POST", "do": "done_but_lost", "times": 1})
        made: Any = (
            client.create_creator(ours)
            if path.endswith("creator")
            else client.create_collection("A", organization_index=ours)
        )
        assert made.organization_index == ours
    assert [found.organization_index for found in client.collections()].count(ours) == 1

    engine.faults({"path": "^/v1/collection$", "method": "POST", "do": "503", "times": 1})
    with pytest.raises(http.Unreachable):
        client.create_collection("A", organization_index=str(uuid.uuid4()))
    assert engine.faults_given() == {"503": 1}  # asked once


def test_reads_are_repeated_once(engine: EngineProcess, client: remote.Client, shelf: remote.Collection) -> None:
    engine.faults({"path": "^/v1/collection/", "method": "GET", "do": "cut", "times": 1})
    assert client.collection(shelf.id) == shelf
    engine.faults({"path": "^/v1/collection/", "method": "GET", "do": "429", "times": 1})
    with pytest.raises(http.Unreachable):
        client.collection(shelf.id)


@pytest.mark.parametrize(
    ("url", "mac"),
    [
        ("https://media.example.org/o/1/t/2_128.mp3", "ArqUyx8RkieVnRkKetnTb5RJsJIxnjUzCLi5B642eK4"),
        ("https://media.example.org/o/1/t/2_128.mp3?dl=1", "ZsgEv5lSayAEN4SREdSMiSsivKDAnaBJ_zbWAiSRciM"),
    ],
)
def test_signed_addresses(url: str, mac: str) -> None:
    joint = "&" if "?" in url else "?"
    signed = f"{url}{joint}verify=1700000000-{mac}"
    assert signing.sign(url, "test-secret", 1_700_000_000) == signed
    assert signing.sign(signed, "test-secret", 1_700_000_000) == signed  # an old token makes way
    assert signing.sign(f"{url}{joint}verify=1-x", "test-secret", 1_700_000_000) == signed


def test_every_spelling_of_a_status_has_one_meaning() -> None:
    assert len(set(statuses.KNOWN)) == len(statuses.KNOWN) == 10
    settled = {status for status in statuses.KNOWN if statuses.is_settled(status)}
    assert settled == {"ready", "incomplete", "error", "failed", "init_error"}
    assert not statuses.is_settled("a word of tomorrow")
