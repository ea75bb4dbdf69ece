"""External services: listed, looked into, fetched from, sent to, and applications that are called."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import jwt
import pytest
import requests

from tests.engine.auphonic.caller import Caller
from tests.engine.auphonic.test_oauth import exchange, press
from tests.engine.listener import Listener
from tests.engine_process import EngineProcess

WAV = [{"format": "wav"}, {"format": "chaps"}]
QUICK = {"leveler": False, "filtering": False, "normloudness": False}


class Dav:
    """A small WebDAV server: PUT, GET and PROPFIND, for one user."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.is_full = False
        dav = self

        class Handler(BaseHTTPRequestHandler):
            def reply(self, status: int, body: bytes = b"") -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_PUT(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                is_known = self.headers["Authorization"] == requests.auth._basic_auth_str("ben", "geheim")  # type: ignore[attr-defined]
                if is_known and not dav.is_full:
                    dav.files[self.path] = body
                self.reply(507 if dav.is_full else 201 if is_known else 401)

            def do_GET(self) -> None:
                self.reply(200 if self.path in dav.files else 404, dav.files.get(self.path, b""))

            def do_PROPFIND(self) -> None:
                hrefs = "".join(f"<d:response><d:href>{path}</d:href></d:response>" for path in ["/dav/", *dav.files])
                self.reply(207, f'<d:multistatus xmlns:d="DAV:">{hrefs}</d:multistatus>'.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/dav/"


@pytest.fixture(scope="module")
def dav() -> Iterator[Dav]:
    dav = Dav()
    Thread(target=dav.server.serve_forever, daemon=True).start()
    yield dav
    dav.server.shutdown()
    dav.server.server_close()


@pytest.fixture(scope="module")
def served(dav: Dav, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineProcess]:
    """An engine with a folder and a WebDAV server as its services."""
    shelf = tmp_path_factory.mktemp("shelf")
    services = [
        {"type": "folder", "display_name": "Shelf", "path": str(shelf)},
        {"type": "webdav", "display_name": "Host", "url": dav.url, "username": "ben", "password": "geheim"}
        | {"base_url": "https://example.org/audio"},
    ]
    env = {"ENGINE_SERVICES": json.dumps(services)}
    with EngineProcess(tmp_path_factory.mktemp("served"), env) as engine:
        yield engine


@pytest.fixture
def api(served: EngineProcess, dav: Dav) -> Caller:
    dav.is_full = False
    return Caller(served)


def by_name(api: Caller) -> dict[str, dict[str, str]]:
    return {service["display_name"]: service for service in api.call("GET", "services.json")}


def test_services_are_listed_without_their_passwords(api: Caller) -> None:
    services = by_name(api)
    assert services["Shelf"]["type"] == "folder"
    assert services["Host"]["base_url"] == "https://example.org/audio"
    assert "geheim" not in json.dumps(services)
    assert len(services["Host"]["uuid"]) == 22
    assert "webdav" in api.call("GET", "info/service_types.json")


def test_an_input_comes_from_a_folder_and_results_go_there(api: Caller, recording: Path) -> None:
    service = by_name(api)["Shelf"]
    shelf = Path(service["path"])
    (shelf / "raw").mkdir()
    (shelf / "raw" / "take 1.wav").write_bytes(recording.read_bytes())
    (shelf / "notes.txt").write_text("no sound")
    assert api.call("GET", f"service/{service['uuid']}/ls.json") == ["raw/take 1.wav"]
    made = api.create(
        service=service["uuid"],
        input_file="raw/take 1.wav",
        outgoing_services=[{"uuid": service["uuid"]}],
        output_files=WAV,
        algorithms=QUICK,
        action="start",
    )
    assert (made["service"], made["input_file"]) == (service["uuid"], "raw/take 1.wav")
    done = api.end(made["uuid"])
    assert (done["status"], done["warning_message"]) == (3, "")
    assert done["outgoing_services"][0]["transfer_success"] is True
    assert (shelf / "take 1.wav").stat().st_size == done["output_files"][0]["size"]
    assert (shelf / "take 1.chapters.txt").exists()


def test_nothing_outside_of_the_folder_is_read(api: Caller, tmp_path: Path, recording: Path) -> None:
    service = by_name(api)["Shelf"]
    outside = Path(service["path"]).parent / "outside.wav"
    outside.write_bytes(recording.read_bytes())
    made = api.create(service=service["uuid"], input_file="../outside.wav", action="start")
    failed = api.end(made["uuid"])
    assert (failed["status"], "lies outside of the folder" in failed["error_message"]) == (2, True)


def test_a_file_may_go_to_one_service_alone(api: Caller, dav: Dav, recording: Path) -> None:
    shelf, host = by_name(api)["Shelf"], by_name(api)["Host"]
    outputs = [{"format": "wav", "outgoing_services": [host["uuid"]]}, {"format": "flac"}]
    uuid = api.ready(
        recording,
        output_basename="two ways",
        output_files=outputs,
        algorithms=QUICK,
        outgoing_services=[host["uuid"], {"uuid": shelf["uuid"]}],
    )
    api.start(uuid)
    done = api.end(uuid)
    assert {"/dav/two%20ways.wav", "/dav/two%20ways.flac"} <= set(dav.files)
    assert done["outgoing_services"][0]["result_urls"] == [
        "https://example.org/audio/two%20ways.wav",
        "https://example.org/audio/two%20ways.flac",
    ]
    assert not (Path(shelf["path"]) / "two ways.wav").exists()
    assert (Path(shelf["path"]) / "two ways.flac").exists()
    assert "two%20ways.wav" not in api.call("GET", f"service/{host['uuid']}/ls.json")
    assert "two ways.wav" in api.call("GET", f"service/{host['uuid']}/ls.json")
    again = api.create(service=host["uuid"], input_file="two ways.wav", output_files=WAV, algorithms=QUICK)
    api.start(again["uuid"])
    assert api.end(again["uuid"])["status"] == 3


def test_review_comes_before_the_transfer(api: Caller, dav: Dav, recording: Path, listener: Listener) -> None:
    uuid = api.ready(
        recording,
        output_basename="reviewed",
        output_files=WAV,
        algorithms=QUICK,
        outgoing_services=[by_name(api)["Host"]["uuid"]],
        review_before_publishing=True,
        webhook=f"{listener.url}/hook",
    )
    assert "does not wait for publishing" in api.refusal("POST", f"production/{uuid}/publish.json")
    api.start(uuid)
    waiting = api.end(uuid)
    assert (waiting["in_review"], waiting["outgoing_services"][0]["transfer_success"]) == (True, None)
    assert "/dav/reviewed.wav" not in dav.files
    listener.wait(1)
    assert api.call("POST", f"production/{uuid}/publish.json")["status"] == 6
    listener.wait(2)
    published = api.get(uuid)
    assert (published["status"], published["in_review"]) == (3, False)
    assert dav.files["/dav/reviewed.wav"]
    assert "does not wait" in api.refusal("POST", f"production/{uuid}/publish.json")


def test_a_transfer_that_fails_is_a_warning(api: Caller, dav: Dav, recording: Path) -> None:
    dav.is_full = True
    host = by_name(api)["Host"]["uuid"]
    uuid = api.ready(recording, output_files=WAV, algorithms=QUICK, outgoing_services=[host])
    api.start(uuid)
    done = api.end(uuid)
    assert (done["status"], done["warning_message"]) == (3, "Host answered 507 to PUT Grüße aus Graz.wav.")
    assert done["outgoing_services"][0]["transfer_success"] is False


def test_a_connected_application_is_called_with_a_signed_word(
    api: Caller, served: EngineProcess, recording: Path, listener: Listener
) -> None:
    wanted = {"client_id": served.client_id, "redirect_uri": served.redirect_uris[1], "response_type": "code"}
    page = requests.get(f"{served.url}/oauth2/authorize/", params=wanted, timeout=10)
    token = exchange(served, code=press(page)["code"]).json()["access_token"]
    body = {"display_name": "My Family Podcast", "webhook_url": f"{listener.url}/jwt", "custom_data": "user 7"}
    assert "Only a registered application" in api.refusal("POST", "service/connect.json", 403, json=body)
    api.session.headers["Authorization"] = f"Bearer {token}"
    assert "needs a display_name" in api.refusal("POST", "service/connect.json", json={**body, "display_name": ""})
    service = api.call("POST", "service/connect.json", json=body)
    assert (service["display_name"], service["incoming"], service["outgoing"]) == ("My Family Podcast", False, True)
    assert api.call("POST", "service/connect.json", json=body)["uuid"] == service["uuid"]
    assert "only takes results" in api.refusal("GET", f"service/{service['uuid']}/ls.json")
    uuid = api.ready(recording, output_files=WAV, algorithms=QUICK, outgoing_services=[service["uuid"]])
    api.start(uuid)
    (call,) = listener.wait(1)
    assert (call["path"], call["type"]) == ("/jwt", "application/jwt")
    assert jwt.get_unverified_header(call["body"]) == {"typ": "JWT", "alg": "HS256"}
    claims = jwt.decode(call["body"], served.client_secret, algorithms=["HS256"])
    assert claims == {"uuid": uuid, "custom_data": "user 7"}
    assert api.end(uuid)["outgoing_services"][0]["transfer_success"] is True
