"""How far a production is, its timeline and the verdict, told from rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from productions import verdict
from productions.models import Production, ProductionEvent
from productions.stages import Row, timeline
from productions.states import State
from tests import make
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def production() -> Production:
    return make.make_production(make.make_episode(make.make_show(make.make_team())), State.PROCESSING, progress=0.62)


def test_nothing_under_way_is_ever_at_a_hundred(production: Production) -> None:
    row = Row(production.episode, production.recording, production)
    assert row.percent == 62
    production.progress = 1.0
    assert row.percent == 99
    production.state = State.READY
    assert row.percent is None


def test_the_timeline_adds_up_what_each_part_took(production: Production) -> None:
    began = timezone.now() - timedelta(minutes=5)
    walk = [(1, State.CREATING, 0), (1, State.UPLOADING, 2), (1, State.FAILED, 12), (2, State.UPLOADING, 60),
            (2, State.STARTING, 90), (2, State.PROCESSING, 93)]  # fmt: skip
    for run, state, second in walk:
        ProductionEvent.objects.create(
            production=production, run=run, state=state, at=began + timedelta(seconds=second)
        )
    entries = timeline(production, list(production.events.all()))
    assert [(entry.mark, entry.seconds) for entry in entries] == [
        ("good", 2.0),
        ("good", 40.0),
        ("good", 3.0),
        ("run", None),
        ("todo", None),
        ("todo", None),
        ("todo", None),
    ]
    assert entries[3].since == production.state_since


def levels(loudness: float, peak: float) -> dict[str, Any]:
    return {
        "levels": {
            "input": {"loudness": [-21.7, "LUFS"]},
            "output": {"loudness": [loudness, "LUFS"], "peak": [peak, "dBTP"]},
        }
    }


@pytest.mark.parametrize(
    ("wanted", "loudness", "peak", "words"),
    [
        ({"loudnesstarget": -16}, -16.2, -1.0, ["on target", "below the ceiling"]),
        ({"loudnesstarget": -16}, -17.4, -0.2, ["1.4 LU too quiet", "0.8 dB over the ceiling"]),
        ({"loudnesstarget": -24, "maxpeak": 99.0}, -23.0, -1.5, ["1.0 LU too loud", "0.5 dB over the ceiling"]),
        ({"loudnesstarget": "-19", "maxpeak": "-3"}, -19.0, -3.1, ["on target", "below the ceiling"]),
        ({"normloudness": False}, -30.0, 0.0, ["", ""]),
        ({}, -16.0, -1.0, ["on target", "below the ceiling"]),
    ],
)
def test_the_verdict_is_held_against_the_preset(
    production: Production, wanted: dict[str, Any], loudness: float, peak: float, words: list[str]
) -> None:
    production.statistics = levels(loudness, peak)
    production.preset_settings = {"algorithms": wanted}
    assert [figure.word for figure in verdict.figures(production)] == words


@pytest.mark.parametrize("statistics", [None, {}, {"levels": None}, {"levels": {"output": {"loudness": None}}}])
def test_without_statistics_there_is_no_verdict(production: Production, statistics: Any) -> None:
    production.statistics = statistics
    assert verdict.figures(production) == []


# ---------------------------------------------------------------- the admin
@pytest.fixture
def admin() -> Client:
    return signed_in(make.make_user("Root", is_staff=True, is_superuser=True))


def test_the_admin_shows_a_state_and_cannot_change_it(admin: Client, production: Production) -> None:
    address = reverse("admin:productions_production_change", args=[production.pk])
    assert 'name="state"' not in admin.get(address).content.decode()
    admin.post(address, {"state": State.READY})
    production.refresh_from_db()
    assert production.state == State.PROCESSING


def test_the_admins_actions_are_the_pipelines_verbs(admin: Client, production: Production) -> None:
    address = reverse("admin:productions_production_changelist")
    ready = make.make_production(make.make_episode(production.episode.show), State.READY)
    both = {"action": "cancel", "_selected_action": [str(production.pk), str(ready.pk)]}
    page = admin.post(address, both, follow=True).content.decode()
    assert "This production has ended already; there is nothing to cancel." in page
    production.refresh_from_db()
    assert production.state == State.CANCELING


def test_the_admins_lists_cost_the_same_for_one_and_for_thirty(admin: Client, production: Production) -> None:
    address = reverse("admin:productions_production_changelist")
    few = cost(admin, address)
    for _ in range(30):
        make.make_production(make.make_episode(production.episode.show), State.READY)
    assert cost(admin, address) == few


def test_a_credential_is_nowhere_in_the_admin(admin: Client, production: Production) -> None:
    team = production.episode.show.team
    account = make.make_account(team.members.get(), team, key="a-very-secret-key")
    page = admin.get(reverse("admin:productions_auphonicaccount_change", args=[account.pk])).content.decode()
    assert account.name in page
    assert "a-very-secret-key" not in page
    assert account.sealed_credential not in page
