"""Many recordings at once: an episode for each."""

import pytest
from django.test import Client
from django.urls import reverse

from productions.forms.batch import title_of
from productions.models import Episode
from teams.models import Team
from tests import make
from tests.pages import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("042_fog-at-night.wav", "fog at night"),
        ("Episode 7: The sea.flac", "The sea"),
        ("1984.mp3", "1984"),
        ("C:\\music\\My   song.wav", "My song"),
        ("___.wav", "Untitled"),
        ("x" * 300 + ".wav", "x" * 200),
        ("no ending", "no ending"),
    ],
)
def test_a_file_name_becomes_a_title(name: str, title: str) -> None:
    assert title_of(name) == title


def test_every_file_gets_an_episode_and_an_upload(team: Team) -> None:
    ana = team.members.get()
    make.make_account(ana, team)
    show = make.make_show(team, preset=make.make_preset(team))
    make.make_episode(show, number=7)
    other = make.make_preset(team, loudnesstarget=-23)
    client, address = signed_in(ana), reverse("productions:show_batch", args=[show.pk])
    sent = {"names": ["01 one.wav", "02 two.wav"], "preset": other.pk}
    page = client.post(address, sent).content.decode()
    found = Episode.objects.exclude(number=7).order_by("number")
    assert [(each.title, each.number, each.created_by) for each in found] == [("one", 8, ana), ("two", 9, ana)]
    assert all(each.own_settings == other.settings for each in found)
    assert all(f'data-episode="{each.pk}"' in page for each in found)
    assert page.count('name="start" checked') == 2
    client.post(address, {"names": ["three.wav"], "preset": show.preset_id})
    assert Episode.objects.get(title="three").own_settings is None


def test_none_and_too_many_are_refused_in_words(team: Team) -> None:
    show = make.make_show(team)
    client: Client = signed_in(team.members.get())
    address = reverse("productions:show_batch", args=[show.pk])
    for names, sentence in (([], "Choose the recordings first."), (["x.wav"] * 51, "These are 51 files.")):
        response = client.post(address, {"names": names})
        assert (response.status_code, sentence in response.content.decode()) == (422, True)
    foreign = make.make_preset(make.make_team(name="Elsewhere"))
    assert client.post(address, {"names": ["x.wav"], "preset": foreign.pk}).status_code == 422
    assert not Episode.objects.exists()
