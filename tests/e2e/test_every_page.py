"""Every page of the project as everybody who may ask for it, in a real browser: both themes, four widths, by axe.

Each role asks for every address there is. What it gets is read first: its HTML must be light and must not point at
what is not there. A browser shows each page to the owner, and to others as soon as a page is built otherwise than it
was for somebody before (tests/e2e/structure.py says when it is). On every page that is shown no width may scroll
sideways and no script may fail, and axe looks wherever something is drawn that it did not see (`Eyes`).
With `SCREENSHOTS` naming a folder a picture of each of them is put there, light and wide, dark and narrow.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext

from audiodn.models import Embed, Track
from compare.models import Waveform
from notices import letters
from podcaststudio.models import Heartbeat
from productions.models import Episode, Production, ProductionEvent, Recording, Show
from productions.states import State
from review.models import Note
from teams import invitations
from teams.models import Role, User
from tests import make
from tests.e2e.looking import Eyes, Tab
from tests.e2e.structure import Structure
from tests.processes import StudioProcess
from tests.rules import NOBODY, ROLES, RULES
from tests.world import World, world

__all__ = ["world"]  # a fixture of the access tests: one of everything
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
STATES = (State.PROCESSING, State.FAILED, State.READY, State.CANCELED)
SIGNED_OUT = ("account_login", "account_signup", "account_reset_password")

IN_GERMAN = (
    "desk:home", "planning:team_board", "planning:show_detail", "planning:episode_plan", "productions:episode_detail",
    "productions:preset_detail", "productions:connections", "audiodn:collection_detail", "audiodn:connect",
    "review:page", "compare:episode_compare", "script:transcript", "script:chapters", "teams:team_detail",
    "teams:profile", "notices:choices",
)  # fmt: skip
NAMES = {name.replace(":", "-"): name for name in RULES}  # as pictures are called
Open = Callable[[Client], BrowserContext]


@pytest.fixture
def browser_of(browser: Browser, web: StudioProcess) -> Iterator[Open]:
    """Real browsers that hold the cookies of a client."""
    contexts: list[BrowserContext] = []

    def open_as(client: Client) -> BrowserContext:
        contexts.append(browser.new_context(base_url=settings.SITE_URL))
        for name, each in client.cookies.items():
            where = settings.SITE_URL + (each["path"] or "/")
            contexts[-1].add_cookies([{"name": name, "value": each.value, "url": where}])
        return contexts[-1]

    yield open_as
    for context in contexts:
        context.close()


class Walk:
    """Goes through pages as one after the other, and knows what was seen before."""

    def __init__(self, browser_of: Open) -> None:
        self.browser_of, self.eyes = browser_of, Eyes()
        self.noted: set[int] = set()
        self.shown: list[str] = []

    def go(self, who: str, client: Client, pages: dict[str, str]) -> list[str]:
        """What is wrong with the pages at these addresses for whom this client is signed in."""
        tab, wrong = None, []
        for name, address in pages.items():
            answer = client.get(address)
            rule = RULES[NAMES[name]] if who in ROLES and name in NAMES else None
            if rule and answer.status_code not in rule.answers(who, rule.get):
                wrong.append(f"{name} answers {who} with {answer.status_code}")
            if not is_page(answer):
                continue
            built = Structure(name if answer.status_code == 200 else str(answer.status_code), answer.content)
            wrong += [f"{name} as {who}: {each}" for each in built.faults]
            if not built.notes <= self.noted:
                self.noted |= built.notes
                self.shown.append(f"{name} as {who}")
                tab = tab or Tab(self.browser_of(client), self.eyes, who)
                wrong += tab.look(name, address, answer)
        return wrong


def is_page(answer: HttpResponse) -> bool:
    """And no file, no fragment, and not the way to another page."""
    is_html = answer.status_code not in (301, 302) and answer["Content-Type"].startswith("text/html")
    return is_html and not answer.streaming and b"<html lang" in answer.content


def filled(world: World) -> dict[str, str]:
    """Addresses of a member's pages by a name for each, with an episode in every kind of state."""
    show = Show.objects.get(pk=world.keys["show"])
    private = {name: rule for name, rule in NAMES.items() if not RULES[rule].is_public}
    found = {name: world.address(rule) for name, rule in private.items() if RULES[rule].get is not NOBODY}
    for state in STATES:
        episode = make.make_episode(show, title=f"An episode that is {state.value}")
        make.make_production(episode, state, failed_in="creating" if state == State.FAILED else "")
        found[f"productions-episode_detail-{state}"] = episode.get_absolute_url()
    return found | allauth_pages()


def allauth_pages() -> dict[str, str]:
    found = {}
    for name in get_resolver().reverse_dict:
        if isinstance(name, str) and name.startswith(("account_", "mfa_", "usersessions_", "socialaccount_")):
            try:
                found[name] = reverse(name)
            except NoReverseMatch:
                continue
    return found


def open_pages(world: World) -> dict[str, str]:
    """What is there for people who are not signed in."""
    owner = world.people["owner"]
    invitations.invite(owner.teams.get(), owner, "somebody@example.org", Role.EDITOR)
    join = re.search(r"/join/[^/\s]+/", mail.outbox[-1].body)
    assert join
    found = {name: reverse(name) for name in SIGNED_OUT} | {"nothing": "/nothing/here/", "private": "/"}
    found |= {
        name.replace(":", "-"): world.address(name) for name, rule in RULES.items() if rule.is_public and rule.get
    }
    found["audiodn-embed-shown"] = Embed.objects.get(pk=world.keys["embed"]).get_absolute_url()
    found["notices-off-shown"] = letters.off_address(owner, "people")
    return found


def guest(path: str) -> Client:
    """Somebody with a review link who said who they are."""
    client = Client()
    assert client.post(f"{path}who/", {"name": "Ingrid", "email": "ingrid@example.org"}).status_code == 302
    return client


def test_every_page_as_everybody(world: World, browser_of: Open, two_seconds: Path) -> None:
    pages = filled(world)
    for recording in Recording.objects.all():  # something to listen to
        default_storage.save(recording.file.name, ContentFile(two_seconds.read_bytes()))
    worker = Heartbeat.objects.create(name="tests", at=timezone.now() + timedelta(days=1))
    walk, wrong = Walk(browser_of), []
    for role in sorted(ROLES, key=lambda role: -ROLES[role]):
        wrong += walk.go(role, world.clients[role], pages)
        Heartbeat.objects.filter(pk=worker.pk).update(at=timezone.now() - timedelta(days=1))  # others are told
    episode = Episode.objects.get(pk=world.keys["episode"])
    path, locked = make.make_review_link(episode)[1], make.make_review_link(episode, password="quiet")[1]
    wrong += walk.go("nobody", Client(), {**open_pages(world), "guest_who": path, "guest_password": locked})
    wrong += walk.go("guest", guest(path), {"guest_page": path})
    assert wrong == [], "\n".join(wrong)


def test_main_pages_in_german_fit_a_phone(world: World, browser_of: Open) -> None:
    """German words are longer."""
    owner = world.people["owner"]
    User.objects.filter(pk=owner.pk).update(language="de")
    tab, wrong = Tab(browser_of(world.clients["owner"]), Eyes(), "owner"), []
    for name in IN_GERMAN:
        wrong += tab.fits(f"{name.replace(':', '-')}-de", world.address(name), (390, 320))
        assert tab.page.locator("html").get_attribute("lang") == "de", name
    assert wrong == [], "\n".join(wrong)


SHIFTS = """() => { window.shift = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: false }); }"""
# every live part is asked for now; later it asks by itself, every two seconds
CHANGED = """async ([part, before]) => {
  for (const each of document.querySelectorAll("[data-poll]")) each.dispatchEvent(new Event("tick"));
  await new Promise((done) => setTimeout(done, 100));
  return document.getElementById(part)?.outerHTML !== before;
}"""


def changes(world: World) -> list[tuple[str, str, str, Callable[[], object]]]:
    """Pages that are live: name, address, the part that changes, and what somebody else does meanwhile."""
    episode = Episode.objects.get(pk=world.keys["episode"])
    running = make.make_production(make.make_episode(episode.show), State.PROCESSING, progress=0.2)
    row = Production.objects.filter(pk=running.pk)
    track = Track.objects.filter(pk=world.keys["track"])
    note = Note.objects.get(pk=world.keys["note"])
    heard = note.production

    def undrawn() -> None:
        for side in ({"recording": heard.recording}, {"output": heard.output_files.get()}):
            Waveform.objects.update_or_create(**side, defaults={"episode": episode, "error": "Torn.", "due_at": None})

    def stopped() -> None:
        row.update(state=State.CANCELED, due_at=None)
        ProductionEvent.objects.create(production=running, state=State.CANCELED)

    def delivered() -> None:
        track.update(status="ready", due_at=None)

    return [
        ("episode", running.episode.get_absolute_url(), "card", lambda: row.update(progress=0.5)),
        ("home", "/", "running", lambda: row.update(progress=0.8)),
        ("review", world.address("review:page"), "desk", lambda: make.make_note(heard, world.people["editor"], 1.5)),
        ("comparison", world.address("compare:episode_compare"), "drawing", undrawn),
        ("show", world.address("planning:show_detail"), "episodes", stopped),
        ("collection", world.address("audiodn:collection_detail"), "tracks", delivered),
        ("track", world.address("audiodn:track_detail"), "track", delivered),
    ]


def test_live_pages_move_nothing(world: World, browser_of: Open) -> None:
    """What others do comes while the page is open, and what stands there stays where it is."""
    page = browser_of(world.clients["owner"]).new_page()
    page.emulate_media(reduced_motion="reduce")
    moved = {}
    for name, address, part, change in changes(world):
        Track.objects.filter(pk=world.keys["track"]).update(status="processing", due_at=timezone.now())
        page.goto(address, wait_until="networkidle")
        before = page.evaluate("part => document.getElementById(part).outerHTML", part)
        page.evaluate(SHIFTS)
        change()
        page.wait_for_function(CHANGED, arg=[part, before], polling=100)
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        moved[name] = round(page.evaluate("window.shift"), 3)
    assert {name: shift for name, shift in moved.items() if shift > 0.02} == {}, moved
