"""The OAuth2 dance with an Auphonic server: the consent address, a code for a token, a token for a fresher one.

A token is the JSON object they answered, kept whole: access_token, and where they give them refresh_token,
expires_in, expires_at (seconds since 1970).
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from django.conf import settings
from django.urls import reverse
from oauthlib.oauth2 import InvalidClientError, InvalidGrantError, OAuth2Error
from requests_oauthlib import OAuth2Session

from podcaststudio import http

TIMEOUT = (http.CONNECT, http.READ)


class Session(OAuth2Session):
    """Signs requests with a token. What it sends goes to no address but the one asked for."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Where a redirect leads: nowhere, for a request that carries a secret in its body."""
        return None


@dataclass(frozen=True)
class Consent:
    """One visit to the consent page: where it is, and the two secrets that must come back with the answer."""

    address: str
    state: str
    verifier: str


def is_registered(server: str) -> bool:
    """Whether this installation has a client id at the server; without one only API keys work."""
    return bool(settings.AUPHONIC_SERVERS.get(server, {}).get("client_id"))


def company(server: str) -> str:
    """Whose system it is, for sentences; it begins one as well as it stands in the middle."""
    known = settings.AUPHONIC_SERVERS.get(server, {})
    return known.get("company") or known.get("label", server)


def consent(server: str) -> Consent:
    """Auphonic API, OAuth2: GET /oauth2/authorize/, with state and PKCE (S256)."""
    asking = _session(server, pkce="S256")
    address, state = asking.authorization_url(_server(server)["authorize"], state=secrets.token_urlsafe(32))
    return Consent(address, state, asking._code_verifier)


def exchange(server: str, code: str, verifier: str) -> dict[str, Any]:
    """The token for a code (Auphonic API, OAuth2: POST /oauth2/token/). Raises the three errors."""
    with _asking(server):
        return dict(
            _session(server).fetch_token(
                _server(server)["token"],
                code=code,
                code_verifier=verifier,
                include_client_id=True,
                client_secret=_server(server)["client_secret"],
                timeout=TIMEOUT,
            )
        )


def refresh(server: str, refresh_token: str) -> dict[str, Any]:
    """A fresher token. `http.Unauthorized` when the old one is not good for that any more."""
    with _asking(server):
        return dict(
            _session(server).refresh_token(
                _server(server)["token"],
                refresh_token=refresh_token,
                client_id=_server(server)["client_id"],
                client_secret=_server(server)["client_secret"],
                timeout=TIMEOUT,
            )
        )


def signing(token_or_key: str) -> Session:
    """A session whose requests carry this credential as a bearer."""
    return http.harden(Session(token=as_token(token_or_key)))


def as_token(token_or_key: str) -> dict[str, str]:
    """Without a time of expiry: when a credential is too old is decided before, in `accounts`, and by the server."""
    return {"access_token": token_or_key, "token_type": "Bearer"}


def callback() -> str:
    """The redirect address, exactly as it was registered at the server."""
    return settings.SITE_URL + reverse("auphonic:callback")


def _session(server: str, **options: Any) -> Session:
    made = http.harden(Session(_server(server)["client_id"], redirect_uri=callback(), **options))
    for moment in ("access_token_response", "refresh_token_response"):
        made.register_compliance_hook(moment, _answered)
    return made


def _server(server: str) -> dict[str, str]:
    return settings.AUPHONIC_SERVERS[server]


def _answered(answer: requests.Response) -> requests.Response:
    """oauthlib looks only at the body; a server in trouble is to be asked again, whatever it wrote there."""
    if answer.status_code in http.UNREACHABLE:
        raise requests.ConnectionError(f"HTTP {answer.status_code}", response=answer)
    return answer


@contextmanager
def _asking(server: str) -> Iterator[None]:
    """Their errors as ours; nothing of an exception's own text is kept, since it may quote a secret."""
    who, address = company(server), _server(server)["token"]
    try:
        yield
    except InvalidGrantError:
        raise http.Unauthorized(f"{who} does not accept this sign-in any more.", address=address) from None
    except InvalidClientError:
        raise http.Rejected(
            f"{who} does not know this installation. Whoever runs it must check the client id and secret.",
            address=address,
        ) from None
    except (OAuth2Error, requests.RequestException):
        raise http.Unreachable(f"{who} gave no token. Try again in a minute.", address=address) from None
