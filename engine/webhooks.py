"""Outgoing calls, from one thread, never from a request: at least once, retried, queued in the store."""

import logging
import secrets
import threading
import time
from typing import Any
from urllib.parse import urlsplit

import requests

from engine import faults, store

log = logging.getLogger(__name__)

KIND = "webhook"
PAUSES = [1, 4, 15, 60, 300]  # seconds before each further try; then the call is given up
TIMEOUT = (3.05, 10)

_wake = threading.Condition(store.lock)
_is_open = False


def send(
    url: str,
    *,
    form: dict[str, Any] | None = None,
    json: Any = None,
    body: str | None = None,
    headers: dict[str, str] | None = None,
) -> None:
    """Queue one POST with a form, a JSON document or a text as its body; may be part of a store.transaction().

    Anything but an http or https address is ignored.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        log.warning("not calling %r: only http and https addresses are called", url)
        return
    with _wake:
        for delay in faults.webhook_delays():
            id = secrets.token_hex(8)
            call = {"id": id, "url": url, "form": form, "json": json, "body": body, "headers": headers or {}}
            store.put(KIND, id, {**call, "due_at": time.time() + delay, "tries": 0})
        _wake.notify()


def start() -> None:
    """Begin to call, first what an earlier engine left behind."""
    global _is_open
    _is_open = True
    threading.Thread(target=_work, name="webhooks", daemon=True).start()


def stop() -> None:
    """Call nothing more; what is queued stays queued."""
    global _is_open
    with _wake:
        _is_open = False
        _wake.notify()


def _work() -> None:
    while _is_open:
        for call in store.find(KIND, newest_first=False):
            if call["due_at"] <= time.time() and _is_open:
                _call(call)
        with _wake:
            soonest = min((call["due_at"] for call in store.find(KIND)), default=None)
            if _is_open:
                _wake.wait(None if soonest is None else max(soonest - time.time(), 0))


def _call(call: store.Document) -> None:
    """Try once; an answer below 300 ends it, anything else is tried again after a pause."""
    try:
        response = requests.post(
            call["url"],
            data=call["form"] if call.get("body") is None else call["body"].encode(),
            json=call["json"],
            headers={"User-Agent": "PodcastStudioEngine/1", **call["headers"]},
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        problem = "" if response.status_code < 300 else f"answered {response.status_code}"
    except requests.RequestException as error:
        problem = type(error).__name__
    tries = call["tries"] + 1
    if problem and tries <= len(PAUSES):
        store.put(KIND, call["id"], {**call, "tries": tries, "due_at": time.time() + PAUSES[tries - 1]})
        return
    if problem:
        log.warning("gave up calling %s after %s tries: %s", urlsplit(call["url"]).hostname, tries, problem)
    store.delete(KIND, call["id"])
