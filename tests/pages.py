"""Asks for pages as somebody: a signed-in client, what it was told, and how many queries it cost."""

from typing import Any

from django.contrib.messages import get_messages
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from teams.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, address: str) -> str:
    """The text of a page that answers 200."""
    response = client.get(address)
    assert response.status_code == 200
    return str(response.content.decode())


def said(response: Any) -> list[str]:
    """The messages that the next page will show."""
    return [str(message) for message in get_messages(response.wsgi_request)]


def cost(client: Client, address: str) -> int:
    """Queries of one page that answers 200, with nothing of it remembered."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
