"""A show names the collection its episodes go to: one that is there, or a new one with the first delivery."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from audiodn.models import Collection
from productions import tracks
from productions.models import Production, Show
from productions.states import State
from teams.models import Role, Team
from tests import make
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def producer(team: Team) -> Client:
    return signed_in(make.make_member(team, Role.PRODUCER))


class Claimed:
    """A turn that is never lost."""

    def __init__(self, production: Production) -> None:
        self.production = production

    def write(self, **values: Any) -> None:
        Production.objects.filter(pk=self.production.pk).update(**values)


def delivered_to(show: Show) -> Collection:
    """Where the next delivery of the show goes."""
    production = make.make_production(make.make_episode(Show.objects.get(pk=show.pk)), State.DELIVERING)
    return tracks.make(production, Claimed(production)).collection  # type: ignore[arg-type]


def test_it_is_chosen_in_the_shows_form(team: Team, producer: Client) -> None:
    show = make.make_show(team, title="Tidewater")
    mine, taken = (Collection.objects.create(team=team, title=title) for title in ("Season two", "Taken"))
    make.make_show(team, collection=taken)
    foreign = Collection.objects.create(team=make.make_team(), title="Foreign")
    page = reverse("productions:show_edit", args=[show.pk])
    form = {"title": show.title, "color": "#037c9a"}
    html = producer.get(page).content.decode()
    assert "A new one, with the first delivery" in html
    assert "Those that are out stay where they are" in html
    assert "Season two" in html
    assert "Taken" not in html
    for other in (taken, foreign):
        assert producer.post(page, {**form, "collection": other.pk}).status_code == 422
    first = delivered_to(show)
    assert (first.title, first.show) == ("Tidewater", show)
    assert producer.post(page, form).status_code == 302  # who does not say keeps it
    assert Show.objects.get(pk=show.pk).collection == first
    assert producer.post(page, {**form, "collection": mine.pk}).status_code == 302
    assert delivered_to(show) == mine
    assert first.tracks.count() == 1  # what is out stays where it is
    assert producer.post(page, {**form, "collection": ""}).status_code == 302
    assert delivered_to(show) not in (first, mine)
