"""Every address of the project × everybody who might ask × GET, POST and DELETE, against one table.

An address that is missing from the table fails the test. The bytes plane has the same test of its own.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, get_resolver

from tests.rules import NOBODY, PERSONAL, ROLES, RULES, STAFF, Rule
from tests.world import World, world

__all__ = ["world"]  # a fixture
pytestmark = pytest.mark.django_db
FOREIGN = ("admin/", "sign/", "api/")  # Django's, allauth's and apps', with tests of their own


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
    client = world.clients[who]
    cookies = client.cookies.copy()
    with transaction.atomic():
        response: HttpResponse = getattr(client, method)(world.address(name))
        transaction.set_rollback(True)
    client.cookies = cookies
    assert response.status_code < 500, (who, method, name)
    return response


def is_turned_away(response: HttpResponse) -> bool:
    """To the sign-in page, or as if there were nothing."""
    is_sign_in = response.status_code == 302 and response["Location"].startswith("/sign/")
    return is_sign_in or response.status_code == 404


def askers(rule: Rule, method: str) -> list[str]:
    """Who asks, besides somebody who is not signed in: everybody; for pages, of the members those at the border.

    A page for each role is what costs here, and roles are compared by their rank: the least that may and the greatest
    that may not stand for the others. Each role gets each page in tests/e2e/test_every_page.py.
    """
    least = getattr(rule, method)
    if least is NOBODY:
        return ["stranger", "owner"]
    if method != "get" or least is STAFF or rule.subject in PERSONAL:
        return ["stranger", "staff", *ROLES]
    members = [who for who, role in ROLES.items() if role == least]
    members += [who for who, role in ROLES.items() if role < least][-1:]
    return ["stranger", "staff", *members]


def trespasses(world: World, name: str) -> Iterator[tuple[str, str, str, int]]:
    """Who got another answer at this address than the table says."""
    rule = RULES[name]
    for method in ("get", "post", "delete"):
        least = getattr(rule, method)
        turned = ask(world, "anonymous", method, name)
        if not (is_turned_away(turned) or (least is NOBODY and turned.status_code == 405)):
            yield name, "anonymous", method, turned.status_code
        for who in askers(rule, method):
            response = ask(world, who, method, name)
            if response.status_code not in rule.answers(who, least):
                yield name, who, method, response.status_code
            if who == "stranger" and method == "get" and not rule.subject and world.is_told_of(response):
                yield name, who, "a page that tells of the team", response.status_code


@pytest.mark.once  # every page is asked for on PostgreSQL as well, by tests/test_language.py
def test_everybody_may_what_their_role_may_and_no_more(world: World) -> None:
    private = [name for name, rule in RULES.items() if not rule.is_public]
    assert [found for name in private for found in trespasses(world, name)] == []


def test_open_addresses_tell_nothing_and_take_no_other_method(world: World) -> None:
    for name, rule in RULES.items():
        for method in ("get", "post", "delete") if rule.is_public else ():
            allowed = (200, 204, 404, 410) if getattr(rule, method) is not NOBODY else (405,)
            response = ask(world, "anonymous", method, name)
            assert response.status_code in allowed, (name, method)
            assert str(world.keys["team"]) not in response.content.decode(), name
