"""Presets: the form and what it makes of them, versions, what differs, their counterparts at accounts, variables."""

from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation

from productions import copies, pipeline, presets, variables, versions
from productions.algorithms import DEFAULTS
from productions.auphonic import accounts
from productions.chain import chain
from productions.differences import difference
from productions.forms.presets import PresetForm
from productions.models import AuphonicAccount, Preset, PresetCopy, ServerInfo
from productions.offers import offers_for
from productions.parameters import within
from teams.models import Role, Team, User
from tests import make
from tests.engine_process import EngineProcess
from tests.pages import cost, said, signed_in
from tests.tidewater import ana, client, team

__all__ = ["ana", "client", "team"]  # fixtures
pytestmark = pytest.mark.django_db
FULL = {
    "algorithms": {"leveler": True, "levelerstrength": 90, "maxpeak": "auto", "loudnesstarget": -19.0, "segments": [1]},
    "output_files": [
        {"format": "mp3", "bitrate": "48", "mono_mixdown": True, "outgoing_services": ["x"]},
        {"format": "chaps", "ending": "chapters.txt"},
    ],
    "metadata": {"genre": "Podcast", "tags": ["a", "b"], "location": {"latitude": "1"}},
    "speech_recognition": {"language": "tlh", "uuid": "engine-of-mine"},
    "multi_input_files": [{"type": "intro", "input_file": "https://example.org/i.flac", "offset": 2.0}],
}


def filled(preset: Preset, **changes: Any) -> QueryDict:
    """What a browser sends for this preset's page, with changes; None leaves a field away."""
    form, sent = PresetForm(preset=preset, offers=offers_for(preset.team)), QueryDict(mutable=True)
    for each in (form, form.output_files.management_form, *form.output_files.forms):
        for field in each:
            value = field.value()
            if isinstance(value, list):
                sent.setlist(field.html_name, value)
            elif not (value is None or value is False or value == ""):
                sent[field.html_name] = "on" if value is True else str(value)
    for name, value in changes.items():
        sent.pop(name, None)
        if value is not None:
            sent[name] = value
    return sent


# ---------------------------------------------------------------- the form
def test_a_new_preset_is_what_auphonic_understands(client: Client, team: Team, engine: EngineProcess) -> None:
    sent = filled(
        Preset(team=team), name="Interview", levelerstrength_speech="90", loudnesstarget="-19", maxpeak="-1.5",
        cutter="on", silence_cutter="on", denoise="on", denoisemethod="dynamic", deverbamount="12", speech="on",
        speech_keywords="Tidewater, sluice", intro_url="https://example.org/intro.flac", intro_offset="1.5",
        **{"files-1-format": "flac", "files-1-ORDER": "0"},
    )  # fmt: skip
    assert client.post(reverse("productions:preset_new"), sent).status_code == 302
    made = Preset.objects.get()
    assert made.team == team
    assert made.settings == {
        "algorithms": DEFAULTS | {
            "levelerstrength_speech": 90, "loudnesstarget": -19, "maxpeak": -1.5, "cutter": True,
            "silence_cutter": True, "denoise": True, "denoisemethod": "dynamic", "deverbamount": 12,
        },
        "output_files": [{"format": "flac"}, {"format": "mp3", "bitrate": "96"}],
        "speech_recognition": {"language": "auto", "keywords": ["Tidewater", "sluice"]},
        "multi_input_files": [{"type": "intro", "input_file": "https://example.org/intro.flac", "offset": 1.5}],
    }  # fmt: skip
    account = make.make_account(team.memberships.get().user, team, key=engine.api_key)
    body = {key: made.settings[key] for key in ("algorithms", "output_files")}
    there = accounts.client_for(account).create_preset({"preset_name": "Whole", **body})
    assert (
        there.body["algorithms"].items() >= {"deverbamount": 12, "levelerstrength_speech": 90, "maxpeak": -1.5}.items()
    )


def test_what_the_form_does_not_show_is_kept(client: Client, team: Team) -> None:
    preset = Preset.objects.create(team=team, name="Taken over", settings=FULL)
    response = client.post(preset.get_absolute_url(), filled(preset, musicgain="-2"))
    assert response.status_code == 302
    preset.refresh_from_db()
    assert [(each.before, each.after) for each in difference(FULL, preset.settings)] == [("0 dB", "−2 dB")]
    assert (
        preset.settings["algorithms"].items() >= {"segments": [1], "maxpeak": 99, "levelerstrength_speech": 90}.items()
    )
    assert preset.settings["output_files"] == FULL["output_files"]
    assert preset.settings["metadata"]["location"] == {"latitude": "1"}
    assert preset.settings["speech_recognition"] == FULL["speech_recognition"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"files-0-DELETE": "on"}, "Choose at least one output file"),
        ({"name": ""}, "Give the preset a name."),
        ({"name": "Taken"}, "There is a preset “Taken” already."),
        ({"files-0-format": "opus", "files-0-bitrate": "320"}, "Opus does not come with 320 kbit/s."),
        ({"files-1-format": "mp3-vbr"}, "Another file ends in “.mp3” already."),
        ({"files-0-suffix": "../x"}, "Use letters, digits, spaces"),
        ({"loudnesstarget": "-17"}, "Select a valid choice."),
        ({"files-TOTAL_FORMS": "wrong"}, "ManagementForm data is missing"),
    ],
)
def test_a_wrong_preset_is_said_in_words(client: Client, team: Team, change: dict[str, str], sentence: str) -> None:
    Preset.objects.create(team=team, name="Taken")
    response = client.post(reverse("productions:preset_new"), filled(Preset(team=team), **{"name": "New", **change}))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Preset.objects.count() == 1


def test_the_form_lists_what_the_servers_really_take(team: Team, ana: User, engine: EngineProcess) -> None:
    account = make.make_account(ana, team, key=engine.api_key)
    AuphonicAccount.objects.filter(pk=account.pk).wake()
    accounts.check(account.pk)
    info = ServerInfo.objects.get(server="engine").info
    preset = make.make_preset(team)
    before = dict(PresetForm(preset=preset, offers=offers_for(team)).fields["loudnesstarget"].choices)
    assert "-31" in before
    info["algorithms"]["loudnesstarget"]["options"] = [
        {"value": -16, "display_name": "minus sixteen"}, {"value": -17.5, "display_name": "New"},
    ]  # fmt: skip
    info["output_files"].pop("opus", None)
    ServerInfo.objects.update(info=info)
    form = PresetForm(preset=preset, offers=offers_for(team))
    assert form.fields["loudnesstarget"].choices == [("-16", "−16 LUFS, podcasts"), ("-17.5", "New")]
    assert "opus" not in dict(form.output_files.forms[0].fields["format"].choices)


def test_lesser_roles_look_at_a_preset_and_cannot_change_it(team: Team) -> None:
    preset = make.make_preset(team)
    client = signed_in(make.make_member(team, Role.EDITOR))
    page = client.get(preset.get_absolute_url()).content.decode()
    assert "Producers of the team can change presets." in page
    assert "Save preset" not in page
    assert client.post(preset.get_absolute_url(), filled(preset)).status_code == 403


def test_deleting_a_preset_leaves_its_shows(client: Client, team: Team) -> None:
    show = make.make_show(team, preset=make.make_preset(team))
    client.post(reverse("productions:preset_delete", args=[show.preset_id]))
    show.refresh_from_db()
    assert show.preset is None


def test_the_chain_says_what_happens_to_the_sound() -> None:
    stages = {stage.name: stage.words if stage.is_on else "off" for stage in chain({"algorithms": {"leveler": False}})}
    assert stages == {
        "Filter": "High-pass", "Noise and reverb": "off", "Leveler": "off", "Cuts": "off",
        "Loudness": "−16 LUFS", "Transcript": "off",
    }  # fmt: skip


# ---------------------------------------------------------------- versions
def test_versions_are_kept_compared_and_restored(client: Client, team: Team) -> None:
    preset = make.make_preset(team)
    address = preset.get_absolute_url()
    client.post(address, filled(preset, loudnesstarget="-19"))
    preset.refresh_from_db()
    client.post(address, filled(preset))  # nothing changed
    client.post(address, filled(preset, loudnesstarget="-23", leveler=None))
    assert list(preset.versions.values_list("number", flat=True)) == [3, 2, 1]
    page = client.get(reverse("productions:preset_versions", args=[preset.pk]) + "?from=1&to=3").content.decode()
    assert "−16 LUFS, podcasts" in page
    assert "−23 LUFS, broadcast" in page
    client.post(reverse("productions:preset_restore", args=[preset.pk, 1]))
    preset.refresh_from_db()
    assert (preset.version, preset.loudness_target) == (4, -16)
    assert not difference(preset.settings, preset.versions.get(number=1).settings)
    assert client.post(reverse("productions:preset_restore", args=[preset.pk, 9])).status_code == 404


def test_two_people_cannot_save_over_each_other(client: Client, team: Team, ana: User) -> None:
    preset = make.make_preset(team)
    mine = filled(preset, loudnesstarget="-19")
    versions.save(Preset.objects.get(), "Renamed", preset.settings, ana)
    response = client.post(preset.get_absolute_url(), mine)
    assert response.status_code == 422
    assert "Ana Duarte saved this preset while you were changing it." in response.content.decode()
    preset.refresh_from_db()
    assert (preset.name, preset.loudness_target) == ("Renamed", -16)


def test_a_production_keeps_the_version_it_began_with(team: Team, ana: User) -> None:
    show = make.make_show(team, preset=make.make_preset(team), account=make.make_account(ana, team))
    versions.save(show.preset, "Newer", {"algorithms": {"loudnesstarget": -23}}, ana)
    episode = make.make_episode(show)
    run = pipeline.start(episode, make.make_recording(episode), actor=ana)
    versions.save(show.preset, "Newest", {}, ana)
    run.refresh_from_db()
    assert (run.preset_version, run.preset_settings) == (2, {"algorithms": {"loudnesstarget": -23}})


def test_a_copy_has_a_name_of_its_own(client: Client, team: Team) -> None:
    preset = make.make_preset(team)
    for _ in range(2):
        client.post(reverse("productions:preset_duplicate", args=[preset.pk]))
    assert set(Preset.objects.values_list("name", flat=True)) == {
        preset.name, f"{preset.name}, copy", f"{preset.name}, copy 2",
    }  # fmt: skip


# ---------------------------------------------------------------- counterparts
def test_sent_changed_there_and_taken_back(client: Client, team: Team, ana: User, engine: EngineProcess) -> None:
    account = make.make_account(ana, team, key=engine.api_key)
    preset = Preset.objects.create(team=team, name="Round trip", settings=presets.DEFAULT)
    address = reverse("productions:preset_copy", args=[preset.pk])
    client.post(address, {"account": account.pk, "wish": "send"})
    copy = PresetCopy.objects.get()
    copies.match(copy.pk)
    copy.refresh_from_db()
    remote = accounts.client_for(account)
    assert remote.preset(copy.auphonic_uuid).name == "Round trip"
    assert (copies.drift(copy), copy.error) == ([], "")

    remote.update_preset(copy.auphonic_uuid, {**presets.DEFAULT, "algorithms": {"loudnesstarget": -23}})
    client.post(address, {"account": account.pk, "wish": ""})
    copies.match(copy.pk)
    copy.refresh_from_db()
    assert copies.is_changed_there(copy)
    assert "−23 LUFS, broadcast (EBU R 128)" in client.get(preset.get_absolute_url()).content.decode()
    assert "differs at Auphonic" in client.get(reverse("productions:preset_list")).content.decode()

    client.post(address, {"account": account.pk, "wish": "fetch"})
    copies.match(copy.pk)
    preset.refresh_from_db()
    assert (preset.loudness_target, preset.version) == (-23, 2)
    assert preset.versions.first().note == f"taken from {account}"


def test_what_is_gone_there_is_made_again(team: Team, ana: User, engine: EngineProcess) -> None:
    account = make.make_account(ana, team, key=engine.api_key)
    preset = make.make_preset(team)
    copy = PresetCopy.objects.create(preset=preset, account=account, auphonic_uuid="2222222222222222222222")
    for wish, is_missing in (("", True), ("send", False)):
        copies.ask(preset, account, wish, ana)
        copies.match(copy.pk)
        copy.refresh_from_db()
        assert copy.is_missing == is_missing
    assert accounts.client_for(account).preset(copy.auphonic_uuid).name == preset.name
    engine.faults({"path": "preset/", "do": "503", "times": 1})
    copies.ask(preset, account, "", ana)
    copies.match(copy.pk)
    copy.refresh_from_db()
    assert copy.error
    assert copy.due_at is not None


def test_a_preset_goes_to_no_account_of_others(client: Client, team: Team) -> None:
    stranger = make.make_user("Somebody")
    foreign = make.make_account(stranger, make.make_team(stranger))
    preset = make.make_preset(team)
    address = reverse("productions:preset_copy", args=[preset.pk])
    for data in ({"account": foreign.pk, "wish": "send"}, {"account": "x", "wish": "send"}, {}):
        assert "Choose an account that is lent to this team." in said(client.post(address, data, follow=True))[-1]
    assert not PresetCopy.objects.exists()


def test_the_page_costs_the_same_with_one_and_with_thirty(client: Client, team: Team, ana: User) -> None:
    preset = make.make_preset(team)

    def more(count: int) -> None:
        for _ in range(count):
            account = make.make_account(ana, team)
            PresetCopy.objects.create(preset=preset, account=account, found={"algorithms": {"loudnesstarget": -23}})
            make.make_show(team, preset=preset)
            versions.save(preset, preset.name, {"algorithms": {"musicgain": account.pk.int % 97}}, ana)

    addresses = [preset.get_absolute_url(), reverse("productions:preset_versions", args=[preset.pk]), "/presets/"]
    more(2)
    few = [cost(client, address) for address in addresses]
    more(28)
    assert [cost(client, address) for address in addresses] == few


# ---------------------------------------------------------------- variables
def test_who_wins_in_the_metadata(team: Team) -> None:
    show = make.make_show(team, title="Small Machines")
    episode = make.make_episode(show, title="A {clock}", number=7, summary="One screw.")
    template = {
        "title": "{show} {number}: {title}", "summary": "{summary}\n\nMore at {url}", "url": "https://example.org",
        "album": "Ours", "subtitle": "{input_basename} on {nothing}", "genre": "Podcast", "track": "99",
    }  # fmt: skip
    assert presets.metadata_of(episode, template) == {
        "title": "Small Machines 7: A {clock}", "summary": "One screw.\n\nMore at https://example.org",
        "url": "https://example.org", "album": "Ours", "artist": team.name, "genre": "Podcast", "track": "7",
        "subtitle": "{input_basename} on {nothing}", "year": str(episode.created_at.year),
    }  # fmt: skip
    assert presets.metadata_of(episode, {"title": "not this"})["title"] == "A {clock}"
    assert set(variables.values_of(episode)) <= set(variables.VARIABLES)


def test_a_label_inside_a_sentence_keeps_its_capital_in_german() -> None:
    assert within("Target") == "target"
    with translation.override("de"):
        assert within("Ziel") == "Ziel"
