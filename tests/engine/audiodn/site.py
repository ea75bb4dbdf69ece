"""A page of another origin with a strict Content-Security-Policy, on which elements of the engine are placed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Browser, Page

from tests import axe
from tests.engine.audiodn.account import Body

EVENTS = [
    *("adn-session-expired", "adn-session-refreshed", "adn-error", "adn-warning", "adni-seek"),
    *("files-selected", "file-uploaded", "session-error", "upload-progress"),
    *("recording-started", "recording-stopped", "recording-discarded"),
]
LISTEN = """events => { window.seen = [];
  for (const name of events) document.addEventListener(name, event => seen.push([name, event.detail])); }"""
MOVE = """name => { const element = document.querySelector(name);
  document.body.append(document.createElement("div")); document.body.lastElementChild.append(element); }"""
SPEAKING = "/speaking"  # the page that may use the microphone
PLACE = "html => { document.body.innerHTML = html; }"


class Site(ThreadingHTTPServer):
    """One empty page that loads all elements from the engine and allows nothing but the engine."""

    def __init__(self, engine: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        module = f'<script type="module" src="{engine}/components/index.js"></script>'
        scheme = '<meta name="color-scheme" content="light dark">'
        self.page = f'<!doctype html><html lang="en"><title>Page</title>{scheme}{module}<body></body></html>'.encode()
        sources = " ".join(f"{kind}-src {engine};" for kind in ("script", "connect", "img"))
        self.policy = f"default-src 'none'; style-src 'self'; media-src {engine} blob:; {sources}"


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        if self.path != SPEAKING:  # some browsers without windows ask nobody; a page's own policy they heed
            self.send_header("Permissions-Policy", "microphone=()")
        self.end_headers()
        self.wfile.write(self.server.page)

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def visit(browser: Browser, site: str) -> Iterator[Page]:
    """The page, listening; a violated policy or a script error fails the test."""
    context = browser.new_context(permissions=["microphone"])
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(site)
    page.evaluate(LISTEN, EVENTS)
    yield page
    context.close()
    assert wrong == []


def seen(page: Page, event: str) -> Body:
    """Wait for an event and return its detail."""
    page.wait_for_function("name => seen.some(([seen]) => seen === name)", arg=event)
    detail: Body = json.loads(page.evaluate("name => JSON.stringify(seen.find(([seen]) => seen === name)[1])", event))
    return detail


def complaints(page: Page, scheme: str) -> list[str]:
    """What axe finds wrong with the page in this colour scheme; it takes a page without background for a white one."""
    page.evaluate("document.documentElement.style.background = 'Canvas'")
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    return axe.complaints(page)
