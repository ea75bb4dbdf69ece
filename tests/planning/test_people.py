"""People and checklists: regulars, parts of one episode, templates, points ticked with a name and a moment."""

import pytest
from django.urls import reverse

from planning.models import Part, Person, Plan, ShowPlan
from planning.people import parts_of
from planning.stages import Stage
from tests import make
from tests.pages import signed_in
from tests.planning.conftest import Desk

pytestmark = pytest.mark.django_db


def names(desk: Desk) -> list[str]:
    return [str(part) for part in parts_of(Plan.objects.select_related("episode__show").get(episode=desk.episode))]


def test_an_episode_has_the_shows_regulars_until_it_has_its_own(desk: Desk) -> None:
    client = signed_in(desk.mia)
    show = reverse("planning:show_people", args=[desk.show.pk])
    episode = reverse("planning:episode_people", args=[desk.episode.pk])
    client.post(show, {"name": "Ana Duarte", "role": "host"})
    client.post(show, {"name": "ana duarte", "role": "host"})  # the same person in the same part
    client.post(show, {"name": "Ana Duarte", "role": "producer"})
    assert names(desk) == ["Ana Duarte, Host", "Ana Duarte, Producer"]
    client.post(episode, {"name": "Mia Holm", "role": "guest"})
    assert names(desk) == ["Ana Duarte, Host", "Ana Duarte, Producer", "Mia Holm, Guest"]
    client.post(show, {"name": "Tom", "role": "co-host"})
    assert "Tom, Co-host" not in names(desk)  # its own list by now
    client.post(episode, {"remove": Part.objects.get(episode=desk.episode, role="producer").pk})
    assert names(desk) == ["Ana Duarte, Host", "Mia Holm, Guest"]
    client.post(episode, {"inherit": "1"})
    assert names(desk) == ["Ana Duarte, Host", "Ana Duarte, Producer", "Tom, Co-host"]
    client.post(episode, {"remove": Part.objects.get(show=desk.show, role="co-host").pk})  # the show's, from its copy
    assert names(desk) == ["Ana Duarte, Host", "Ana Duarte, Producer"]
    assert Part.objects.filter(show=desk.show).count() == 3
    assert client.post(show, {"name": "", "role": "host"}).status_code == 422
    assert client.post(show, {"name": "X", "role": "boss"}).status_code == 422
    assert client.post(show, {"remove": "nonsense"}).status_code == 302
    assert Person.objects.count() == 3


def test_a_hidden_guest_is_public_with_the_first_release(desk: Desk) -> None:
    person = Person.objects.create(team=desk.team, name="Mia Holm", is_hidden=True)
    Part.objects.create(person=person, episode=desk.episode)
    assert not Person.objects.public().exists()
    Plan.objects.filter(episode=desk.episode).update(stage=Stage.PUBLISHED)
    assert Person.objects.public().get() == person


def test_a_persons_page_keeps_a_picture_and_says_what_is_wrong(desk: Desk) -> None:
    client, address = signed_in(desk.mia), reverse("planning:person_new")
    form = {"name": "Mia Holm", "link": "example.org/mia", "is_hidden": "on", "photo": make.picture()}
    response = client.post(address, form)
    person = Person.objects.get()
    assert response.url == reverse("planning:person_edit", args=[person.pk])
    assert (person.link, person.is_hidden) == ("https://example.org/mia", True)
    picture = reverse("planning:person_picture", args=[person.pk])
    assert client.get(picture)["Content-Type"] == "image/webp"
    assert signed_in(make.make_user("Eve")).get(picture).status_code == 404
    assert client.post(address, {"name": "Tom", "link": "javascript:alert(1)"}).status_code == 422
    client.post(reverse("planning:person_delete", args=[person.pk]))
    assert not Person.objects.exists()


def test_a_template_is_copied_to_each_new_episode(desk: Desk) -> None:
    client = signed_in(desk.jonas)
    address = reverse("planning:show_template", args=[desk.show.pk])
    lines = "Book the guest -14\n\n Write the notes −2\nAsk about take-2\n"
    assert client.post(address, {"lines": lines}).status_code == 302
    before = [("Book the guest", 14), ("Write the notes", 2), ("Ask about take-2", None)]
    assert list(desk.show.template_points.values_list("text", "days_before")) == before
    page = client.get(reverse("planning:show_plan", args=[desk.show.pk])).content.decode()
    assert "Book the guest -14\nWrite the notes -2\nAsk about take-2</textarea>" in page
    assert client.post(address, {"lines": "Too early -400"}).status_code == 422
    episode = desk.add("New")
    assert list(episode.points.values_list("text", "days_before")) == before
    assert not desk.episode.points.exists()
    client.post(address, {"lines": "Something else"})
    assert episode.points.count() == 3


def test_points_are_ticked_by_somebody_and_opened_again(desk: Desk) -> None:
    client = signed_in(desk.mia)
    client.post(reverse("planning:point_add", args=[desk.episode.pk]), {"text": "Write the notes", "days_before": 2})
    point = desk.episode.points.get()
    address = reverse("planning:point_change", args=[point.pk])
    assert client.post(address, {"done": "1"}).url.endswith("/plan/#h-checklist")
    first = desk.episode.points.get()
    assert (first.done_by, bool(first.done_at)) == (desk.mia, True)
    signed_in(desk.jonas).post(address, {"done": "1"})
    assert desk.episode.points.get().done_by == desk.mia  # who did it first
    client.post(address, {"done": "0"})
    assert desk.episode.points.get().done_at is None
    assert client.post(address, {"text": "", "days_before": 2}).status_code == 422
    client.post(address, {"text": "Write the notes", "own_day": "2082-12-24"})
    point.refresh_from_db()
    assert (str(point.own_day), point.days_before) == ("2082-12-24", None)
    page = client.get(reverse("planning:episode_plan", args=[desk.episode.pk])).content.decode()
    assert "due Thu 24 Dec, set by hand" in " ".join(page.split())
    client.post(address, {"delete": "1"})
    assert not desk.episode.points.exists()


def test_a_shows_cadence_words_and_limits(desk: Desk) -> None:
    client, address = signed_in(desk.jonas), reverse("planning:show_plan", args=[desk.show.pk])
    form = {"every": "month", "weekday": "4", "nth": "-1", "goes_out_at": "17:30", "time_zone": "Europe/Lisbon"}
    form |= {"label_editing": "Cutting", "limit_editing": "3"}
    assert client.post(address, form).status_code == 302
    plan = ShowPlan.objects.get(show=desk.show)
    assert (plan.labels, plan.limits) == ({"editing": "Cutting"}, {"editing": 3})
    assert plan.cadence.sentence == "Every month on the last Friday, 17:30"
    seen = client.get(address).context["form"].initial["seen"]
    assert signed_in(desk.ana).post(address, {**form, "nth": "2"}).status_code == 302
    late = client.post(address, {**form, "goes_out_at": "18:00", "seen": seen})
    assert "Ana Duarte changed this a moment ago." in late.content.decode()
    assert f"{ShowPlan.objects.get(show=desk.show).goes_out_at:%H:%M}" == "17:30"
    wrong = client.post(address, {**form, "time_zone": "Europe/Atlantis"})
    assert wrong.status_code == 422
    assert "There is no time zone of this name." in wrong.content.decode()
    assert signed_in(desk.mia).get(address).status_code == 403
    new = client.get(reverse("productions:episode_new", args=[desk.show.pk]) + "?planned=2082-12-24").content.decode()
    assert 'value="2082-12-24T17:30"' in new
