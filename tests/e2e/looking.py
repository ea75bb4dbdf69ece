"""Looks at pages in one tab of a real browser, at four widths and in both themes, and has axe look at what is new."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from django.http import HttpResponse
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from tests import axe

WIDTHS = (1440, 768, 390, 320)
PICTURES: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1440), ("dark", 390))
SCREENSHOTS = os.environ.get("SCREENSHOTS", "")
DRAWN = Path(__file__).with_name("drawn.js").read_text()


class Eyes:
    """What axe has seen: the facts of tests/e2e/drawn.js, of all pages and of everybody.

    When a page at some width shows facts that were never there when axe looked, it looks at the smallest part that
    holds all of them; and in the dark at its colours, since no other rule depends on the theme, unless all colours
    that are new in the light are known in the dark. So it has judged every kind of element in all its colours, every
    small target and every region that scrolls, at every width and in both themes, without judging again and again.
    """

    def __init__(self) -> None:
        self.seen: set[str] = set()
        self.dark: set[str] = set()

    def complaints(self, page: Page, facts: list[str]) -> list[str]:
        """What is wrong with what is new on the page at this width."""
        places = [place for place, fact in enumerate(facts) if fact not in self.seen]
        if not places:
            return []
        dark = set(page.evaluate("places => window.hold(places)", places).split())
        found = axe.complaints(page, axe.ALL, "held")
        if not dark <= self.dark:
            found += axe.complaints(page, axe.COLOURS, "held", "dark")
        self.seen.update(facts)
        self.dark |= dark
        return found


class Tab:
    """One tab; through it every page is looked at, which costs half of opening one for each."""

    def __init__(self, context: BrowserContext, eyes: Eyes, who: str = "") -> None:
        self.page, self.eyes, self.who = context.new_page(), eyes, who
        self.page.emulate_media(color_scheme="light", reduced_motion="reduce")
        self.width = 0
        self._resize(WIDTHS[0])
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", self._keep)
        self.answer: HttpResponse | None = None
        self.wire = context.new_cdp_session(self.page)
        self.wire.on("Fetch.requestPaused", self._answer)
        self.wire.send("Fetch.enable", {"patterns": [{"resourceType": "Document"}]})

    def look(self, name: str, address: str, answer: HttpResponse) -> list[str]:
        """What is wrong with one page, which the studio has answered with already."""
        self.answer = answer
        wrong = []
        for width in self._widths(address, WIDTHS):
            drawn = self.page.evaluate(DRAWN)
            wrong += [f"{drawn['beyond']} px too wide at {width} px"] if drawn["beyond"] > 0 else []
            wrong += [f"{width} px, {each}" for each in self.eyes.complaints(self.page, drawn["facts"].split())]
        self._picture(name)
        return [f"{name} as {self.who}: {each}" for each in (*wrong, *self.errors)]

    def fits(self, name: str, address: str, widths: tuple[int, ...]) -> list[str]:
        """At which of the widths one page is too wide."""
        wrong = []
        for width in self._widths(address, widths):
            beyond = self.page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
            wrong += [f"{name}: {beyond} px too wide at {width} px"] if beyond > 0 else []
        self._picture(name)
        return wrong

    def _widths(self, address: str, widths: tuple[int, ...]) -> Iterator[int]:
        """Opens the page, then each of the widths in turn."""
        self.errors.clear()
        answer = self.page.goto(address)
        if answer and not answer.ok:  # the browser calls a page that is an error an error as well
            self.errors = [error for error in self.errors if "Failed to load resource" not in error]
        for width in widths if self.width == widths[0] else reversed(widths):  # the window is as wide as one of them
            self._resize(width)
            yield width

    def _resize(self, width: int) -> None:
        if width == self.width:
            return
        self.width = width
        self.page.set_viewport_size({"width": width, "height": 600})

    def _picture(self, name: str) -> None:
        """With `SCREENSHOTS` naming a folder: light and wide, dark and narrow."""
        for scheme, width in PICTURES if SCREENSHOTS else ():
            self.page.emulate_media(color_scheme=scheme)
            self._resize(width)
            whole = self.page.evaluate("document.documentElement.scrollHeight")
            self.page.set_viewport_size({"width": width, "height": max(900, whole)})
            self.page.screenshot(path=Path(SCREENSHOTS, f"{name}-{self.who}-{scheme}.png"))
            self.width = 0
        if SCREENSHOTS:
            self.page.emulate_media(color_scheme="light")

    def _keep(self, line: ConsoleMessage) -> None:
        url = line.location["url"]
        if line.type == "error" and not url.endswith("/favicon.ico"):  # browsers look for it beside a fragment
            self.errors.append(f"{line.text} {url}")

    def _answer(self, paused: dict[str, Any]) -> None:
        """The browser asks for a page: it gets what was read, once, instead of asking for it again."""
        answer, self.answer = self.answer, None
        if answer is None:
            self.wire.send("Fetch.continueRequest", {"requestId": paused["requestId"]})
            return
        headers = [{"name": name, "value": value} for name, value in answer.items()]
        body = base64.b64encode(answer.content).decode()
        order = {"responseCode": answer.status_code, "responseHeaders": headers, "body": body}
        self.wire.send("Fetch.fulfillRequest", {"requestId": paused["requestId"], **order})
