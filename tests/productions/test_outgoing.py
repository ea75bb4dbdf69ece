"""Outgoing services: known of an account, chosen in a preset, and what becomes of the files there."""

from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from productions import outgoing, pipeline, presets
from productions.auphonic import accounts
from productions.differences import difference
from productions.models import Approval, AuphonicAccount, Preset, Production
from productions.preflight import preflight
from productions.states import State
from teams.models import Team
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import page, signed_in
from tests.productions.test_pipeline import work
from tests.productions.test_presets import filled

pytestmark = pytest.mark.django_db
FOLDER = "Engine folder"


@pytest.fixture
def account(team: Team, engine: EngineProcess) -> AuphonicAccount:
    """One that a worker has looked at."""
    account = make.make_account(team.members.get(), team, key=engine.api_key, due_at=timezone.now())
    accounts.check(account.pk)
    account.refresh_from_db()
    return account


def choose(team: Team, account: AuphonicAccount) -> Preset:
    """A preset that sends its files to the folder, made with the form."""
    preset = make.make_preset(team)
    row = next(row for row in account.services if row["display_name"] == FOLDER)
    client = signed_in(team.members.get())
    assert f"{FOLDER} ({account})" in page(client, preset.get_absolute_url())
    assert client.post(preset.get_absolute_url(), filled(preset, services=row["uuid"])).status_code == 302
    preset.refresh_from_db()
    return preset


def test_a_preset_names_services_and_each_account_gets_its_own(team: Team, account: AuphonicAccount) -> None:
    preset = choose(team, account)
    (row,) = preset.settings["outgoing_services"]
    assert row["display_name"] == f"{FOLDER} ({account})"
    assert [(each.label, each.after) for each in difference({}, {"outgoing_services": [row]})] == [
        ("Also sent to", row["display_name"])
    ]
    episode = make.make_episode(make.make_show(team, preset=preset))
    mine = make.make_production(episode, preset_settings=preset.settings, account=account, approval=Approval.ONE)
    body = presets.production_body(mine, "https://example.org/hook")
    assert (body["outgoing_services"], body["review_before_publishing"]) == ([{"uuid": row["uuid"]}], True)
    other = make.make_account(team.members.get(), team)
    mine.account = other
    assert "outgoing_services" not in presets.production_body(mine, "https://example.org/hook")
    (warning,) = preflight(60, preset.settings, other, chapters=0, tracks=0).warnings
    assert warning == f"“{row['display_name']}” is a service of another account. Nothing is sent there from this one."
    assert preflight(60, preset.settings, account, chapters=0, tracks=0).warnings == []


def test_what_the_team_does_not_have_any_more_stays_until_it_is_unticked(team: Team) -> None:
    row = {"uuid": "gone", "display_name": "Old host"}
    preset = Preset.objects.create(team=team, name="Old", settings={"outgoing_services": [row]})
    client = signed_in(team.members.get())
    sent = filled(preset, services="gone", name="Older", **{"files-0-format": "mp3"})
    assert "Old host: of an account that the team does not have now" in page(client, preset.get_absolute_url())
    assert client.post(preset.get_absolute_url(), sent).status_code == 302
    preset.refresh_from_db()
    assert outgoing.rows(preset.settings) == [row]
    sent.setlist("services", [])
    sent["version"] = str(preset.version)
    assert client.post(preset.get_absolute_url(), sent).status_code == 302
    preset.refresh_from_db()
    assert "outgoing_services" not in preset.settings


@pytest.mark.once
@pytest.mark.django_db(transaction=True)
def test_files_go_out_once_the_production_is_approved(
    team: Team, account: AuphonicAccount, engine: EngineProcess, two_seconds: Path
) -> None:
    preset = choose(team, account)
    preset.settings["review_before_publishing"] = True
    preset.save()
    episode = make.make_episode(make.make_show(team, preset=preset, account=account), title="Fog")
    run = work(pipeline.start(episode, make.make_recording(episode, two_seconds), actor=None))
    assert (run.state, run.error, run.approval) == (State.HELD, "", Approval.ONE)
    assert [(each["name"], each["is_done"]) for each in run.transfers] == [(FOLDER, None)]
    sent = engine.data_dir / "folder" / f"{presets.basename(run)}.mp3"
    assert not sent.exists()
    client = signed_in(team.members.get())
    address = reverse("productions:production_detail", args=[run.pk])
    assert "after approval" in page(client, address)
    pipeline.release(run, team.members.get())
    run = work(Production.objects.get())
    assert (run.state, run.error) == (State.READY, "")
    assert sent.stat().st_size == run.output_files.get(format="mp3").size
    sent.unlink()
    assert [(each["name"], each["is_done"], each["error"]) for each in run.transfers] == [(FOLDER, True, "")]
    assert "after approval" not in page(client, address)
