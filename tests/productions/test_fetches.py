"""Recordings from the web: fetched by a worker, and from nowhere inside the network."""

import socket
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from podcaststudio import guarded, http
from productions import fetches
from productions.models import Episode, Fetch, Production
from teams.models import Role, Team
from tests import make
from tests.pages import said, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://localhost:1/inside")
            return self.end_headers()
        return super().do_GET()


@pytest.fixture
def web(two_seconds: Path, tmp_path: Path) -> Iterator[str]:
    """A web server with a recording, a text, and a redirect into the network."""
    (tmp_path / "fog at night.wav").write_bytes(two_seconds.read_bytes())
    (tmp_path / "words.wav").write_text("no sound")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def episode(team: Team) -> Episode:
    return make.make_episode(make.make_show(team, account=make.make_account(team.members.get(), team)))


def brought(episode: Episode, address: str, **more: Any) -> Fetch:
    fetch = fetches.ask(episode, address, episode.show.team.members.first(), is_start_wanted=more.get("start", False))
    fetches.carry(fetch.pk)
    fetch.refresh_from_db()
    return fetch


def test_a_recording_is_fetched_checked_and_started(episode: Episode, web: str, settings: Any) -> None:
    settings.FETCH_ALLOWED_HOSTS = ["127.0.0.1"]
    fetch = brought(episode, f"{web}/fog%20at%20night.wav?token=x", start=True)
    assert (fetch.error, fetch.due_at) == ("", None)
    assert fetch.recording.file_name == "fog at night.wav"
    assert fetch.recording.duration == pytest.approx(2, abs=0.1)
    assert Production.objects.get().recording == fetch.recording
    wrong = brought(episode, f"{web}/words.wav")
    assert "not an audio or video file" in wrong.error
    gone = brought(episode, f"{web}/nothing.wav")
    assert (gone.due_at, gone.recording) == (None, None)
    assert gone.error.startswith("The server 127.0.0.1 refused")
    settings.UPLOAD_MAX_BYTES = 1000
    assert "larger than this studio takes" in brought(episode, f"{web}/fog%20at%20night.wav").error
    assert not [path for path in Path(settings.UPLOAD_DIR).glob("fetch-*")]


def test_nothing_inside_the_network_is_reached(web: str, settings: Any) -> None:
    settings.FETCH_ALLOWED_HOSTS = []
    for host in ("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"):
        with pytest.raises(http.Unreachable):
            guarded.open(f"http://{host}/")
    settings.FETCH_ALLOWED_HOSTS = ["127.0.0.1"]
    with pytest.raises(http.Rejected, match="usual ports"):
        guarded.open(f"{web}/away")
    addresses = list(guarded.allowed("127.0.0.1", 80))
    assert addresses[0][3] == ("127.0.0.1", 80)
    settings.FETCH_ALLOWED_HOSTS = []
    assert not list(guarded.allowed("127.0.0.1", 80))


def test_only_hosts_of_the_open_internet_are_public() -> None:
    inside = [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.0.0.1",
        "127.255.255.254",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.8",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.1.1.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::127.0.0.1",
        "64:ff9b::10.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",
        "2001:0:7f00:1::",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::",
        "2002:a9fe:a9fe::",
        "fc00::1",
        "fd00::1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "ff0e::1",
    ]
    assert [address for address in inside if guarded.is_public(address)] == []
    outside = [
        "8.8.8.8",
        "1.1.1.1",
        "93.184.216.34",
        "2606:4700::1111",
        "2a00:1450::1",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",
    ]
    assert [address for address in outside if not guarded.is_public(address)] == []


def test_other_spellings_of_a_number_lead_nowhere_either(settings: Any) -> None:
    settings.FETCH_ALLOWED_HOSTS = []
    for host in ("2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "0x7f.1", "::ffff:7f00:1", "localhost"):
        assert list(guarded.allowed(host, 80)) == []


@pytest.mark.parametrize(
    "address", ["ftp://example.org/x", "http://a:b@example.org/", "http://example.org:22/", "http:///x", "http://[x"]
)
def test_what_is_no_address_of_a_file_is_refused(address: str) -> None:
    with pytest.raises(http.Rejected):
        guarded.company_of(address)


def test_a_silent_server_is_asked_again_and_then_given_up(episode: Episode, settings: Any) -> None:
    settings.FETCH_ALLOWED_HOSTS = ["127.0.0.1"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    fetch = brought(episode, f"http://127.0.0.1:{port}/x.wav")
    assert fetch.error.endswith("Trying again.")
    assert fetch.due_at is not None
    Fetch.objects.filter(pk=fetch.pk).update(attempts=fetches.TRIES)
    Fetch.objects.filter(pk=fetch.pk).wake()
    fetches.carry(fetch.pk)
    fetch.refresh_from_db()
    assert fetch.due_at is None
    assert fetch.error.endswith("Check the address, or upload the file.")


def test_the_page_asks_for_it_and_says_what_became_of_it(team: Team, episode: Episode) -> None:
    address = reverse("productions:episode_fetch", args=[episode.pk])
    client = signed_in(make.make_member(team, Role.EDITOR))
    page = client.post(address, {"address": "https://example.org/fog.wav", "start": "on"}, follow=True)
    assert "It is being fetched." in said(page)[-1]
    assert "https://example.org/fog.wav" in page.content.decode()
    assert not Fetch.objects.get().is_start_wanted  # editors do not spend credit
    page = client.post(address, {"address": "ftp://example.org"}, follow=True)
    assert said(page)[-1].startswith("This is no web address")
    assert Fetch.objects.count() == 1
