"""One team with one of everything, and everybody who might ask for it."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from arrivals.models import Survey
from audiodn.models import Errand
from productions.models import PresetVersion, Show
from productions.states import State
from teams import invitations
from teams.models import Role, User
from tests import make
from tests.engine_process import EngineProcess
from tests.rules import ROLES, RULES


@dataclass
class World:
    """One team with one of everything, and everybody who might ask for it."""

    people: dict[str, User] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)

    def address(self, name: str) -> str:
        rule = RULES[name]
        return reverse(name, args=[*(self.keys[part] for part in rule.subject.split()), *rule.rest])

    def is_told_of(self, response: HttpResponse) -> bool:
        """Whether an answer names the show or the team, as none does to strangers."""
        show = Show.objects.get(pk=self.keys["show"])
        return any(word in response.content.decode() for word in (show.title, str(show.team_id)))

    @cached_property
    def clients(self) -> dict[str, Client]:
        """Everybody's browser, signed in once; an anonymous one, too."""
        clients = {who: Client() for who in ("anonymous", *self.people)}
        for who, person in self.people.items():
            clients[who].force_login(person)
        return clients


@pytest.fixture
def world(engine: EngineProcess) -> World:
    owner = make.make_user("Ana", avatar=default_storage.save("avatars/ana.webp", ContentFile(b"RIFF")))
    team = make.make_team(owner)
    people = {name: make.make_member(team, role) for name, role in ROLES.items() if name != "owner"}
    stranger, staff = make.make_user("Someone else"), make.make_user("Staff", is_staff=True, is_superuser=True)
    make.make_show(make.make_team(stranger, "Another team"))
    make.make_team(staff, "The desk")
    account = make.make_account(owner, team)
    show = make.make_show(team, account=account, preset=make.make_preset(team))
    episode = make.make_episode(show)
    track = make.make_covered(make.make_track(team))
    make.make_covered(track.collection)
    Errand.objects.ask(Errand.Kind.TRACK, track)
    PresetVersion.objects.create(preset=show.preset, number=1, name=show.preset.name)
    note = make.make_note(make.make_heard(episode, State.FAILED, failed_in="delivering"), owner)
    there = {"uuid": "there", "title": "Made there", "status": 3, "status_text": "Done", "is_multitrack": True}
    Survey.objects.create(account=account, found=[{**there, "created_at": ""}], surveyed_at=timezone.now())
    account.services = [{"uuid": "shelf", "display_name": "Shelf", "type": "folder"}]
    account.services[0] |= {"is_incoming": True, "is_outgoing": True}
    account.save(update_fields=["services"])
    account.shelves.create(service_uuid="shelf", names=["talk.wav", "fog.flac"], listed_at=timezone.now())
    keys = {
        "team": team.pk,
        "membership": team.memberships.get(user=make.make_member(team, Role.REVIEWER)).pk,
        "invitation": invitations.invite(team, owner, "new@example.org", Role.EDITOR).pk,
        "person": owner.pk,
        "notice": make.make_notice(owner).pk,
        "track": track.pk,
        "collection": track.collection.pk,
        "account": account.pk,
        "show": show.pk,
        "order": account.orders.create(episode=make.make_episode(show), service_uuid="shelf", file_name="talk.wav").pk,
        "arrival": show.arrivals.create(account=account, auphonic_uuid="made there").pk,
        "episode": episode.pk,
        "production": make.make_production(episode, State.FAILED, failed_in="creating").pk,
        "note": note.pk,
        "request": note.production.review_requests.create(reviewer=people["reviewer"]).pk,
        "link": make.make_review_link(episode)[0].pk,
        "preset": show.preset.pk,
        "cover": track.cover_url.rsplit("/", 1)[-1].removesuffix(".jpg"),
        "errand": Errand.objects.get(track=track).pk,
        "said": make.make_transcript(episode).pk,
        "embed": track.embeds.create(collection=track.collection, title="Blog").pk,
        "client_key": track.clientkeys.create(collection=track.collection, title="Blog").pk,
        "app_token": team.app_tokens.create(user=owner, name="Phone").pk,
        "change": show.changes.create(made_by=owner, words="moved").pk,
        "subscription": team.subscriptions.create(user=owner, token_hash="of the owner").pk,
        "point": episode.points.create(text="Write the notes").pk,
        "guest": make.make_guest(show).pk,
        "guessed": "guessed",
        "orphan": "left-behind",
        "secret": make.make_connection(team, orphan=track.collection).webhook_secret,
        "token": "forged.token",
    }
    return World({**people, "owner": owner, "stranger": stranger, "staff": staff}, keys)
