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
        number = ipaddress.ip_address(str(place[0]).split("%")[0])
        mapped = getattr(number, "ipv4_mapped", None) or number
        if host in settings.FETCH_ALLOWED_HOSTS or (mapped.is_global and not mapped.is_multicast):
            yield family, kind, protocol, place


def _connect(connection: Any) -> socket.socket:
    try:
        places = list(allowed(connection._dns_host, connection.port))
    except OSError as error:
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
