"""One production from recording to track, and every way it can end, against the real engine."""

import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.utils import timezone

from productions import hooks, pipeline, presets, sweep
from productions.auphonic import accounts
from productions.models import Episode, Production
from productions.states import State
from teams.models import Team
from tests import make
from tests.engine_process import EngineProcess

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def episode(team: Team, engine: EngineProcess, two_seconds: Path) -> Episode:
    """An episode with a recording, in a team that works with the engine."""
    owner = team.members.get()
    show = make.make_show(team, account=make.make_account(owner, team), preset=make.make_preset(team))
    episode = make.make_episode(show)
    make.make_recording(episode, two_seconds)
    return episode


def begin(episode: Episode) -> Production:
    recording = episode.recordings.get()
    return pipeline.start(episode, recording, actor=None)


def work(production: Production, until: State | None = None, seconds: float = 120) -> Production:
    """Advance it as a worker would, without waiting between looks, until it rests or reaches a state."""
    deadline = time.monotonic() + seconds
    while True:
        production.refresh_from_db()
        if production.is_resting or production.state == until:
            return production
        assert time.monotonic() < deadline, f"still {production.state}: {production.error}"
        Production.objects.filter(pk=production.pk).update(due_at=Now())
        pipeline.advance(production.pk)
        time.sleep(0.05)


WAY = ["creating", "uploading", "starting", "processing", "collecting", "delivering", "transcoding", "ready"]


def states_of(production: Production) -> list[str]:
    return [event.state for event in production.events.all()]


def of_ledger(engine: EngineProcess, production: Production) -> list[dict[str, Any]]:
    rows = engine.ledger()["productions"]
    return [row for row in rows if production.intent in row["output_basename"] and not row["is_deleted"]]


def test_a_recording_comes_back_mastered_and_playable(episode: Episode, engine: EngineProcess) -> None:
    engine.faults(webhooks={"drop": 1})  # and nobody ever says that there is news
    production = work(begin(episode))
    assert (production.state, production.error) == (State.READY, "")
    assert engine.faults_given()["webhook_dropped"]
    assert states_of(production) == WAY
    episode.refresh_from_db()
    assert episode.track == production.track
    assert episode.track.is_playable
    assert production.loudness == pytest.approx(-16, abs=0.1)
    assert production.true_peak <= -1
    for file in production.output_files.all():
        with file.file.open("rb") as stored:
            assert len(stored.read()) == file.size
    [remote] = of_ledger(engine, production)
    assert remote["starts_accepted"] == 1


def test_a_second_start_of_the_same_episode_is_refused(episode: Episode) -> None:
    begin(episode)
    with pytest.raises(pipeline.Refused, match="being processed already"):
        begin(episode)


def test_without_an_account_it_does_not_start(team: Team) -> None:
    episode = make.make_episode(make.make_show(team))
    with pytest.raises(pipeline.Refused, match="No Auphonic account"):
        pipeline.start(episode, make.make_recording(episode), actor=None)
    assert not Production.objects.exists()


LOST = [
    ("POST", r"/api/productions\.json"),
    ("POST", r"/upload\.json"),
    ("POST", r"/start\.json"),
    ("POST", r"/v1/upload_session"),
    ("POST", r"/v1/upload/[^/]+/track"),
    ("PUT", r"^/upload/"),
    ("POST", r"/v1/collection$"),
]


def test_answers_lost_at_every_step_cost_nothing_twice(episode: Episode, engine: EngineProcess) -> None:
    rule = {"do": "done_but_lost", "times": 1}
    engine.faults(*({"method": method, "path": path, **rule} for method, path in LOST))
    production = work(begin(episode))
    assert production.state == State.READY
    assert engine.faults_given()["done_but_lost"] == len(LOST)
    [remote] = of_ledger(engine, production)
    assert remote["starts_accepted"] == 1
    intent = str(production.track.intent)
    tracks = [row for row in engine.ledger()["tracks"] if row["organization_index"] == intent]
    assert [row["id"] for row in tracks if row["status"] != "deleted"] == [production.track.remote_id]


def test_eight_workers_at_one_row_create_one_production(episode: Episode, engine: EngineProcess) -> None:
    production = begin(episode)
    barrier = threading.Barrier(8)

    def advance() -> None:
        barrier.wait()
        pipeline.advance(production.pk)
        connection.close()

    threads = [threading.Thread(target=advance) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    [remote] = of_ledger(engine, production)
    assert max(remote["uploads"], remote["starts_accepted"]) <= 1
    # who came late may have done the next step, or one after it, and nobody the same one twice
    way = states_of(production)
    assert way == WAY[: len(way)]


def test_cancel_stops_it_at_auphonic_too(episode: Episode, engine: EngineProcess) -> None:
    production = work(begin(episode), until=State.PROCESSING)
    pipeline.cancel(production, None)
    assert work(production).state == State.CANCELED
    assert states_of(production)[-2:] == ["canceling", "canceled"]


def test_what_is_no_audio_for_auphonic_fails_with_its_words(episode: Episode, tmp_path: Path) -> None:
    broken = tmp_path / "noise.wav"
    broken.write_bytes(b"RIFF this is no sound at all" * 50)
    episode.recordings.all().delete()
    make.make_recording(episode, broken)
    production = work(begin(episode))
    assert (production.state, production.failed_in, production.error_code) == ("failed", "starting", "auphonic_error")
    assert production.error.startswith("Auphonic stopped with an error: ")


def test_a_wrong_key_says_whose_and_what_helps_and_retry_goes_on(episode: Episode) -> None:
    account = episode.show.account
    good, account.sealed_credential = account.sealed_credential, account.seal("no such key")
    account.save()
    production = work(begin(episode))
    assert (production.state, production.failed_in, production.error_code) == ("failed", "creating", "reconnect")
    assert production.error.endswith("again. Then it goes on by itself.")
    account.refresh_from_db()
    assert account.is_broken
    account.sealed_credential, account.is_broken = good, False
    account.save()
    pipeline.retry(production, None)
    assert work(production).state == State.READY
    assert production.run == 2


def test_a_company_that_is_down_is_asked_again_and_then_given_up(
    episode: Episode, engine: EngineProcess, settings: Any
) -> None:
    settings.PIPELINE_ATTEMPTS = 3
    engine.faults({"path": r"/api/productions\.json", "do": "503"})
    production = work(begin(episode))
    assert (production.state, production.failed_in, production.error_code) == ("failed", "creating", "unreachable")
    engine.faults()
    pipeline.retry(production, None)
    assert work(production).state == State.READY


def test_a_remote_production_that_carries_our_intent_but_is_not_ours_is_cleared(
    episode: Episode, engine: EngineProcess
) -> None:
    production = work(begin(episode), until=State.UPLOADING)
    stray = accounts.client_for(production.account).create({"output_basename": presets.basename(production)})
    assert stray.uuid != production.auphonic_uuid
    work(production)
    assert [row["uuid"] for row in of_ledger(engine, production)] == [production.auphonic_uuid]


def test_a_worker_that_dies_at_every_claim_ends_in_a_crash_loop(episode: Episode) -> None:
    production = begin(episode)
    Production.objects.filter(pk=production.pk).update(claims=8)
    assert work(production).error_code == "crash_loop"


def test_the_sweep_finds_what_is_due_and_hands_it_over_once(episode: Episode) -> None:
    begin(episode)
    sweeper = sweep.Sweep()
    assert [sweeper.once(), sweeper.once()] == [2, 0]  # the production, and the recording that is to be drawn


def test_hooks_forged_doubled_and_late_change_only_the_moment_of_the_next_look(
    episode: Episode, client: Any, engine: EngineProcess
) -> None:
    production = work(begin(episode), until=State.PROCESSING)
    Production.objects.filter(pk=production.pk).update(due_at=timezone.now() + timedelta(hours=1))
    kept = Production.objects.filter(pk=production.pk).values("state", "auphonic_status", "error", "track").get()
    forged = client.post("/hooks/auphonic/forged.token/", {"uuid": production.auphonic_uuid, "status": 3})
    assert forged.status_code == 404
    assert not Production.objects.due().exists()
    for _ in range(3):
        said = {"uuid": "someone else", "status": "2", "status_string": "Error"}
        assert client.post(f"/hooks/auphonic/{hooks.token(production)}/", said).status_code == 204
    assert Production.objects.due().filter(pk=production.pk).exists()
    assert (
        Production.objects.filter(pk=production.pk).values("state", "auphonic_status", "error", "track").get() == kept
    )
    assert work(production).state == State.READY
    assert client.post(f"/hooks/auphonic/{hooks.token(production)}/", {}).status_code == 204
    production.refresh_from_db()
    assert (production.state, production.due_at) == (State.READY, None)
    tracks = [row for row in engine.ledger()["tracks"] if row["organization_index"] == str(production.track.intent)]
    assert len(tracks) == states_of(production).count("ready") == 1


def test_a_slow_production_is_marked_and_can_be_looked_at_now(team: Team, client: Any) -> None:
    episode = make.make_episode(make.make_show(team))
    later = timezone.now() + timedelta(hours=1)
    production = make.make_production(
        episode, State.PROCESSING, due_at=later, state_since=timezone.now() - timedelta(hours=2)
    )
    client.force_login(team.members.get())
    assert "Check now" in client.get(episode.get_absolute_url()).content.decode()
    client.post(f"/productions/{production.pk}/check/")
    assert Production.objects.due().filter(pk=production.pk).exists()
    production.refresh_from_db()
    assert production.state == State.PROCESSING
