"""Payloads in every text field, on the main pages in a real browser: no script runs, no dialog, no policy violated."""

from itertools import cycle
from typing import Any

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Browser

from audiodn.models import Embed
from teams import audit
from tests.attacks.test_markup import PAYLOADS, poison, world
from tests.pages import signed_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OWN = ("desk:home", "productions:show_list", "productions:preset_list", "productions:usage", "audiodn:collection_list",
       "teams:team_detail", "teams:log", "teams:profile", "teams:connections", "notices:notice_list")  # fmt: skip
ABOUT = {
    "show": ("planning:show_detail", "planning:show_board", "productions:show_edit"),
    "episode": ("productions:episode_detail", "productions:episode_edit", "script:chapters", "script:transcript"),
    "production": ("productions:production_detail",),
    "preset": ("productions:preset_detail",),
    "collection": ("audiodn:collection_detail", "audiodn:collection_edit", "audiodn:collection_embed"),
    "track": ("audiodn:track_detail", "audiodn:track_edit"),
}
WATCH = """window.ran = []; window.xss = () => window.ran.push("xss");
  const tell = event => window.ran.push(`${event.violatedDirective} ${event.blockedURI}`);
  document.addEventListener("securitypolicyviolation", tell);"""
TOUCH = """() => { for (const each of document.querySelectorAll("body *")) {
    for (const name of ["mouseover", "focus", "toggle", "load", "error", "start"]) each.dispatchEvent(new Event(name));
  } return window.ran; }"""


def test_no_payload_runs_on_any_main_page(browser: Browser, live_server: Any) -> None:
    cache.clear()
    ana, keys = world()
    payloads = cycle(PAYLOADS)
    poison(payloads)
    ana.refresh_from_db()
    audit.record("team.renamed", next(payloads), team=ana.teams.get(), actor=ana, before=next(payloads))
    pages = [reverse(name) for name in OWN]
    pages += [reverse(name, args=[keys[key]]) for key, names in ABOUT.items() for name in names]
    pages += [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in admin.site._registry][:6]
    embed = Embed.objects.create(collection_id=keys["collection"], title=PAYLOADS[0])
    context = browser.new_context(base_url=live_server.url)
    cookies = signed_in(ana).cookies.items()
    context.add_cookies([{"name": n, "value": m.value, "url": live_server.url} for n, m in cookies])
    context.add_init_script(WATCH)
    page = context.new_page()
    wrong: list[str] = []
    page.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
    seen = 0
    for address in [*pages, embed.get_absolute_url()]:
        answer = page.goto(address, wait_until="load")
        assert answer
        assert answer.status == 200, address
        seen += "xss()" in page.content()
        assert page.evaluate(TOUCH) == [], address
        assert wrong == [], address
        assert page.url.startswith(live_server.url), address  # nothing led away
    context.close()
    assert seen > len(pages) / 2, seen  # the payloads are there, as text


def test_the_watch_itself_sees_what_runs(browser: Browser, live_server: Any) -> None:
    """A page of ours with a payload that is not escaped would be found out."""
    context = browser.new_context(base_url=live_server.url)
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(reverse("account_login"))
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=xss()>')")
    page.wait_for_function("() => window.ran.length")
    context.close()
