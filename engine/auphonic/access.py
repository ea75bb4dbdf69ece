"""Who may come in: API key, OAuth2 access token, `?bearer_token=`, or user name and password (authentication)."""

import base64
import binascii
from urllib.parse import parse_qs

from django.utils.crypto import constant_time_compare

from engine import settings
from engine.auphonic import apps, tokens

NO_CREDENTIALS = "Request authentication failed, no authentication credentials provided."
NO_SUCH_TOKEN = "Token doesn't exist"  # noqa: S105  a sentence, not a token
WRONG_PASSWORD = "User authentication failed."  # noqa: S105


def problem(authorization: str, query: str = "") -> str:
    """Why these credentials do not open the account; empty when they do.

    `authorization` is the header's value, its scheme in any case; `query` the query string of a GET.
    """
    scheme, _, value = authorization.strip().partition(" ")
    if scheme.lower() == "basic":
        return "" if is_user(*basic(value)) else WRONG_PASSWORD
    token = value.strip() if scheme.lower() == "bearer" else parse_qs(query).get("bearer_token", [""])[0]
    if not token:
        return NO_CREDENTIALS
    is_known = constant_time_compare(token, settings.API_KEY) or app_of_token(token)
    return "" if is_known else NO_SUCH_TOKEN


def app_of(authorization: str) -> apps.App | None:
    """The application that calls with an access token; None for the owner's own key, or name and password."""
    scheme, _, value = authorization.strip().partition(" ")
    return app_of_token(value.strip()) if scheme.lower() == "bearer" else None


def app_of_token(token: str) -> apps.App | None:
    """The application an access token was granted to, as long as it is registered."""
    client_id = tokens.application_of(token)
    return apps.find(client_id) if client_id else None


def basic(value: str) -> tuple[str, str]:
    """Name and password of a Basic header; two empty strings when it cannot be read."""
    try:
        name, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password


def is_user(name: str, password: str) -> bool:
    """Whether this is the account's user name and password; its API key does as well, as some clients send it."""
    is_name = constant_time_compare(name, settings.USERNAME)
    is_secret = constant_time_compare(password, settings.PASSWORD) or constant_time_compare(password, settings.API_KEY)
    return is_secret and is_name
