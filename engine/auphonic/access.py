"""Who may come in: API key, OAuth2 access token, `?bearer_token=`, or user name and password (authentication)."""

import base64
import binascii
from urllib.parse import parse_qs

from django.utils.crypto import constant_time_compare

from engine import settings
from engine.auphonic import tokens

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
    is_known = constant_time_compare(token, settings.API_KEY) or tokens.is_access_token(token)
    return "" if is_known else NO_SUCH_TOKEN


def basic(value: str) -> tuple[str, str]:
    """Name and password of a Basic header; two empty strings when it cannot be read."""
    try:
        name, _, password = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, password


def is_user(name: str, password: str) -> bool:
    """Whether this is the account's user name and password."""
    is_name = constant_time_compare(name, settings.USERNAME)
    return constant_time_compare(password, settings.PASSWORD) and is_name
