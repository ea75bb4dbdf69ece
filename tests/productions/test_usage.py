"""What productions cost, and one production by itself."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from productions import usage
from productions.models import OutputFile, Production
from productions.states import State
from teams.models import Role, Team
from tests import make
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db
STATISTICS = {
    "levels": {
        "input": {"loudness": [-26.04, "LUFS"], "snr": [35.2, "dB"], "odd": True, "nothing": None},
        "output": {"loudness": [-16.0, "LUFS"], "peak": [-1.06, "dBTP"], "theirs": [1, "x"]},
    }
}


def spent(show: Any, hours: float | None, month: int, **fields: Any) -> Production:
    production = make.make_production(make.make_episode(show), State.READY, used_credits=hours, **fields)
    Production.objects.filter(pk=production.pk).update(created_at=datetime(2026, month, 15, 12, tzinfo=UTC))
    return production


@pytest.fixture
def client(team: Team) -> Client:
    return signed_in(team.members.get())


def test_credit_is_summed_by_month_show_and_member(client: Client, team: Team) -> None:
    ana, ben = team.members.get(), make.make_member(team, Role.PRODUCER, make.make_user("Ben"))
    one, two = make.make_show(team, title="=Tide"), make.make_show(team, title="Fog")
    account = make.make_account(ana, team, credits=2.5)
    spent(one, 1.0, 3, started_by=ana, account=account)
    spent(one, 0.5, 4, started_by=ben, account=account)
    spent(two, 0.25, 4, started_by=ben)
    spent(two, None, 4, started_by=ben)
    spent(make.make_show(make.make_team(name="Elsewhere")), 9.0, 4)
    rows = usage.paid(ana, team)
    assert [(each.name, each.hours, each.runs) for each in usage.by_month(rows)] == [
        ("April 2026", 0.75, 2), ("March 2026", 1.0, 1),
    ]  # fmt: skip
    assert [(each.name, each.hours, each.share) for each in usage.by_show(rows)] == [
        ("=Tide", 1.5, 100),
        ("Fog", 0.25, 17),
    ]
    assert [(each.name, each.hours) for each in usage.by_member(rows)] == [("Ana Duarte", 1.0), ("Ben", 0.75)]
    assert [each.name for each in usage.by_account(rows)] == [account.name, "Not connected any more"]
    page = client.get(reverse("productions:usage") + "?month=2026-04").content.decode()
    assert page.count("45 min") == 2  # the month, and Ben in it
    assert "Elsewhere" not in page
    assert client.get(reverse("productions:usage") + "?month=now").status_code == 200
    lines = list(csv.reader(io.StringIO(client.get(reverse("productions:usage_csv")).content.decode())))
    assert lines[-1][:4] == ["2026-03-15", "'=Tide", lines[-1][2], "Ana Duarte"]
    assert sum(float(line[-1]) for line in lines[1:]) == 1.75


def test_an_old_production_keeps_its_page_its_files_and_all_numbers(client: Client, team: Team) -> None:
    preset = make.make_preset(team)
    settings = {"algorithms": {"loudnesstarget": -23}}
    run = make.make_production(
        make.make_episode(make.make_show(team)),
        State.READY,
        statistics=STATISTICS,
        preset=preset,
        preset_settings=settings,
    )
    OutputFile.objects.create(production=run, file="x", file_name="a.mp3", format="mp3", size=5, checksum="0f" * 16)
    page = client.get(reverse("productions:production_detail", args=[run.pk])).content.decode()
    for text in (
        "−26.0 LUFS",
        "−1.1 dBTP",
        "35.2 dB",
        "Programme loudness",
        "theirs",
        "−23 LUFS, broadcast",
        "0f" * 16,
    ):
        assert text in page
    assert "odd" not in page
    make.make_production(run.episode, State.READY)
    assert (
        reverse("productions:production_detail", args=[run.pk])
        in client.get(run.episode.get_absolute_url()).content.decode()
    )


def test_the_page_costs_the_same_for_one_and_for_thirty(client: Client, team: Team) -> None:
    addresses = [reverse("productions:usage"), reverse("productions:usage_csv")]

    def more(count: int) -> None:
        for number in range(count):
            ben = make.make_member(team, Role.PRODUCER)
            spent(
                make.make_show(team),
                0.1,
                1 + number % 12,
                started_by=ben,
                account=make.make_account(ben, team, credits=1),
            )

    more(1)
    few = [cost(client, address) for address in addresses]
    more(29)
    assert [cost(client, address) for address in addresses] == few
