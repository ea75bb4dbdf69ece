"""Ids of others, in addresses and in forms: nothing is shown, nothing is changed."""

import uuid
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from teams.models import Membership, Role
from tests import make
from tests.pages import signed_in
from tests.rules import RULES
from tests.world import World, world

pytestmark = pytest.mark.django_db
__all__ = ["world"]  # the fixture with one of everything
PUBLIC = ("secret", "token")  # no ids but secrets of their own


def census() -> list[tuple[Any, ...]]:
    """Every row of what a team has, as the database holds it."""
    names = ("teams_team", "teams_membership", "teams_invitation", "productions_", "audiodn_", "exports_", "review_")
    tables = [name for name in connection.introspection.table_names() if name.startswith(names)]
    rows: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for name in sorted(tables):
            cursor.execute(f"SELECT * FROM {name}")
            rows += sorted((name, *map(str, row)) for row in cursor.fetchall())
    return rows


@pytest.mark.once
def test_foreign_ids_in_addresses(world: World) -> None:
    """A member of another team, one who was thrown out, and one who is there for another show."""
    team_pk = world.keys["team"]
    former = make.make_user("Former")
    limited = make.make_member(Membership.objects.filter(team=team_pk)[0].team, Role.PRODUCER)
    Membership.objects.filter(user=limited).update(is_limited=True)
    of_show = ("show", "episode", "production", "track", "collection", "note", "request", "link")
    before, count = census(), 0
    for name, rule in RULES.items():
        if not rule.subject or rule.subject in PUBLIC:
            continue
        subject = rule.subject.split()[0]
        people = [world.people["stranger"], former, *([limited] if subject in of_show else [])]
        for person in people:
            client = signed_in(person)
            for key in (world.keys[subject], uuid.uuid4()):
                address = world.address(name).replace(str(world.keys[subject]), str(key))
                for method in ("get", "post", "delete"):
                    with transaction.atomic():
                        status = getattr(client, method)(address).status_code
                        transaction.set_rollback(True)
                    # who has no team is asked for one first
                    assert status in ((404, 405) if person != former else (404, 405, 302)), (name, method, person)
                    count += 1
    assert count >= 300, count
    assert census() == before


def test_foreign_ids_in_forms(world: World) -> None:
    """One's own pages, sent with the ids of another team."""
    client, eve = signed_in(world.people["stranger"]), world.people["stranger"]
    own = eve.teams.get()
    show = own.shows.get()
    episode = make.make_episode(show)
    recording = make.make_recording(episode)
    account = make.make_account(eve, own)
    colleague = make.make_member(own, Role.EDITOR)
    place = own.memberships.get(user=colleague)
    keys, before = world.keys, census()
    theirs = {name: str(keys[name]) for name in ("show", "episode", "production", "preset", "account", "team")}
    recordings = str(make.make_recording(make.make_episode(make.make_show(make.make_team()))).pk)
    before = census()
    basic = {"title": "Mine", "color": "#037c9a"}
    forms = [
        ("productions:show_edit", show.pk, {**basic, "preset": theirs["preset"]}),
        ("productions:show_edit", show.pk, {**basic, "account": theirs["account"]}),
        ("productions:production_start", episode.pk, {"recording": recordings}),
        ("productions:production_start", episode.pk, {"recording": recording.pk, "preset": theirs["preset"]}),
        ("productions:production_start", episode.pk, {"recording": recording.pk, "account": theirs["account"]}),
        ("auphonic:lend", account.pk, {"team": theirs["team"], "lend": "on"}),
        ("auphonic:presets", account.pk, {"team": theirs["team"]}),
        ("teams:member_shows", place.pk, {"reach": "named", "shows": [theirs["show"]]}),
    ]
    for name, key, form in forms:
        status = client.post(reverse(name, args=[key]), form).status_code
        assert status in (302, 400, 404, 422), name
        assert census() == before, name
    form = {"email": "x@example.org", "role": 20, "reach": "named", "shows": [theirs["show"]]}
    assert client.post(reverse("teams:team_detail"), form).status_code == 422
    assert census() == before
