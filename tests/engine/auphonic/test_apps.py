"""Applications registered on their page: seen by the owner alone, asked for by name, gone when removed."""

import re

import requests

from tests.engine.auphonic.test_oauth import press
from tests.engine_process import EngineProcess

OWNER = (EngineProcess.username, EngineProcess.password)


def page(engine: EngineProcess) -> requests.Response:
    return requests.get(f"{engine.url}/api/apps/", auth=OWNER, timeout=10)


def send(engine: EngineProcess, **form: str) -> requests.Response:
    """The form of the page, as its owner sends it."""
    found = re.search(r'name="form" value="([^"]+)"', page(engine).text)
    assert found
    return requests.post(f"{engine.url}/api/apps/", data={"form": found[1], **form}, auth=OWNER, timeout=10)


def registered(engine: EngineProcess, name: str, *redirect_uris: str) -> dict[str, str]:
    """Id and secret of a new application, read off the page."""
    answer = send(engine, name=name, redirect_uris="\n".join(redirect_uris))
    assert answer.status_code == 200, answer.text
    words = re.findall(r"<dd><code>([^<]+)</code></dd>", answer.text.partition(f"<h2>{name}</h2>")[2])
    return {"client_id": words[0], "client_secret": words[1]}


def test_only_the_owner_sees_and_changes_it(engine: EngineProcess) -> None:
    address = f"{engine.url}/api/apps/"
    stranger = requests.get(address, timeout=10)
    assert (stranger.status_code, stranger.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    by_key = requests.get(address, headers={"Authorization": f"Bearer {engine.api_key}"}, timeout=10)
    assert by_key.status_code == 401
    own = page(engine)
    assert "Podcast Studio" in own.text
    assert engine.client_secret not in own.text
    assert "Access-Control-Allow-Origin" not in own.headers
    forged = requests.post(address, data={"name": "Evil", "redirect_uris": "https://evil.example/"}, auth=OWNER)
    assert forged.status_code == 400
    assert "<h2>Evil</h2>" not in page(engine).text


def test_what_cannot_be_registered_is_said(engine: EngineProcess) -> None:
    assert "shown to whoever is asked" in send(engine, redirect_uris="https://a.example/").text
    assert "at least one address" in send(engine, name="Host").text
    assert "no address a browser can return to" in send(engine, name="Host", redirect_uris="javascript:1").text
    assert "<h2>Host</h2>" not in page(engine).text


def test_a_registered_application_gets_its_own_tokens(engine: EngineProcess) -> None:
    ways = ("https://host.example/a/", engine.redirect_uris[1])
    app = registered(engine, "My Host", *ways)
    query = {"client_id": app["client_id"], "redirect_uri": ways[1], "response_type": "code", "state": "s"}
    asked = requests.get(f"{engine.url}/oauth2/authorize/", params=query, timeout=10)
    assert "Allow My Host to work with your account?" in asked.text
    form = {"grant_type": "authorization_code", "redirect_uri": ways[1], "code": press(asked)["code"]}
    token = f"{engine.url}/oauth2/token/"
    other = {"client_id": engine.client_id, "client_secret": engine.client_secret}
    assert requests.post(token, data={**form, **other}, timeout=10).json()["error"] == "invalid_grant"
    form["code"] = press(requests.get(f"{engine.url}/oauth2/authorize/", params=query, timeout=10))["code"]
    bearer = requests.post(token, data={**form, **app}, timeout=10).json()["access_token"]
    headers = {"Authorization": f"Bearer {bearer}"}
    assert requests.get(f"{engine.url}/api/user.json", headers=headers, timeout=10).status_code == 200
    send(engine, remove=app["client_id"])
    assert requests.get(f"{engine.url}/api/user.json", headers=headers, timeout=10).status_code == 401
