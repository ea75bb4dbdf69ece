"""A web server that takes webhooks."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs


class Listener:
    """Keeps the forms that were posted to it; refuses as many as it is told to first."""

    def __init__(self) -> None:
        self.calls: list[dict[str, str]] = []
        self.refusals = 0
        self._changed = threading.Condition()
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                fields = {key: values[0] for key, values in parse_qs(body).items()}
                call = {"path": self.path, "type": self.headers["Content-Type"], **(fields or {"body": body})}
                self.send_response(listener.take(call))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def take(self, call: dict[str, str]) -> int:
        with self._changed:
            if self.refusals:
                self.refusals -= 1
                return 503
            self.calls.append(call)
            self._changed.notify_all()
        return 204

    def wait(self, number: int, seconds: float = 120) -> list[dict[str, str]]:
        """The calls, once there are so many. AssertionError when they do not come."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.calls) >= number, seconds), self.calls
            return list(self.calls)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *args: object) -> None:
        self._server.shutdown()
        self._server.server_close()
