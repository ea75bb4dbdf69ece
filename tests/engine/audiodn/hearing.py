"""A web server that takes AudioDN's webhooks, and refuses some first to see them come again."""

import json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.engine.audiodn.account import Body


class Listener(ThreadingHTTPServer):
    """Keeps every call it gets, as (path, event, body); refuses as many as it is told to first."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls: list[tuple[str, str, Body]] = []
        self.refusals = 0

    def of(self, event: str) -> list[Body]:
        return [body for _, named, body in self.calls if named == event]


class Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = 204
        if self.server.refusals:
            self.server.refusals -= 1
            status = 503
        else:
            self.server.calls.append((self.path, self.headers["X-ADN-Event"], body))
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass
