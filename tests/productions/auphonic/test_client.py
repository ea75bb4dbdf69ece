"""The client's verbs, against the real engine."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from podcaststudio import http
from productions.auphonic import oauth
from productions.auphonic.client import Client
from productions.auphonic.statuses import Meaning, kind
from tests.engine_process import EngineProcess

BODY = {"metadata": {"title": "Tea"}, "algorithms": {"leveler": False}, "output_files": [{"format": "wav"}]}


def test_user(client: Client) -> None:
    user = client.user()
    assert user.name
    assert user.credits is not None
    assert user.credits > 0


def test_info_names_the_statuses(client: Client) -> None:
    assert client.info()["production_status"]["3"] == "Done"


def test_create_and_look(client: Client) -> None:
    made = client.create({**BODY, "output_basename": "tea-1", "webhook": "http://127.0.0.1:1/hook/"})
    assert (made.status, made.output_basename, made.input_file) == (9, "tea-1", "")
    assert not made.start_allowed
    assert client.production(made.uuid) == made
    assert client.status(made.uuid) == (9, made.status_text)
    assert [output.format for output in made.output_files] == ["wav"]
    assert not made.output_files[0].is_there


def test_upload_start_and_done(client: Client, engine: EngineProcess, two_seconds: Path) -> None:
    uuid = client.create({**BODY, "output_basename": "whole"}).uuid
    counted: list[tuple[int, int]] = []
    size = two_seconds.stat().st_size
    with two_seconds.open("rb") as file:
        sent = client.upload(
            uuid, 'Gespräch "eins".wav', file, size, on_read=lambda done, all: counted.append((done, all))
        )
    assert counted[-1] == (size, size)
    assert "Gespräch" in sent.input_file
    assert sent.start_allowed
    assert kind(sent.status) is Meaning.STARTABLE
    assert kind(client.start(uuid).status) is Meaning.WORKING
    engine.wait_idle()
    done = client.production(uuid)
    assert kind(done.status) is Meaning.DONE
    assert done.length == pytest.approx(2.0, abs=0.1)
    assert done.used_credits is not None
    assert done.statistics is not None
    (output,) = done.output_files
    assert (output.file_name, output.is_there, len(output.checksum)) == ("whole.wav", True, 32)
    assert output.size > 0


def test_stop_of_what_rests_and_delete_of_what_is_gone(client: Client) -> None:
    uuid = client.create(BODY).uuid
    assert kind(client.stop(uuid).status) is Meaning.STARTABLE
    client.delete(uuid)
    client.delete(uuid)
    with pytest.raises(http.Rejected) as refused:
        client.production(uuid)
    assert refused.value.status == 404


def test_start_without_recording_is_refused_with_their_words(client: Client) -> None:
    uuid = client.create(BODY).uuid
    with pytest.raises(http.Rejected, match=r"The engine refused: \w"):
        client.start(uuid)


def test_a_wrong_setting_is_refused_with_their_words(client: Client) -> None:
    with pytest.raises(http.Rejected, match="filtermethod"):
        client.create({"algorithms": {"filtermethod": "magic"}})


def test_find_by_basename(client: Client) -> None:
    before = timezone.now()
    first = client.create({**BODY, "output_basename": "find-me"})
    client.create({**BODY, "output_basename": "find-me-not"})
    second = client.create({**BODY, "output_basename": "find-me"})
    assert [each.uuid for each in client.find("find-me", since=before)] == [second.uuid, first.uuid]
    assert client.find("find-me", since=timezone.now() + timedelta(hours=1)) == []
    assert client.find("never", since=before) == []


def test_find_reads_all_pages(client: Client) -> None:
    before = timezone.now()
    oldest = client.create({**BODY, "output_basename": "far back"})
    for number in range(101):
        client.create({"output_basename": f"filler-{number}"})
    assert [each.uuid for each in client.find("far back", since=before)] == [oldest.uuid]


def test_a_wrong_key(engine: EngineProcess) -> None:
    stranger = Client(oauth.signing("wrong"), f"{engine.url}/api", "The engine")
    with pytest.raises(http.Unauthorized) as refused:
        stranger.user()
    assert refused.value.status == 401
    with pytest.raises(http.Unauthorized):
        stranger.upload("abc", "a.wav", io.BytesIO(b"x"), 1)


@pytest.mark.parametrize("do", ["503", "429", "cut", "done_but_lost"])
def test_trouble_over_there_is_unreachable(client: Client, engine: EngineProcess, do: str) -> None:
    engine.faults({"path": "user.json$", "do": do, "retry_after": 7})
    with pytest.raises(http.Unreachable) as trouble:
        client.user()
    assert "The engine" in trouble.value.sentence
    assert trouble.value.retry_after == (7 if do in ("503", "429") else 0)


def test_nobody_there() -> None:
    with pytest.raises(http.Unreachable, match="could not be reached"):
        Client(oauth.signing("key"), "http://127.0.0.1:9/api", "Auphonic").user()


def test_secrets_stay_out_of_repr_and_errors(engine: EngineProcess) -> None:
    client = Client(oauth.signing("s3cr3t-token"), f"{engine.url}/api", "The engine")
    with pytest.raises(http.Unauthorized) as refused:
        client.user()
    assert "s3cr3t-token" not in repr(client) + repr(refused.value) + str(refused.value)
