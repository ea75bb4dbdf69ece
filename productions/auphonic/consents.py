"""A visit to the consent page, remembered in the session: the answer counts only for who asked, once, and soon."""

import secrets
import time

from django.http import HttpRequest

from productions.auphonic import oauth

NAME = "auphonic_consent"
SECONDS = 600


def begin(request: HttpRequest, server: str, team: str) -> str:
    """Remember the question; returns the address of the consent page. A newer question replaces an older one."""
    asked = oauth.consent(server)
    request.session[NAME] = {
        "server": server,
        "team": team,
        "state": asked.state,
        "verifier": asked.verifier,
        "at": time.time(),
    }
    return asked.address


def take(request: HttpRequest, state: str) -> dict[str, str] | None:
    """The question this state answers, which is forgotten by that. None for any state we did not give, or long ago."""
    asked = request.session.get(NAME)
    if not asked or not secrets.compare_digest(asked["state"].encode(), state.encode()):
        return None
    del request.session[NAME]
    return asked if 0 <= time.time() - asked["at"] <= SECONDS else None
