"""Every address of the project × everybody who might ask × GET, POST and DELETE, against one table.

An address that is missing from the table fails the test. The bytes plane has the same test of its own.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from audiodn.models import Errand
from productions.models import PresetVersion, Show
from productions.states import State
from teams import invitations
from teams.access import EDIT, OWN, RUN, SEE
from teams.models import Role, User
from tests import make
from tests.engine_process import EngineProcess

pytestmark = pytest.mark.django_db
STAFF: Any = 99  # who looks after the installation, and no role of a team
NOBODY = None  # this method is not answered at all: 405
FOREIGN = ("admin/", "sign/", "api/")  # Django's, allauth's and apps', with tests of their own


@dataclass(frozen=True)
class Rule:
    """Whose object is in the address, and the least role for each method."""

    subject: str  # "" for pages without an object
    get: Role | None = NOBODY
    post: Role | None = NOBODY
    delete: Role | None = NOBODY
    is_public: bool = False
    rest: tuple[Any, ...] = ()  # what the address has beside its object


RULES = {
    "healthz": Rule("", SEE, is_public=True),
    "readyz": Rule("", SEE, is_public=True),
    "health": Rule("", STAFF),
    "teams:team_new": Rule("", SEE, SEE),
    "teams:team_switch": Rule("team", NOBODY, SEE),
    "teams:team_detail": Rule("", SEE, OWN),
    "teams:team_edit": Rule("", OWN, OWN),
    "teams:team_security": Rule("", NOBODY, OWN),
    "teams:team_transfer": Rule("membership", NOBODY, OWN),
    "teams:member_role": Rule("membership", NOBODY, OWN),
    "teams:member_shows": Rule("membership", OWN, OWN),
    "teams:invitation_revoke": Rule("invitation", NOBODY, OWN),
    "teams:invitation_again": Rule("invitation", NOBODY, OWN),
    "teams:log": Rule("", OWN),
    "teams:log_csv": Rule("", OWN),
    "teams:join": Rule("token", SEE, SEE, is_public=True),
    "teams:avatar": Rule("person", SEE),
    "teams:member_remove": Rule("membership", NOBODY, OWN),
    "teams:connections": Rule("", SEE),
    "teams:profile": Rule("", SEE, SEE),
    "teams:theme": Rule("", NOBODY, SEE),
    "exports:export": Rule("", OWN, OWN),
    "exports:end": Rule("", OWN, OWN),
    "notices:notice_list": Rule("", SEE),
    "notices:read_all": Rule("", NOBODY, SEE),
    "notices:notice": Rule("notice", SEE),
    "notices:choices": Rule("", SEE, SEE),
    "notices:off": Rule("token", SEE, SEE, is_public=True),
    "arrivals:show_arrivals": Rule("show", RUN, RUN),
    "arrivals:hook": Rule("show", NOBODY, SEE, is_public=True),
    "audiodn:player": Rule("track", SEE),
    "audiodn:orphans": Rule("", SEE),
    "audiodn:orphan_list": Rule("", SEE),
    "audiodn:survey_start": Rule("", NOBODY, EDIT),
    "audiodn:orphan_take": Rule("orphan", NOBODY, EDIT),
    "audiodn:orphan_delete": Rule("orphan", NOBODY, RUN),
    "audiodn:collection_list": Rule("", SEE),
    "audiodn:collection_new": Rule("", RUN, RUN),
    "audiodn:collection_detail": Rule("collection", SEE),
    "audiodn:collection_edit": Rule("collection", RUN, RUN),
    "audiodn:collection_delete": Rule("collection", RUN, RUN),
    "audiodn:collection_cover": Rule("collection cover", SEE),
    "audiodn:collection_player": Rule("collection", SEE),
    "audiodn:collection_tracks": Rule("collection", SEE),
    "audiodn:uploader": Rule("collection", NOBODY, EDIT),
    "audiodn:adopt": Rule("collection", NOBODY, EDIT),
    "audiodn:collection_scan": Rule("collection", NOBODY, EDIT),
    "audiodn:track_detail": Rule("track", SEE),
    "audiodn:track_state": Rule("track", SEE),
    "audiodn:track_edit": Rule("track", EDIT, EDIT),
    "audiodn:track_variant": Rule("track", NOBODY, RUN),
    "audiodn:track_look": Rule("track", NOBODY, SEE),
    "audiodn:track_delete": Rule("track", RUN, RUN),
    "audiodn:track_cover": Rule("track cover", SEE),
    "audiodn:errand_retry": Rule("errand", NOBODY, EDIT),
    "audiodn:collection_embed": Rule("collection", RUN, RUN),
    "audiodn:embed_revoke": Rule("embed", NOBODY, RUN),
    "audiodn:key_forget": Rule("client_key", NOBODY, RUN),
    "audiodn:embed": Rule("guessed", SEE, is_public=True),
    "audiodn:embed_player": Rule("guessed", SEE, is_public=True),
    "audiodn:oembed": Rule("", SEE, is_public=True),
    "productions:embed_transcript": Rule("guessed", SEE, is_public=True),
    "audiodn:tokens": Rule("", SEE, SEE),
    "audiodn:token_revoke": Rule("app_token", NOBODY, SEE),
    "audiodn:connection_test": Rule("", NOBODY, OWN),
    "audiodn:connection_plan": Rule("", NOBODY, OWN),
    "audiodn:hook_replace": Rule("", NOBODY, OWN),
    "audiodn:connect": Rule("", OWN, OWN),
    "audiodn:hook": Rule("secret", NOBODY, SEE, is_public=True),
    "auphonic:link": Rule("", NOBODY, SEE),
    "auphonic:callback": Rule("", SEE),
    "auphonic:key": Rule("", SEE, SEE),
    "auphonic:unlink": Rule("account", NOBODY, SEE),
    "auphonic:check": Rule("account", NOBODY, SEE),
    "auphonic:lend": Rule("account", NOBODY, SEE),
    "auphonic:presets": Rule("account", NOBODY, SEE),
    "productions:home": Rule("", SEE),
    "productions:in_flight": Rule("", SEE),
    "productions:show_list": Rule("", SEE),
    "productions:show_new": Rule("", RUN, RUN),
    "productions:show_detail": Rule("show", SEE),
    "productions:show_edit": Rule("show", RUN, RUN),
    "productions:episode_new": Rule("show", EDIT, EDIT),
    "productions:episode_detail": Rule("episode", SEE),
    "productions:episode_card": Rule("episode", SEE),
    "productions:episode_edit": Rule("episode", EDIT, EDIT),
    "productions:episode_audio": Rule("episode", RUN, RUN),
    "productions:episode_settings": Rule("episode", RUN, RUN),
    "productions:episode_chapters": Rule("episode", SEE, EDIT),
    "productions:chapters_import": Rule("episode", NOBODY, EDIT),
    "productions:chapters_adopt": Rule("episode", NOBODY, EDIT),
    "productions:chapters_file": Rule("episode", SEE),
    "productions:transcript": Rule("said", SEE),
    "productions:episode_lanes": Rule("episode", SEE, EDIT),
    "productions:lanes_propose": Rule("episode", NOBODY, EDIT),
    "productions:usage": Rule("", RUN),
    "productions:usage_csv": Rule("", RUN),
    "productions:production_detail": Rule("production", SEE),
    "productions:show_batch": Rule("show", EDIT, EDIT),
    "productions:episode_fetch": Rule("episode", NOBODY, EDIT),
    "productions:production_start": Rule("episode", NOBODY, RUN),
    "productions:production_retry": Rule("production", NOBODY, RUN),
    "productions:production_cancel": Rule("production", NOBODY, RUN),
    "productions:production_release": Rule("production", NOBODY, RUN),
    "productions:production_check": Rule("production", NOBODY, RUN),
    "productions:preset_list": Rule("", SEE),
    "productions:preset_new": Rule("", RUN, RUN),
    "productions:preset_detail": Rule("preset", SEE, RUN),
    "productions:preset_delete": Rule("preset", NOBODY, RUN),
    "productions:preset_duplicate": Rule("preset", NOBODY, RUN),
    "productions:preset_versions": Rule("preset", SEE),
    "productions:preset_restore": Rule("preset", NOBODY, RUN, rest=(1,)),
    "productions:preset_copy": Rule("preset", NOBODY, RUN),
    "productions:connections": Rule("", SEE),
    "productions:auphonic_hook": Rule("token", NOBODY, SEE, is_public=True),
}
ROLES = {"reviewer": SEE, "editor": EDIT, "producer": RUN, "owner": OWN}


@dataclass
class World:
    """One team with one of everything, and everybody who might ask for it."""

    people: dict[str, User] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)

    def address(self, name: str) -> str:
        rule = RULES[name]
        return reverse(name, args=[*(self.keys[part] for part in rule.subject.split()), *rule.rest])


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
        "episode": episode.pk,
        "production": make.make_production(episode, State.FAILED, failed_in="creating").pk,
        "preset": show.preset.pk,
        "cover": track.cover_url.rsplit("/", 1)[-1].removesuffix(".jpg"),
        "errand": Errand.objects.get(track=track).pk,
        "said": make.make_transcript(episode).pk,
        "embed": track.embeds.create(collection=track.collection, title="Blog").pk,
        "client_key": track.clientkeys.create(collection=track.collection, title="Blog").pk,
        "app_token": team.app_tokens.create(user=owner, name="Phone").pk,
        "guessed": "guessed",
        "orphan": "left-behind",
        "secret": make.make_connection(team, orphan=track.collection).webhook_secret,
        "token": "forged.token",
    }
    return World({**people, "owner": owner, "stranger": stranger, "staff": staff}, keys)


def names(patterns: Any, space: str = "", prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if path.startswith(FOREIGN):
            continue
        if isinstance(pattern, URLPattern):
            yield space + (pattern.name or path)
        else:
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, inner, path)


def test_every_address_is_in_the_table_and_the_table_names_no_other() -> None:
    assert set(names(get_resolver().url_patterns)) == set(RULES)


def ask(world: World, who: str, method: str, name: str) -> HttpResponse:
    """What this person gets; whatever the request changed is taken back."""
    client = Client()
    if who in world.people:
        client.force_login(world.people[who])
    with transaction.atomic():
        response: HttpResponse = getattr(client, method)(world.address(name))
        transaction.set_rollback(True)
    assert response.status_code < 500
    return response


def is_turned_away(response: HttpResponse) -> bool:
    """To the sign-in page, or as if there were nothing."""
    is_sign_in = response.status_code == 302 and response["Location"].startswith("/sign/")
    return is_sign_in or response.status_code == 404


def expected(rule: Rule, who: str, least: Role | None) -> tuple[int, ...]:
    if least is NOBODY:
        return (405,)
    if least is STAFF and who != "staff":
        return (404,)
    # who looks after the installation is a stranger to a team: the admin is their place
    if rule.subject and (
        who in ("stranger", "staff") or (rule.subject in ("account", "notice", "app_token") and who != "owner")
    ):
        return (404,)  # accounts and notices are a person's own, not the team's
    if who in ROLES and ROLES[who] < least:
        return (403,)
    return (200, 204, 302, 400, 409, 422)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if not rule.is_public])
def test_everybody_may_what_their_role_may_and_no_more(world: World, name: str) -> None:
    rule = RULES[name]
    for method in ("get", "post", "delete"):
        least = getattr(rule, method)
        turned = ask(world, "anonymous", method, name)
        assert is_turned_away(turned) or (least is NOBODY and turned.status_code == 405), ("anonymous", method)
        for who in ("stranger", "staff", *ROLES):
            status = ask(world, who, method, name).status_code
            assert status in expected(rule, who, least), (who, method, status)


@pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.is_public])
def test_open_addresses_tell_nothing_and_take_no_other_method(world: World, name: str) -> None:
    for method in ("get", "post", "delete"):
        allowed = (200, 204, 404, 410) if getattr(RULES[name], method) is not NOBODY else (405,)
        response = ask(world, "anonymous", method, name)
        assert response.status_code in allowed
        assert str(world.keys["team"]) not in response.content.decode()


def test_a_stranger_sees_only_the_own_team_on_pages_without_an_object(world: World) -> None:
    show = Show.objects.get(pk=world.keys["show"])
    for name, rule in RULES.items():
        if not rule.subject and rule.get is not NOBODY:
            page = ask(world, "stranger", "get", name)
            assert show.title not in page.content.decode()
            assert str(show.team_id) not in page.content.decode()
