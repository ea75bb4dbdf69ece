"""OAuth2 as a studio walks it: consent page, code, tokens, and refusals."""

import base64
import hashlib
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from requests_oauthlib import OAuth2Session  # type: ignore[import-untyped]

from tests.engine_process import EngineProcess

VERIFIER = "a-verifier-that-is-long-enough-for-everyone-0123456789"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")


def ask(engine: EngineProcess, **query: str) -> requests.Response:
    """The consent page for the second registered way back."""
    wanted = {"client_id": engine.client_id, "redirect_uri": engine.redirect_uris[1], "response_type": "code"}
    return requests.get(f"{engine.url}/oauth2/authorize/", params={**wanted, **query}, timeout=10)


def press(page: requests.Response, answer: str = "allow") -> dict[str, str]:
    """What the browser brings back to the application."""
    found = re.search(r'name="request" value="([^"]+)"', page.text)
    assert found, page.text
    response = requests.post(page.url, data={"request": found[1], "answer": answer}, allow_redirects=False, timeout=10)
    assert response.status_code == 302, response.text
    target = urlsplit(response.headers["Location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == EngineProcess.redirect_uris[1]
    return {key: values[0] for key, values in parse_qs(target.query).items()}


def exchange(engine: EngineProcess, **form: str) -> requests.Response:
    """The token endpoint."""
    wanted = {
        "client_id": engine.client_id,
        "client_secret": engine.client_secret,
        "redirect_uri": engine.redirect_uris[1],
        "grant_type": "authorization_code",
    }
    return requests.post(f"{engine.url}/oauth2/token/", data={**wanted, **form}, timeout=10)


def test_allow_gives_a_token_that_opens_the_account(engine: EngineProcess) -> None:
    page = ask(engine, state="the state")
    assert "Podcast Studio" in page.text
    assert "localhost:8000" in page.text
    back = press(page)
    assert back["state"] == "the state"
    token = exchange(engine, code=back["code"]).json()
    assert {**token, "access_token": ""} == {
        "access_token": "",
        "token_type": "bearer",
        "expires_in": 315360000,
        "user_name": "ana",
        "scope": "",
    }
    headers = {"Authorization": f"Bearer {token['access_token']}"}
    assert requests.get(f"{engine.url}/api/user.json", headers=headers, timeout=10).status_code == 200


def test_decline_brings_no_code(engine: EngineProcess) -> None:
    back = press(ask(engine, state="s"), "decline")
    assert back == {"error": "access_denied", "error_description": "The user declined.", "state": "s"}


def test_the_library_of_the_studio_gets_through(engine: EngineProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    session = OAuth2Session(engine.client_id, redirect_uri=engine.redirect_uris[1], pkce="S256")
    address, state = session.authorization_url(f"{engine.url}/oauth2/authorize/")
    back = press(requests.get(address, timeout=10))
    assert back["state"] == state
    session.fetch_token(f"{engine.url}/oauth2/token/", code=back["code"], client_secret=engine.client_secret)
    assert session.get(f"{engine.url}/api/user.json", timeout=10).json()["data"]["username"] == "ana"


def test_a_code_is_good_once(engine: EngineProcess) -> None:
    code = press(ask(engine))["code"]
    assert exchange(engine, code=code).status_code == 200
    again = exchange(engine, code=code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


def test_a_code_is_bound_to_its_way_back(engine: EngineProcess) -> None:
    other = exchange(engine, code=press(ask(engine))["code"], redirect_uri=engine.redirect_uris[0])
    assert other.json()["error"] == "invalid_grant"


def test_the_code_verifier_must_fit(engine: EngineProcess) -> None:
    challenge = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    wrong = exchange(engine, code=press(ask(engine, **challenge))["code"], code_verifier="another")
    assert wrong.json()["error"] == "invalid_grant"
    missing = exchange(engine, code=press(ask(engine, **challenge))["code"])
    assert missing.json()["error"] == "invalid_grant"
    right = exchange(engine, code=press(ask(engine, **challenge))["code"], code_verifier=VERIFIER)
    assert right.status_code == 200
    assert ask(engine, code_challenge="x", code_challenge_method="plain").status_code == 400


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"client_id": "stranger"}, "No application is registered"),
        ({"redirect_uri": "http://localhost:8000/other"}, "is not registered as a way back"),
        ({"redirect_uri": "https://evil.example/"}, "is not registered as a way back"),
        ({"response_type": "token"}, "Only the response type"),
    ],
)
def test_wrong_requests_get_a_page_and_no_redirect(engine: EngineProcess, query: dict[str, str], sentence: str) -> None:
    page = ask(engine, **query)
    assert page.status_code == 400
    assert not page.history
    assert sentence in page.text


def test_a_form_made_elsewhere_is_refused(engine: EngineProcess) -> None:
    page = ask(engine)
    forged = requests.post(page.url, data={"request": "forged", "answer": "allow"}, allow_redirects=False, timeout=10)
    assert (forged.status_code, "Location" in forged.headers) == (400, False)
    other = re.search(r'name="request" value="([^"]+)"', ask(engine, state="other").text)
    assert other
    moved = requests.post(page.url, data={"request": other[1], "answer": "allow"}, allow_redirects=False, timeout=10)
    assert moved.status_code == 400


def test_the_consent_page_cannot_be_framed_or_read(engine: EngineProcess) -> None:
    headers = ask(engine).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in headers


def test_errors_of_the_token_endpoint_are_flat(engine: EngineProcess) -> None:
    assert exchange(engine, client_id="nobody").json() == {
        "error": "invalid_client",
        "error_description": "client_id nobody doesn't exist",
    }
    assert exchange(engine, client_secret="wrong").json() == {
        "error": "invalid_client",
        "error_description": "Client authentication failed.",
    }
    assert exchange(engine, grant_type="nonsense").json()["error"] == "unsupported_grant_type"


def test_password_grant(engine: EngineProcess) -> None:
    address = f"{engine.url}/oauth2/token/"
    form = {"grant_type": "password", "client_id": engine.client_id, "username": "ana", "password": "ana-password"}
    auth = (engine.client_id, engine.client_secret)
    as_parts = {key: (None, value) for key, value in form.items()}
    assert requests.post(address, files=as_parts, auth=auth, timeout=10).json()["user_name"] == "ana"
    wrong = requests.post(address, data={**form, "password": "wrong"}, auth=auth, timeout=10)
    assert wrong.json() == {"error": "invalid_request", "error_description": "User authentication failed."}


def test_short_tokens_are_refreshed_with_rotation(tmp_path: Path) -> None:
    with EngineProcess(tmp_path / "engine", env={"ENGINE_TOKEN_SECONDS": "3600"}) as engine:
        first = exchange(engine, code=press(ask(engine))["code"]).json()
        assert first["expires_in"] == 3600
        form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = exchange(engine, **form).json()
        assert second["refresh_token"] != first["refresh_token"]
        assert exchange(engine, **form).json()["error"] == "invalid_grant"
        headers = {"Authorization": f"Bearer {second['access_token']}"}
        assert requests.get(f"{engine.url}/api/user.json", headers=headers, timeout=10).status_code == 200


def test_tokens_end(tmp_path: Path) -> None:
    with EngineProcess(tmp_path / "engine", env={"ENGINE_TOKEN_SECONDS": "-1"}) as engine:
        token = exchange(engine, code=press(ask(engine))["code"]).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert requests.get(f"{engine.url}/api/user.json", headers=headers, timeout=10).status_code == 401
