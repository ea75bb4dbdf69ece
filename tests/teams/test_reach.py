"""Who is in a team for named shows only finds nothing of the others, and may only look at what is the whole team's."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from audiodn.models import Collection, Track
from productions import files
from productions.models import Episode, OutputFile, Preset, Production, Recording, Show
from productions.states import State
from teams import access
from teams.models import Membership, Role, Team, TeamOwnedQuerySet
from tests import make
from tests.pages import cost, signed_in

pytestmark = pytest.mark.django_db


def test_whatever_belongs_to_a_show_says_so() -> None:
    """A model that forgets its `show_path` would be seen by who is there for other shows."""
    for model in apps.get_models():
        rows = model._default_manager.all()
        if isinstance(rows, TeamOwnedQuerySet) and rows.team_path != "team":
            is_of_show = any(name in rows.team_path for name in ("show", "episode", "collection"))
            assert bool(rows.show_path) == is_of_show, model


class Half:
    """A team with two shows, one of everything in each, and a producer who is there for the first."""

    def __init__(self) -> None:
        self.team = make.make_team(make.make_user("Ana"))
        self.lea = make.make_member(self.team, Role.PRODUCER, make.make_user("Lea"))
        self.mine, self.other = (self.show(title) for title in ("Tidewater", "Undertow"))
        self.loose = Collection.objects.create(team=self.team, title="Jingles")
        make.make_preset(self.team)
        membership = Membership.objects.get(user=self.lea)
        membership.is_limited = True
        membership.save()
        membership.shows.set([self.mine])
        self.client = signed_in(self.lea)

    def show(self, title: str) -> Show:
        collection = Collection.objects.create(team=self.team, title=f"{title} tracks")
        show = make.make_show(self.team, title=title, collection=collection)
        make.make_track(self.team, collection=collection)
        production = make.make_production(
            make.make_episode(show, title=f"{title} one"), State.FAILED, failed_in="creating"
        )
        OutputFile.objects.create(production=production, file="x.mp3", file_name="x.mp3", format="mp3", size=1)
        return show


@pytest.fixture
def half() -> Half:
    return Half()


def of(show: Show) -> Iterator[object]:
    """One of everything that belongs to a show."""
    episode = show.episodes.get()
    yield from (show, episode, episode.recordings.get(), episode.productions.get())
    yield from (OutputFile.objects.get(production__episode=episode), show.collection, show.collection.tracks.get())


def test_every_queryset_knows_the_one_show_and_not_the_other(half: Half) -> None:
    for model in (Show, Episode, Recording, Production, OutputFile, Collection, Track):
        assert list(model.objects.for_user(half.lea)) == [each for each in of(half.mine) if isinstance(each, model)]
        assert {each.my_role for each in model.objects.for_user(half.lea)} == {Role.PRODUCER}
        assert model.objects.for_user(half.team.memberships.get(role=Role.OWNER).user).count() >= 2
    assert [preset.my_role for preset in Preset.objects.for_user(half.lea)] == [Role.REVIEWER]
    assert [team.my_role for team in Team.objects.for_user(half.lea)] == [Role.REVIEWER]


def pages(show: Show) -> Iterator[str]:
    show_, episode, _, production, _, collection, track = of(show)
    yield from (reverse(f"productions:{name}", args=[show_.pk]) for name in ("show_edit", "episode_new"))
    yield show_.get_absolute_url()
    yield from (reverse(f"productions:{name}", args=[episode.pk]) for name in ("episode_detail", "episode_edit"))
    yield reverse("audiodn:collection_detail", args=[collection.pk])


def test_pages_files_and_lists(half: Half) -> None:
    assert {half.client.get(address).status_code for address in pages(half.mine)} == {200}
    assert {half.client.get(address).status_code for address in pages(half.other)} == {404}
    for name in ("desk:home", "productions:show_list", "audiodn:collection_list", "productions:preset_list"):
        page = half.client.get(reverse(name)).content.decode()
        assert "Undertow" not in page, name
        assert "Jingles" not in page, name
    for kind, model in (("recordings", Recording), ("outputs", OutputFile)):
        for show, is_there in ((half.mine, True), (half.other, False)):
            row = next(each for each in of(show) if isinstance(each, model))
            if is_there:
                assert files.find(half.lea, kind, row.pk) == row
            else:
                with pytest.raises(access.Http404):
                    files.find(half.lea, kind, row.pk)


def test_the_whole_teams_things_are_to_look_at(half: Half) -> None:
    preset = Preset.objects.get()
    assert half.client.get(reverse("productions:preset_detail", args=[preset.pk])).status_code == 200
    for name in ("productions:show_new", "productions:preset_new"):
        refused = half.client.get(reverse(name))
        assert refused.status_code == 403
        assert "you are here for named shows only" in refused.content.decode()
    assert half.client.post(reverse("productions:preset_delete", args=[preset.pk])).status_code == 403


def test_home_offers_what_the_role_may_do_in_the_named_show(half: Half) -> None:
    page = half.client.get("/").content.decode()
    assert reverse("productions:production_retry", args=[half.mine.episodes.get().productions.get().pk]) in page


def test_an_owner_names_the_shows_on_a_page(half: Half) -> None:
    owner = signed_in(half.team.memberships.get(role=Role.OWNER).user)
    address = reverse("teams:member_shows", args=[half.team.memberships.get(user=half.lea).pk])
    assert "checked" in owner.get(address).content.decode()
    owner.post(address, {"reach": "named", "shows": [half.other.pk]})
    assert list(Show.objects.for_user(half.lea)) == [half.other]
    owner.post(address, {"reach": "all"})
    assert Show.objects.for_user(half.lea).count() == 2
    refused = owner.post(address, {"reach": "named", "shows": [make.make_show(make.make_team()).pk]})
    assert refused.status_code == 422


def test_what_is_lent_leaves_with_its_lender(half: Half) -> None:
    account = make.make_account(half.lea, half.team)
    Show.objects.filter(pk=half.mine.pk).update(account=account)
    membership = half.team.memberships.get(user=half.lea)
    answer = half.client.post(reverse("teams:member_remove", args=[membership.pk]), follow=True)
    assert "1 shows need another Auphonic account now." in answer.content.decode()
    assert not account.lent_to.exists()
    half.mine.refresh_from_db()
    assert half.mine.account is None


def test_a_team_may_ask_for_a_second_factor(half: Half) -> None:
    owner = half.team.memberships.get(role=Role.OWNER).user
    client = signed_in(owner)
    address, form = reverse("teams:team_security"), {"is_second_factor_required": "on"}
    assert "lock yourself out" in client.post(address, form).content.decode()
    owner.authenticator_set.create(type="totp", data={})
    assert client.post(address, form).status_code == 302
    assert half.client.get("/").url == reverse("mfa_index")
    assert half.client.get(half.mine.get_absolute_url()).status_code == 404
    with pytest.raises(access.Locked):
        access.get_for(half.lea, Team.objects, access.SEE, pk=half.team.pk)
    half.lea.authenticator_set.create(type="recovery_codes", data={})
    assert half.client.get("/").url == reverse("mfa_index")
    half.lea.authenticator_set.create(type="webauthn", data={})
    assert half.client.get("/").status_code == 200
    assert Client().get("/").url.startswith(reverse("account_login"))


def test_the_team_page_costs_the_same_for_one_and_for_thirty(half: Half) -> None:
    client, address = signed_in(half.team.memberships.get(role=Role.OWNER).user), reverse("teams:team_detail")
    few = cost(client, address)
    for _ in range(30):
        user = make.make_member(half.team, Role.EDITOR)
        membership = half.team.memberships.get(user=user)
        membership.is_limited = True
        membership.save()
        membership.shows.set([half.mine])
    assert cost(client, address) == few
