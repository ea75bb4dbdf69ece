"""Requests to addresses that people type in: only to hosts of the open internet, whatever their names resolve to.

The check is made where the connection is made, on the very address that is connected to, so neither a redirect nor a
name that answers differently the second time leads into the network the studio stands in.
"""

import ipaddress
import socket
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import NewConnectionError

from podcaststudio import http

HOPS = 5  # redirects followed
PORTS = (80, 443)
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052
UNICAST = ipaddress.ip_network("2000::/3")  # RFC 4291
NOT_HOSTS = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "3fff::/20")))  # RFC 6890, 7526, 9637


def open(address: str) -> requests.Response:
    """The streamed answer at the end of the redirects. Raises the three errors of `podcaststudio.http`."""
    session = http.session()
    adapter = _Adapter(pool_maxsize=1, max_retries=0)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    for _ in range(HOPS):
        company = company_of(address)
        answer = http.send(
            session, "GET", address, company=company, stream=True, headers={"Accept-Encoding": "identity"}
        )
        if not answer.is_redirect:
            return answer
        answer.close()
        address = urljoin(address, answer.headers["Location"])
    raise http.Rejected("The address leads in circles.", address=address)


def company_of(address: str) -> str:
    """Whose system it is, for sentences. Raises `Rejected` for what is no web address of the open internet."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.password:
        raise http.Rejected("This is no web address that a file can be fetched from.", address=address)
    if port not in (None, *PORTS) and parts.hostname not in settings.FETCH_ALLOWED_HOSTS:
        raise http.Rejected("Files are fetched from the usual ports of web servers only.", address=address)
    return f"The server {parts.hostname}"


def allowed(host: str, port: int) -> Iterator[tuple[Any, ...]]:
    """What `host` resolves to, without addresses that are not public."""
    for family, kind, protocol, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if host in settings.FETCH_ALLOWED_HOSTS or is_public(str(place[0]).split("%")[0]):
            yield family, kind, protocol, place


def is_public(text: str) -> bool:
    """Whether this is the address of a host of the open internet, also where it wraps another one.

    Python's `is_global` takes ranges for public that lead elsewhere: to IPv4 hosts behind a translator (NAT64), a
    tunnel (6to4) or in the compatible form, and to site-local ones. Of IPv6 only what is handed out to hosts is left.
    """
    number = ipaddress.ip_address(text)
    if isinstance(number, ipaddress.IPv6Address):
        if inner := number.ipv4_mapped or (ipaddress.IPv4Address(number.packed[-4:]) if number in NAT64 else None):
            return is_public(str(inner))
        if number not in UNICAST or number.sixtofour or number.teredo:
            return False
    return number.is_global and not number.is_multicast and not any(number in net for net in NOT_HOSTS)


def _connect(connection: Any) -> socket.socket:
    try:
        places = list(allowed(connection._dns_host, connection.port))
    except (OSError, UnicodeError) as error:  # the second for a label that no name can have
        raise NewConnectionError(connection, f"the name cannot be resolved: {error}") from error
    for family, kind, protocol, place in places:
        made = socket.socket(family, kind, protocol)
        with suppress(OSError):
            made.settimeout(http.CONNECT)
            made.connect(place)
            return made
        made.close()
    raise NewConnectionError(connection, "it cannot be reached on the open internet")


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}
