"""A hundred thousand episodes: pages and admin lists ask as many questions as for thirty."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audiodn.models import Track
from productions.models import Episode, Production, ProductionEvent, Recording, Show
from productions.states import State
from teams.models import Team
from tests import make
from tests.pages import cost, signed_in
from tests.scale import grow

pytestmark = [pytest.mark.django_db, pytest.mark.servers]
MANY = 100_000
MOST = 12  # queries, whoever asks among them


def again(client: Client, page: str) -> int:
    """Queries of a second look while nothing is new."""
    cost(client, page)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return len(asked)


@pytest.fixture
def world(team: Team) -> tuple[Client, list[str], Episode]:
    """Somebody who may see everything, and the pages that list it. One episode is there, and one is under way."""
    ana = team.members.get()
    type(ana).objects.filter(pk=ana.pk).update(is_staff=True, is_superuser=True)
    show = make.make_show(team, account=make.make_account(ana, team), preset=make.make_preset(team))
    episode = make.make_episode(show)
    make.make_recording(episode)
    make.make_track(team)
    failed = make.make_production(episode, State.FAILED, failed_in="creating", error="It was refused.")
    ProductionEvent.objects.create(production=failed, state=State.FAILED)
    make.make_production(make.make_episode(make.make_show(team)), State.PROCESSING)
    names = [Episode, Production, Recording, Show, Track]
    lists = [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in names]
    lists += [f"{lists[0]}?q=episode", f"{lists[1]}?state__exact=failed", f"{lists[1]}?q=nothing"]
    pages = [reverse("desk:home"), show.get_absolute_url(), f"{show.get_absolute_url()}?page=2"]
    pages += [episode.get_absolute_url(), f"{reverse('desk:search')}?q=episode"]  # these five have a limit
    pages += [reverse(name) for name in ("desk:running", "productions:show_list", "productions:usage")]
    return signed_in(ana), [*pages, *lists], episode


def test_pages_and_lists_of_the_admin_stay_as_they_are(world: tuple[Client, list[str], Episode]) -> None:
    client, pages, episode = world
    one = [cost(client, page) for page in pages]
    grow(episode, 30)
    few = [cost(client, page) for page in pages]
    grow(episode, MANY)
    assert Production.objects.count() >= MANY
    many = [cost(client, page) for page in pages]
    grown = dict(zip(pages, zip(one, few, many, strict=True), strict=True))
    assert {page: counts for page, counts in grown.items() if counts[2] > counts[1] or counts[1] > counts[0]} == {}
    assert {page: count for page in pages[:5] if (count := again(client, page)) > MOST} == {}
    newest = [(Episode, "episode_newest"), (Production, "production_newest")]
    for model, index in newest:  # what the admin shows first is read from an index, not sorted
        assert index in model._default_manager.order_by("-created_at", "id")[:100].explain(), model
    assert "production_due" in Production.objects.unfinished().explain()
