"""Every page in German: it answers, says so, and gives scripts and styles numbers with a point all the same."""

import re
from collections.abc import Iterator

import pytest

from teams.models import User
from tests.pages import signed_in
from tests.rules import NOBODY, RULES
from tests.world import World, world

__all__ = ["world"]  # a fixture of the access tests: one of everything
pytestmark = pytest.mark.django_db
COMMA = re.compile(
    r'\s(?:(?:style|min|max|step|value|points|[xy][12]?|width|height)="[^"]*\d,\d[^"]*"|data-[\w-]+="-?\d+,\d+")'
)


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Each page of the owner, who reads German, that is whole HTML."""
    owner: User = world.people["owner"]
    User.objects.filter(pk=owner.pk).update(language="de")
    client = signed_in(owner)
    for name, rule in RULES.items():
        if rule.get is NOBODY or rule.is_public:
            continue
        answer = client.get(world.address(name))
        assert answer.status_code in (200, 204, 302, 400, 404), (name, answer.status_code)
        if answer.status_code == 200 and not answer.streaming and answer.content.lstrip().startswith(b"<!doctype html"):
            yield name, answer.content.decode()


def test_every_page_speaks_german(world: World) -> None:
    found = dict(pages(world))
    assert len(found) > 60
    assert [name for name, page in found.items() if '<html lang="de"' not in page] == []
    assert [(name, match[0]) for name, page in found.items() for match in COMMA.finditer(page)] == []
    assert "Sendungen" in found["desk:home"]
    assert "Lautheit" in found["planning:show_detail"] or "Lautheit" in found["productions:production_detail"]
