"""What goes wrong on the way as people meet it: told by its entry, nothing done or paid twice, and a way on."""

import html
import wave
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models import F
from django.urls import reverse

from desk.templatetags.desk import trouble_of
from productions import copies, pipeline, sweep
from productions.auphonic import accounts
from productions.models import AuphonicAccount, Episode, PresetCopy, Production
from productions.states import State
from teams.models import Team
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import page, said, signed_in
from tests.productions.test_pipeline import begin, episode, of_ledger, states_of, work

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["episode"]
LONG = 74 * 60  # seconds


def entry(production: Production) -> str:
    found = trouble_of(production)
    assert found is not None
    return found.id


@pytest.mark.once
def test_a_failed_speech_recognition_is_done_again_without_a_second_upload_and_its_remark_told(
    episode: Episode, engine: EngineProcess
) -> None:
    preset = episode.show.preset
    preset.settings["speech_recognition"] = {"language": "xx"}  # which no recogniser here knows
    preset.save()
    engine.faults(stages={"speech recognition": 1})
    production = work(begin(episode))
    assert (production.failed_in, entry(production)) == ("starting", "E11")
    assert "Speech recognition failed. Nothing was charged." in production.error
    pipeline.retry(production, None)
    assert work(production).state == State.READY
    [remote] = of_ledger(engine, production)
    assert (remote["uploads"], remote["starts_accepted"], remote["charges"]) == (1, 2, 1)
    found = trouble_of(production)
    assert found is not None
    assert (found.id, found.sentence, found.is_calm) == ("E12", production.warning, True)
    assert "no transcript was made" in found.sentence
    assert "Done, with a remark from " in page(signed_in(preset.team.members.get()), episode.get_absolute_url())


def test_a_sign_in_withdrawn_in_the_middle_waits_for_a_new_one_and_goes_on(
    episode: Episode, engine: EngineProcess
) -> None:
    account, owner = episode.show.account, episode.show.team.members.get()
    good, name = account.unseal(), accounts.client_for(account).user().name
    production = work(begin(episode), until=State.PROCESSING)
    AuphonicAccount.objects.update(name=name, sealed_credential=account.seal("withdrawn"))
    work(production)
    assert (production.failed_in, entry(production)) == ("processing", "E03")
    sweep.keep_house()
    production.refresh_from_db()
    assert production.is_failed  # as long as nobody connects it again

    connected = signed_in(owner).post(reverse("auphonic:key"), {"server": "engine", "key": good})
    assert said(connected) == [f"{name} at {account.server_label} is connected."]
    sweep.keep_house()
    assert work(production).state == State.READY
    assert states_of(production)[-5:] == ["processing", "collecting", "delivering", "transcoding", "ready"]
    [remote] = of_ledger(engine, production)
    assert (remote["uploads"], remote["starts_accepted"]) == (1, 1)


def test_nothing_goes_on_by_itself_that_was_given_up_or_done_anew(team: Team) -> None:
    account = make.make_account(team.members.get(), team)
    show = make.make_show(team, account=account)
    facts = {"failed_in": "creating", "error_code": "reconnect", "account": account}
    old, other, again = (make.make_production(make.make_episode(show), State.FAILED, **facts) for _ in range(3))
    make.make_production(again.episode, State.PROCESSING)
    Production.objects.filter(pk=old.pk).update(state_since=F("state_since") - timedelta(days=8))
    Production.objects.filter(pk=other.pk).update(error_code="rejected")
    AuphonicAccount.objects.update(last_success_at=again.state_since + timedelta(seconds=1))
    assert pipeline.resume() == 0


def test_a_delivery_waits_for_a_new_key_and_goes_on_by_itself(team: Team) -> None:
    owner = team.members.get()
    show = make.make_show(team, account=make.make_account(owner, team))
    connection = make.make_connection(team)
    refused = make.make_failed(show, State.DELIVERING, "audiodn_key", error="AudioDN did not accept the credentials.")
    found = trouble_of(refused)
    assert found is not None
    assert (found.id, found.button, pipeline.resume()) == ("E18", "Open connections", 0)
    later = refused.state_since + timedelta(seconds=1)
    type(connection).objects.update(last_success_at=later, last_error="It was refused again.")
    assert pipeline.resume() == 0
    type(connection).objects.update(last_error="")
    assert trouble_of(refused).button == "Retry delivery"  # type: ignore[union-attr]
    assert pipeline.resume() == 1
    refused.refresh_from_db()
    assert (refused.state, refused.run) == (State.DELIVERING, 2)


def silence(path: Path, seconds: int) -> Path:
    """As few bytes as a WAV file may have."""
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 1, 8000, 0, "NONE", ""))
        file.writeframes(bytes([128]) * 8000 * seconds)
    return path


@pytest.mark.once
def test_an_episode_over_the_plan_is_told_before_and_at_the_delivery(
    team: Team, engine: EngineProcess, tmp_path: Path
) -> None:
    owner = team.members.get()
    connection = make.make_connection(team)
    connection.plan = "business"
    connection.save()
    show = make.make_show(team, account=make.make_account(owner, team))
    long = silence(tmp_path / "long.wav", LONG)
    client, over = signed_in(owner), "It is 74 min long, and your AudioDN plan takes 60 min."
    first = make.make_episode(show)
    make.make_recording(first, duration=LONG)
    assert over in page(client, first.get_absolute_url())

    episode = make.make_episode(show)
    make.make_recording(episode, duration=LONG)
    production = work(make.make_heard(episode, State.DELIVERING, long))
    assert (production.failed_in, entry(production)) == ("delivering", "E19")
    assert "It is 74 min long; the AudioDN plan Business takes 60 min." in production.error
    assert not [row for row in engine.ledger()["tracks"] if row["organization_index"] == str(production.track.intent)]
    told = page(client, episode.get_absolute_url())
    assert "Change plan setting" in told
    assert f"/files/outputs/{production.output_files.get().pk}" in told  # our own storage has it all the same

    connection.plan = "platform"
    connection.save()
    assert over not in page(client, first.get_absolute_url())


@pytest.mark.once
def test_what_the_account_may_not_open_and_what_breaks_off_on_the_way(episode: Episode, engine: EngineProcess) -> None:
    client = signed_in(episode.show.team.members.get())
    production = work(begin(episode), until=State.PROCESSING)
    engine.faults({"path": r"^/api/production/", "do": "403"})
    work(production)
    found = trouble_of(production)
    assert found is not None
    assert (found.id, found.button, found.is_post) == ("E04", "Choose account", False)
    assert found.title in page(client, episode.get_absolute_url())
    episode.show.account.refresh_from_db()
    assert not episode.show.account.is_broken
    engine.faults()
    pipeline.retry(production, None)

    work(production, until=State.COLLECTING)
    engine.faults({"path": "^/storage/", "do": "cut", "times": 1})
    pipeline.advance(production.pk)
    production.refresh_from_db()
    found = trouble_of(production)
    assert found is not None
    assert (found.id, found.button) == ("E17", "Check now")
    assert "MB of" in found.sentence
    assert "entry: E17" in page(client, episode.get_absolute_url())
    Production.objects.filter(pk=production.pk).update(due_at=production.due_at + timedelta(hours=1))
    client.post(found.address)
    assert pipeline.advance(production.pk)  # due at once
    production.refresh_from_db()
    assert (production.state, production.error_code) == (State.DELIVERING, "")
    made = [file.size for file in production.output_files.all()]
    assert made == [file.file.size for file in production.output_files.all()]


@pytest.mark.once
def test_an_account_whose_server_is_silent_is_kept(episode: Episode, engine: EngineProcess) -> None:
    account, client = episode.show.account, signed_in(episode.show.team.members.get())
    AuphonicAccount.objects.filter(pk=account.pk).wake()
    engine.faults({"path": r"^/api/user\.json", "do": "503"})
    accounts.check(account.pk)
    account.refresh_from_db()
    found = trouble_of(account)
    assert found is not None
    assert (found.id, found.is_post, account.is_broken) == ("E02", True, False)
    assert found.title in page(client, reverse("productions:connections"))
    engine.faults()
    client.post(found.address)
    accounts.check(account.pk)
    account.refresh_from_db()
    assert trouble_of(account) is None


@pytest.mark.once
def test_a_preset_that_was_deleted_there_is_made_again(episode: Episode, engine: EngineProcess) -> None:
    preset, account = episode.show.preset, episode.show.account
    client = signed_in(episode.show.team.members.get())
    copies.ask(preset, account, "send", None)
    copy = PresetCopy.objects.get()
    copies.match(copy.pk)
    copy.refresh_from_db()
    accounts.client_for(account).delete_preset(copy.auphonic_uuid)
    PresetCopy.objects.filter(pk=copy.pk).wake()
    copies.match(copy.pk)
    copy.refresh_from_db()
    found = trouble_of(copy)
    assert found is not None
    assert found.id == "E15"
    assert found.title.startswith(f"“{preset.name}” is not at ")
    assert html.escape(found.title) in page(client, preset.get_absolute_url())
    client.post(found.address, {"account": account.pk, "wish": "send"})
    copies.match(copy.pk)
    copy.refresh_from_db()
    assert (trouble_of(copy), copy.is_missing) == (None, False)
