"""Every failure that can be recorded has its entry, and what people copy for others gives nothing away."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from desk import report
from desk.catalogue import CATALOGUE, CODES, Way
from desk.runs import AUDIODN, AUPHONIC
from desk.templatetags.desk import trouble_of
from podcaststudio.vitals import Ill
from productions.models import Production, Show
from productions.states import WORKING, State
from teams.models import Role, Team
from tests import make
from tests.pages import signed_in

TOKEN = "eyJhbGciOiJIUzI1NiJ9.c2VjcmV0.dBjftJeZ4CVP_mB92K27"
SAID = f"Auphonic refused: bad token {TOKEN} at https://ana:pw@auphonic.com/api/x?bearer_token=hunter2"


def recorded_codes() -> set[str]:
    """What the pipeline's own code can write as `error_code`."""
    found = set()
    for path in Path(settings.BASE_DIR, "productions").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Failed", "_later"):
                texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
                found |= {text for text in texts if " " not in text}
    return found


def test_every_code_has_an_entry_and_no_code_is_made_up() -> None:
    assert recorded_codes() == set(CODES)
    assert set(CODES.values()) <= set(CATALOGUE)


def test_every_state_a_production_can_fail_in_has_a_title() -> None:
    waits = {State.PROCESSING, State.TRANSCODING}
    assert {*WORKING, *waits} - {State.CANCELING} == set(AUPHONIC) | set(AUDIODN)


@pytest.mark.parametrize("entry", CATALOGUE.values(), ids=CATALOGUE)
def test_every_entry_says_whose_it_is_and_what_helps(entry: Any) -> None:
    for text in (entry.title, entry.whose, entry.helps):
        assert str(text).strip()
    assert bool(entry.button) == (entry.way != Way.NONE)


@pytest.fixture
def show(team: Team) -> Show:
    owner = team.members.get()
    return make.make_show(team, account=make.make_account(owner, team))


def failed(show: Show, failed_in: str, code: str, **more: Any) -> Production:
    return make.make_production(
        make.make_episode(show), State.FAILED, failed_in=failed_in, error_code=code, account=show.account,
        **{"error": SAID, "auphonic_uuid": "WgqsHuASeF5oLJTfKAtvQb", **more},
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("failed_in", "code", "entry", "button"),
    [
        ("creating", "rejected", "E14", "Retry"),
        ("uploading", "no_input", "E14", "Retry"),
        ("starting", "reconnect", "E03", "Retry"),
        ("processing", "auphonic_error", "E11", "Retry"),
        ("collecting", "no_outputs", "E16", "Process again"),
        ("collecting", "unreachable", "E10", "Retry"),
        ("delivering", "rejected", "E21", "Retry delivery"),
        ("delivering", "audiodn_key", "E18", "Open connections"),
        ("transcoding", "audiodn_error", "E21", "Retry delivery"),
        ("delivering", "crash_loop", "E28", "Retry delivery"),
        ("delivering", "of tomorrow", "E28", "Retry delivery"),
    ],
)
def test_a_failed_production_is_told_by_the_catalogue(
    show: Show, failed_in: str, code: str, entry: str, button: str
) -> None:
    found = trouble_of(failed(show, failed_in, code))
    assert found is not None
    assert (found.id, found.button) == (entry, button)
    assert found.is_post == button.startswith("Retry")


@pytest.mark.django_db
def test_too_little_credit_and_a_broken_account_have_entries_of_their_own(show: Show) -> None:
    short = failed(show, "processing", "auphonic_error", error="Not enough credits: this recording needs 0.85 hours.")
    assert trouble_of(short).id == "E05"  # type: ignore[union-attr]
    show.account.is_broken = True
    broken = trouble_of(failed(show, "creating", "reconnect", auphonic_uuid=""))
    assert broken is not None
    assert (broken.button, broken.is_post) == ("Reconnect", False)
    assert broken.title.endswith(f"no longer accepts the link of {show.account.user}")


@pytest.mark.django_db
def test_uploads_fetches_tracks_errands_and_workers_are_told_too(show: Show, team: Team) -> None:
    episode, owner = make.make_episode(show), team.members.get()
    row = {"user": owner, "size": 9, "expires_at": timezone.now()}
    uploads = {
        "E09": episode.uploads.create(file_name="ep42.wav", **row),
        "E06": episode.uploads.create(file_name="notes.pdf", error="It cannot be read here.", **row),
        "E07": episode.uploads.create(file_name="ep42.WAV", error="It has no sound in it.", **row),
        "E08": episode.uploads.create(file_name="ep42.wav", error="The file is too large.", **row),
        "E23": episode.fetches.create(user=owner, address=f"https://x.org/a.wav?{TOKEN}", error="It is not there."),
        "E20": make.make_track(team, status="incomplete"),
        "E21": make.make_track(team, status="error", error="Not sound."),
        "E26": Ill("No worker has been heard of.", ""),
    }
    for entry, each in uploads.items():
        found = trouble_of(each)
        assert found is not None
        assert found.id == entry
        assert TOKEN not in "".join(str(value) for value in vars(found).values())
    assert trouble_of(make.make_track(team, status="ready")) is None


@pytest.mark.django_db
def test_the_report_holds_facts_and_no_token(show: Show, team: Team) -> None:
    production = failed(show, "processing", "auphonic_error")
    page = signed_in(team.members.get()).get(production.episode.get_absolute_url()).content.decode()
    text = page.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0]
    for fact in (production.intent, str(production.pk), "E11", "processing", "WgqsHuASeF5oLJTfKAtvQb", "Django"):
        assert fact in text
    for secret in (TOKEN, "hunter2", "pw@", settings.SECRET_KEY, show.account.sealed_credential):
        assert secret not in text
    assert "auphonic.com/…" in text


def test_long_words_that_might_open_something_go_and_ids_stay() -> None:
    said = "3f2b0c1e-9f1d-4a61-9d0c-2b6f3f1f8f55 Donaudampfschifffahrtsgesellschaft " + "a1" * 20
    assert report.harmless(said) == "3f2b0c1e-9f1d-4a61-9d0c-2b6f3f1f8f55 Donaudampfschifffahrtsgesellschaft …"


@pytest.mark.django_db
def test_who_may_not_retry_sees_whose_it_is_and_no_button(show: Show, team: Team) -> None:
    production = failed(show, "processing", "auphonic_error")
    page = signed_in(make.make_member(team, Role.REVIEWER)).get(production.episode.get_absolute_url())
    assert "/retry/" not in page.content.decode()
    assert "Whose system it is:" in page.content.decode()


@pytest.mark.django_db
def test_what_people_meet_at_pages_is_told_by_its_entry(show: Show, team: Team) -> None:
    owner, editor = team.members.get(), make.make_member(team, Role.EDITOR)
    client, episode = signed_in(owner), make.make_episode(show)

    refused = signed_in(editor).get(reverse("productions:show_edit", args=[show.pk]))
    text = refused.content.decode()
    assert (refused.status_code, "entry: E25" in text, reverse("teams:team_detail") in text) == (403, True, True)

    plan = reverse("planning:episode_plan", args=[episode.pk])
    make.make_heard(episode, State.READY)
    yesterday = timezone.localtime(timezone.now() - timedelta(days=1))
    sent = {"stage": "scheduled", "scheduled_at": f"{yesterday:%Y-%m-%dT%H:%M}", "version": episode.plan.version}
    passed = client.post(plan, sent).content.decode()
    assert "entry: E27" in passed
    assert " has passed in " in passed
    assert type(episode.plan).objects.get(pk=episode.pk).stage != "scheduled"

    edit = reverse("productions:episode_edit", args=[episode.pk])
    late = {"title": "Late", "seen": client.get(edit).context["form"].initial["seen"]}
    signed_in(editor).post(edit, {**late, "title": "Early"})
    text = client.post(edit, late).content.decode()
    assert "entry: E24" in text
    assert text.count("changed this a moment ago.") == 2  # in words, and in the report

    make.make_recording(other := make.make_episode(show))
    show.account.delete()
    text = client.get(other.get_absolute_url()).content.decode()
    assert "entry: E01" in text
    assert text.count(f'href="{reverse("productions:connections")}">') >= 1


def test_the_catalogue_has_every_number_that_is_met_here() -> None:
    assert sorted(CATALOGUE) == [f"E{number:02}" for number in range(1, 29)]
