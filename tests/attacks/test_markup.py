"""Markup and scripts in every text field, shown on every page: text stays text."""

from html.parser import HTMLParser
from itertools import cycle
from typing import Any

import pytest
from django.contrib import admin
from django.core import mail
from django.db import models
from django.urls import reverse

from audiodn.models import Collection
from notices import letters
from notices.models import Notice
from productions.models import ProductionEvent
from productions.states import State
from teams import audit, invitations
from teams.models import Membership, Role, Team, User
from tests import make
from tests.pages import signed_in
from tests.rules import NOBODY, RULES, STAFF

pytestmark = [pytest.mark.django_db, pytest.mark.once]
PAYLOADS = [
    "<script>xss()</script>",
    "</script><script>xss()</script>",
    "<img src=x onerror=xss()>",
    "<svg onload=xss()>",
    '"><script>xss()</script>',
    "'><script>xss()</script>",
    '" onmouseover=xss() x="',
    "' onfocus=xss() autofocus x='",
    "</title><script>xss()</script>",
    "</textarea><script>xss()</script>",
    "</style><script>xss()</script>",
    "--><script>xss()</script>",
    "<iframe src=javascript:xss()>",
    "<a href=javascript:xss()>x</a>",
    "<body onload=xss()>",
    "<details open ontoggle=xss()>",
    "<video><source onerror=xss()>",
    "<math><mtext></mtext></math>",
    "<form action=javascript:xss()><button>",
    "<input autofocus onfocus=xss()>",
    "<object data=javascript:xss()>",
    "<embed src=javascript:xss()>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content=0;url=//evil.example>",
    "<style>@import '//evil.example'</style>",
    "<xss onclick=xss()>",
    "<audio src onerror=xss()>",
    "<select onfocus=xss() autofocus>",
    "<marquee onstart=xss()>",
    "javascript:xss()",
    "data:text/html,<script>xss()</script>",
    "{{ 7|add:7 }}",
    "{% debug %}",
    "${7*7}",
    "{{constructor}}",
    "&lt;script&gt;xss()&lt;/script&gt;",
    "&#60;script&#62;xss()",
    "<ScRiPt>xss()</sCrIpT>",
    "<script/x>xss()</script>",
    "<<script>xss()//<</script>",
    "<img src='x' onerror='xss()'//",
    "]]><script>xss()</script>",
    "\u2028<script>xss()</script>",
]
KEPT, FORMAL = ("sealed", "remote", "webhook"), ("_id", "_uuid", "_in", "code", "codec", "zone")
OURS = ("teams", "productions", "audiodn", "notices", "review")
LONGEST = max(map(len, PAYLOADS))
CHOSEN = {"state", "status", "kind", "theme", "mail", "email", "password", "color", "player_color", "server", "address"}


class Page(HTMLParser):
    """Every start tag, with what a browser would run of it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if any(name.startswith("on") or "xss" in name for name in values):
            self.found.append(f"<{tag} {sorted(values)}>")
        for name in ("href", "src", "action", "formaction", "data"):
            if (values.get(name) or "").strip().lower().startswith(("javascript:", "data:text", "//evil")):
                self.found.append(f"<{tag} {name}={values[name]}>")
        if tag in ("xss", "marquee", "embed", "object", "base", "math", "iframe"):
            self.found.append(f"<{tag}>")

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "script" and "xss()" in data:
            self.found.append(f"script: {data[:60]}")


def fill(payloads: Any, room: int) -> tuple[str, int]:
    """Whole payloads until the room is used, and how many they are."""
    text, count = next(payloads)[:room], 1
    while len(text) + LONGEST <= room and count < len(PAYLOADS):
        text, count = text + next(payloads), count + 1
    return text, count


def poison(payloads: Any) -> int:
    """Put as many of the next payloads as fit into every text field there is; what has choices or a form keeps it."""
    count = 0
    for model in (m for m in admin.site._registry if m._meta.app_label in OURS):
        if model._meta.model_name in ("auditentry",):
            continue  # it refuses, and is poisoned by what it copies
        for row in model._default_manager.all():
            changes = {}
            for field in row._meta.concrete_fields:
                is_text = type(field) in (models.CharField, models.TextField) and not field.choices
                is_ours = field.name in CHOSEN or field.unique or field.name.startswith(KEPT)
                if is_text and not is_ours and not field.name.endswith(FORMAL):
                    changes[field.name], fitted = fill(payloads, field.max_length or 2000)
                    count += fitted
            if changes:
                model._base_manager.filter(pk=row.pk).update(**changes)
    return count


def world() -> tuple[User, dict[str, Any]]:
    """One of everything, and an owner who is staff too."""
    ana = make.make_user("Ana", is_staff=True, is_superuser=True)
    team: Team = make.make_team(ana)
    mate = make.make_member(team, Role.REVIEWER)
    account = make.make_account(ana, team)
    show = make.make_show(team, account=account, preset=make.make_preset(team), description="x")
    collection = Collection.objects.create(team=team, title="x")
    episode = make.make_episode(show, summary="x")
    facts = {"failed_in": "creating", "error": "x", "warning": "x", "auphonic_status_text": "x"}
    production = make.make_production(episode, State.FAILED, track=make.make_track(team, error="x"), **facts)
    ProductionEvent.objects.create(production=production, state=State.FAILED, note="x")
    note = make.make_note(make.make_heard(episode, State.CANCELED), ana)
    make.make_note(note.production, ana, None, parent=note, kind="")
    note.production.decisions.create(author_name="x", verdict="changes", sentence="x")
    note.production.review_requests.create(reviewer=mate, message="x")
    make.make_review_link(episode)[0].guests.create(name="x", email="x@example.org")
    make.make_connection(team)
    notice = make.make_notice(ana, team=team, body="x")
    keys = {
        "team": team.pk, "membership": Membership.objects.get(user=mate).pk, "person": ana.pk, "notice": notice.pk,
        "invitation": invitations.invite(team, ana, "new@example.org", Role.EDITOR).pk, "track": production.track.pk,
        "collection": collection.pk, "account": account.pk, "show": show.pk, "episode": episode.pk,
        "production": production.pk, "preset": show.preset.pk, "note": note.pk,
    }  # fmt: skip
    return ana, keys


def addresses(keys: dict[str, Any]) -> list[str]:
    found = []
    for name, rule in RULES.items():
        is_simple = not rule.subject or (rule.subject in keys and not getattr(rule, "rest", ()))
        if rule.get not in (NOBODY, STAFF) and is_simple and name != "auphonic:callback":
            found.append(reverse(name, args=[keys[rule.subject]] if rule.subject else []))
    return found


def test_text_stays_text_on_every_page_in_the_admin_and_in_letters() -> None:
    assert len(set(PAYLOADS)) >= 40
    ana, keys = world()
    client, payloads = signed_in(ana), cycle(PAYLOADS)
    seen = poisoned = 0
    lists = [reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in admin.site._registry]
    for shown in (addresses(keys), [*addresses(keys), *lists]):
        poisoned += poison(payloads)
        ana.refresh_from_db()
        audit.record("team.renamed", next(payloads), team=ana.teams.get(), actor=ana, before=next(payloads))
        for address in shown:
            answer = client.get(address)
            assert answer.status_code < 500, address
            if answer.get("Content-Type", "").startswith("text/html") and not answer.streaming:
                page = Page()
                page.feed(answer.content.decode())
                assert page.found == [], (address, page.found)
                seen += "xss()" in answer.content.decode()
    assert poisoned >= 300, poisoned
    assert seen > 30, seen  # the payloads are on the pages, as text
    Notice.objects.update(due_at=Notice.objects.first().created_at, mail="now", title="a\nBcc: eve@example.org")
    letters.send(keys["notice"])
    assert mail.outbox[-1].recipients() == [ana.email]
    assert mail.outbox[-1].content_subtype == "plain"


def test_a_form_that_is_refused_shows_its_words_as_text() -> None:
    ana, _ = world()
    client = signed_in(ana)
    names = cycle(["teams:team_detail", "productions:show_new", "teams:team_new"])
    for payload, name in zip(PAYLOADS, names, strict=False):
        form = {"email": payload, "role": payload, "title": payload * 50, "name": payload * 50, "color": payload}
        page = Page()
        page.feed(client.post(reverse(name), form).content.decode())
        assert page.found == [], (name, payload)
