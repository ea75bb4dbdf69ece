"""Hostile addresses against the guard: whatever they say, no connection into one's own network is even begun.

What is watched is the interpreter itself: an audit hook sees every connection that this process begins, and ends it.
"""

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from podcaststudio import guarded, http

# hosts that are, or lead to, this machine, its network or the metadata of its cloud
SPELLINGS = """
127.0.0.1 127.0.0.1. 127.1 127.0.1 127.255.255.254 0 0.0.0.0 2130706433 017700000001 0x7f000001 0x7f.1
0x7F.0.0.0x1 0177.0.0.1 0177.0.0x0.1 00000177.0.0.01 127.000.000.001 %31%32%37.0.0.1 127%2e0%2e0%2e1 127。0。0。1
127．0．0．1 １２７.0.0.1 ①②⑦.⓪.⓪.① 127.0.0.1%00.example.org 10.0.0.1 10.255.255.255 167772161 0xa000001 172.16.0.1
172.31.255.254 192.168.0.1 192.168.1 100.64.0.1 169.254.169.254 2852039166 0xa9fea9fe 0251.0376.0251.0376
169.254.43518 169.254.170.2 192.0.0.8 192.0.2.1 192.88.99.1 198.18.0.1 198.51.100.1 203.0.113.1 224.0.0.1
240.0.0.1 255.255.255.255 [::] [::1] [0:0:0:0:0:0:0:1] [0000:0000:0000:0000:0000:0000:0000:0001] [::1%25lo]
[::ffff:127.0.0.1] [::ffff:7f00:1] [::FFFF:10.0.0.1] [0:0:0:0:0:ffff:a9fe:a9fe] [::127.0.0.1]
[64:ff9b::127.0.0.1] [64:ff9b::a9fe:a9fe] [64:ff9b:1::1] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2001:0:7f00:1::]
[2001:db8::1] [100::1] [fc00::1] [fd00:ec2::254] [fe80::1] [fe80::1%25eth0] [fec0::1] [ff02::1] [ff0e::1]
[2001:10::1] [3fff::1] [5f00::1] localhost LOCALHOST localhost. inside.test both.test mapped.test v6.test
again.test a..test
"""
INSIDE = [*SPELLINGS.split(), f"{'a' * 64}.test", f"{'a.' * 200}test"]  # labels and names that are too long
LIES = [  # whole addresses on which two parsers may disagree, and what is no web address at all
    "http://127.0.0.1\\@example.org/", "http://example.org@127.0.0.1/", "http://example.org:80@127.0.0.1/",
    "http://example.org\\@127.0.0.1/", "http://127.0.0.1#@example.org/", "http://127.0.0.1?@example.org/",
    "http://127.0.0.1;@example.org/", "http://example.org#@127.0.0.1/x", "http:\\\\127.0.0.1/", "http:/127.0.0.1/",
    "http:127.0.0.1/", "//127.0.0.1/", "http:///127.0.0.1/", "http://127.0.0.1:80:80/", "http://127.0.0.1:22/",
    "http://127.0.0.1:080/", "http://127.0.0.1:6379/", "https://127.0.0.1:443/", "http://127.0.0.1:99999/",
    "http://127.0.0.1:-1/", "http://user@127.0.0.1/", "http://:@127.0.0.1/", "http://\t127.0.0.1/",
    "http://127.0.0.1\r\nHost: x/",
    " http://127.0.0.1/", "http://[127.0.0.1]/", "http://[::1/", "http://::1/", "http://[::ffff:127.0.0.1]:80/",
    "file:///etc/passwd", "gopher://127.0.0.1:6379/_x", "ftp://127.0.0.1/", "data:,x", "javascript:x",
    "jar:http://127.0.0.1!/x",
    "dict://127.0.0.1:11211/", "ldap://127.0.0.1/", "unix:///var/run/docker.sock", "http+unix://%2Fvar%2Frun/", "", "http://",
]  # fmt: skip
PUBLIC = "93.184.216.34"
NAMES = {  # what a resolver in somebody else's hands says, one answer after the other
    "inside.test": [["10.0.0.1"]],
    "both.test": [[PUBLIC, "127.0.0.1", "::1"]],
    "mapped.test": [["::ffff:169.254.169.254"]],
    "v6.test": [["fd00::1"]],
    "again.test": [[PUBLIC], ["127.0.0.1"], ["169.254.169.254"]],
}

_watching: list[Callable[[Any], None]] = []


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if event == "socket.connect" and _watching:
        _watching[-1](args[1])


sys.addaudithook(_watch)  # stays for good, and does nothing unless a test watches


@pytest.fixture
def begun(settings: Any) -> Iterator[list[str]]:
    """Hosts that this thread begins to connect to. None of these connections is made, but to `FETCH_ALLOWED_HOSTS`."""
    settings.FETCH_ALLOWED_HOSTS = []
    hosts: list[str] = []
    mine = threading.get_ident()

    def note(place: Any) -> None:
        if threading.get_ident() == mine and isinstance(place, tuple):
            hosts.append(str(place[0]))
            if place[0] not in settings.FETCH_ALLOWED_HOSTS:
                raise OSError("not from here")

    _watching.append(note)
    yield hosts
    _watching.clear()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names that the resolver was asked for: the world's is replaced by one that lies."""
    real, names = socket.getaddrinfo, []

    def resolve(host: Any, port: Any, *args: Any, **kwargs: Any) -> Any:
        name = host.rstrip(".").lower() if isinstance(host, str) else host
        if name in NAMES:
            names.append(name)
            answers = NAMES[name]
            said = answers[min(names.count(name), len(answers)) - 1]
            return [each for one in said for each in real(one, port, *args, **kwargs)]
        if name == "localhost":
            return real(host, port, *args, **kwargs)
        host.encode("idna")  # as the real one begins
        try:
            return real(host, port, *args, flags=socket.AI_NUMERICHOST, **kwargs)
        except socket.gaierror:
            raise socket.gaierror("nobody knows this name") from None

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return names


def outcome(address: str) -> str:
    """Which of the two errors it ends with; anything else fails the test."""
    with pytest.raises((http.Rejected, http.Unreachable)) as ended:
        guarded.open(address)
    return type(ended.value).__name__


def test_no_hostile_address_begins_a_connection_inward(begun: list[str], asked: list[str]) -> None:
    addresses = [*(f"http://{host}/x" for host in INSIDE), *(f"https://{host}/x" for host in INSIDE), *LIES]
    assert len(set(addresses)) == len(addresses)
    assert len(INSIDE) + len(LIES) >= 80
    for address in addresses:
        before = len(begun)
        outcome(address)
        assert set(begun[before:]) <= {PUBLIC}, address
    assert begun  # of the names that also say something public


def test_a_name_that_changes_its_mind_is_asked_once_and_taken_at_its_word(begun: list[str], asked: list[str]) -> None:
    assert outcome("http://again.test/") == "Unreachable"
    assert (asked, begun) == (["again.test"], [PUBLIC])  # checked and connected to: the same answer
    outcome("http://again.test/")
    assert begun == [PUBLIC]


class Redirector(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        ways: list[str] = self.server.ways  # type: ignore[attr-defined]
        number = int(self.path.strip("/")) if self.path[1:].isdigit() else 0
        self.send_response(302)
        self.send_header("Location", ways[number].format(next=number + 1))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


def test_redirects_are_looked_at_like_the_first_address(begun: list[str], asked: list[str], settings: Any) -> None:
    settings.FETCH_ALLOWED_HOSTS = ["127.0.0.2"]  # a server of the outside, as far as this test goes
    targets = [
        *(f"http://{host}/x" for host in INSIDE),
        *(each for each in LIES if "://" in each and each.isprintable()),
    ]
    server = ThreadingHTTPServer(("127.0.0.2", 0), Redirector)
    server.ways = [target.replace("{", "").encode("utf-8").decode("latin-1") for target in targets]  # type: ignore[attr-defined]
    server.ways += ["/{next}"] * 9  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    home = f"http://127.0.0.2:{server.server_port}"
    try:
        for number, target in enumerate(targets):
            before = len(begun)
            outcome(f"{home}/{number}")
            assert set(begun[before:]) <= {"127.0.0.2", PUBLIC}, target
        with pytest.raises(http.Rejected, match="in circles"):
            guarded.open(f"{home}/{len(targets)}")
    finally:
        server.shutdown()
        server.server_close()
