"""The call of a connected service: Auphonic says, signed with the secret of our application, which production is done.

Auphonic API, external service integration: a POST of `application/jwt`, HS256, with `uuid` and `custom_data`.
"""

from dataclasses import dataclass

import jwt
from django.conf import settings

MOST_BYTES = 8 * 1024
WEAK = 16  # a shorter secret signs nothing that could be believed


class Forged(Exception):
    """Nothing in this call can be believed. What was wrong with it is told to nobody."""


@dataclass(frozen=True)
class Call:
    """What was said: a production of the account is done, and our own words from when the service was connected."""

    uuid: str
    custom_data: str


def read(body: bytes, server: str) -> Call:
    """The call, when it is signed with our secret at this server and has not expired. Raises `Forged`."""
    secret = settings.AUPHONIC_SERVERS.get(server, {}).get("client_secret", "")
    if len(secret) < WEAK or len(body) > MOST_BYTES:
        raise Forged
    try:
        said = jwt.decode(body.strip(), secret, algorithms=["HS256"])
    except (jwt.PyJWTError, ValueError, TypeError):
        raise Forged from None
    uuid, data = said.get("uuid"), said.get("custom_data")
    if not (isinstance(uuid, str) and uuid and isinstance(data, str)):
        raise Forged
    return Call(uuid, data)
