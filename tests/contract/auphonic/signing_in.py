"""Ways in: key, query, name and password, OAuth2."""

import re
from urllib.parse import parse_qs, urlsplit

import requests

from tests.contract.example import Section, data
from tests.contract.world import World

SECTION = Section("Authentication")


@SECTION.add(
    "API Key in the header",
    """
curl https://auphonic.com/api/productions.json \\
    -H "Authorization: bearer {api_key}"
""",
)
def header(world: World, printed: str) -> str:
    assert isinstance(data(printed), list)
    stranger = requests.get(f"{world.engine.url}/api/productions.json", timeout=10)
    assert (stranger.status_code, stranger.json()["status_code"]) == (401, 401)
    return "opens the account; without it the answer is 401"


@SECTION.add("API Key as a GET parameter", "curl https://auphonic.com/api/productions.json?bearer_token={api_key}")
def query(world: World, printed: str) -> str:
    assert isinstance(data(printed), list)
    return "opens the account"


@SECTION.add("HTTP Basic Authentication", "curl https://auphonic.com/api/productions.json -u username:password")
def basic(world: World, printed: str) -> str:
    assert isinstance(data(printed), list)
    wrong = requests.get(f"{world.engine.url}/api/user.json", auth=("ana", "wrong"), timeout=10)
    assert wrong.status_code == 401
    return "opens the account; another password does not"


@SECTION.add("Step 1: Register an App", "https://auphonic.com/api/apps/", kind="page")
def register(world: World, address: str) -> str:
    owner = (world.engine.username, world.engine.password)
    page = requests.get(address, auth=owner, timeout=10).text
    form = re.findall(r'name="form" value="([^"]+)"', page)[-1]
    ways = "https://host.example/back/\nhttp://127.0.0.1:9/back/"
    sent = {"form": form, "name": "My Family Podcast", "redirect_uris": ways}
    page = requests.post(address, data=sent, auth=owner, timeout=10).text
    words = re.findall(r"<dd><code>([^<]+)</code></dd>", page.partition("<h2>My Family Podcast</h2>")[2])
    world.names |= {"{client_id}": words[0], "{client_secret}": words[1], "{redirect_uri}": "http://127.0.0.1:9/back/"}
    return "an application with two ways back has an id and a secret"


@SECTION.add(
    "Step 2: Redirect user to confirmation page",
    "https://auphonic.com/oauth2/authorize/?client_id={client_id}&redirect_uri={redirect_uri}&response_type=code",
    kind="page",
)
def confirm(world: World, address: str) -> str:
    page = requests.get(f"{address}&state=abc", timeout=10)
    assert "Allow My Family Podcast to work with your account?" in page.text
    form = re.findall(r'name="request" value="([^"]+)"', page.text)[0]
    sent = {"request": form, "answer": "allow"}
    back = requests.post(page.url, data=sent, allow_redirects=False, timeout=10).headers["Location"]
    given = parse_qs(urlsplit(back).query)
    assert (back.partition("?")[0], given["state"]) == (world.names["{redirect_uri}"], ["abc"])
    world.names["{grant_code}"] = given["code"][0]
    return "asks for consent, and returns with code and state"


@SECTION.add(
    "Step 3: Obtain access token",
    """
curl -X POST https://auphonic.com/oauth2/token/ \\
    -F "client_id={client_id}" \\
    -F "client_secret={client_secret}" \\
    -F "redirect_uri={redirect_uri}" \\
    -F "grant_type=authorization_code" \\
    -F "code={grant_code}"
""",
)
def token(world: World, printed: str) -> str:
    reply = world.json(printed)
    assert (reply["token_type"], reply["user_name"], reply["scope"]) == ("bearer", "ana", "")
    assert reply["expires_in"] == 315360000
    for name in ("{access_token}", "{access_token_of_your_user}"):
        world.names[name] = reply["access_token"]
    return "the code is exchanged for a token of ten years"


@SECTION.add(
    "Step 4: Use access token",
    """
curl https://auphonic.com/api/productions.json \\
    -H "Authorization: Bearer {access_token}"
""",
)
def use(world: World, printed: str) -> str:
    assert isinstance(data(printed), list)
    return "opens the account"
