"""Two people at the same thing at once: nothing is lost, nothing done twice, and whoever comes second is told."""

import random
import re
import threading
import time
from html import unescape
from typing import Any

import pytest
from django.contrib.messages import ERROR, get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from audiodn.models import Collection, Track
from productions.models import Episode, ProductionEvent
from productions.states import State
from teams.models import AuditEntry, Role, Team
from tests import make
from tests.pages import signed_in

SEEN = re.compile(r'name="seen" value="([^"]*)"')
SEED = 20260119
ROUNDS = {"postgresql": 100, "sqlite": 30}  # where only one may write at a time there is less to find


def seen_on(client: Client, page: str) -> str:
    """The mark that the page carries."""
    found = SEEN.search(client.get(page).content.decode())
    assert found, page
    return unescape(found[1])


@pytest.fixture
def mia(team: Team) -> Client:
    return signed_in(make.make_member(team, Role.PRODUCER, make.make_user("Mia")))


@pytest.fixture
def tom(team: Team) -> Client:
    return signed_in(make.make_member(team, Role.PRODUCER, make.make_user("Tom")))


ROWS = {"chapters-TOTAL_FORMS": "1", "chapters-INITIAL_FORMS": "0", "chapters-0-start": "0:05"}
LANES = {"lanes-TOTAL_FORMS": "1", "lanes-INITIAL_FORMS": "0", "lanes-0-gain": "0", "lanes-0-backforeground": "auto"}


def places(team: Team) -> dict[str, tuple[str, dict[str, Any], str]]:
    """Pages that two people may have open: the address, what a form needs besides, and the field both write."""
    show = make.make_show(team)
    episode = make.make_episode(show)
    track = make.make_track(team, title="Old")
    lane = {"lanes-0-recording": make.make_recording(episode).pk}
    look = {"player_color": "#123456"}
    return {
        "episode": (reverse("productions:episode_edit", args=[episode.pk]), {}, "title"),
        "show": (reverse("productions:show_edit", args=[show.pk]), {"color": "#123456"}, "title"),
        "collection": (reverse("audiodn:collection_edit", args=[track.collection_id]), look, "title"),
        "track": (reverse("audiodn:track_edit", args=[track.pk]), look, "title"),
        "chapters": (reverse("script:chapters", args=[episode.pk]), ROWS, "chapters-0-title"),
        "lanes": (reverse("productions:episode_lanes", args=[episode.pk]), LANES | lane, "lanes-0-name"),
    }


@pytest.mark.django_db
@pytest.mark.parametrize("place", ["episode", "show", "collection", "track", "chapters", "lanes"])
def test_the_second_to_save_is_told_and_keeps_what_was_typed(team: Team, mia: Client, tom: Client, place: str) -> None:
    page, form, field = places(team)[place]
    marks = [seen_on(client, page) for client in (mia, tom)]
    assert mia.post(page, {**form, field: "From Mia", "seen": marks[0]}).status_code == 302
    late = tom.post(page, {**form, field: "From Tom", "seen": marks[1]})
    text = unescape(late.content.decode())
    assert late.status_code == 422
    assert "Mia changed this a moment ago." in text
    assert 'value="From Tom"' in text
    assert ("It says “From Mia” now." in text) == (field == "title")
    assert "From Mia" in mia.get(page).content.decode()
    again = SEEN.search(text)
    assert again
    assert tom.post(page, {**form, field: "From Tom", "seen": again[1]}).status_code == 302
    assert "From Tom" in mia.get(page).content.decode()
    own = mia.post(page, {**form, field: "Later", "seen": again[1]}).content.decode()
    assert "Tom changed this a moment ago." in own
    own = tom.post(page, {**form, field: "Later", "seen": again[1]}).content.decode()
    assert "You changed this in another window meanwhile." in own


@pytest.mark.django_db
def test_saving_a_form_leaves_alone_what_workers_write(team: Team, mia: Client) -> None:
    """What they write between the reading and the writing of a page, in rows that were read before."""
    track = make.make_track(team, status="processing", remote_id="there")
    episode = make.make_episode(make.make_show(team))
    kept = [(track.collection, {"remote_id": "made"}), (track, {"status": "ready"}), (episode, {"track": track})]
    forms = [
        ("audiodn:collection_edit", Collection),
        ("audiodn:track_edit", Track),
        ("productions:episode_edit", Episode),
    ]
    for (row, values), (name, model) in zip(kept, forms, strict=True):
        written: list[str] = []

        def watch(execute: Any, sql: str, *rest: Any, written: list[str] = written) -> Any:
            written += [sql] if sql.startswith("UPDATE") else []
            return execute(sql, *rest)

        with connection.execute_wrapper(watch):
            page = reverse(name, args=[row.pk])
            assert mia.post(page, {"title": "New", "player_color": "#123456"}).status_code == 302
        table = model._meta.db_table
        mine = [sql for sql in written if sql.startswith(f'UPDATE "{table}"')]
        assert mine
        for column in values:
            assert not [sql for sql in mine if f'"{model._meta.get_field(column).column}" =' in sql.split("WHERE")[0]]


# ---------------------------------------------------------------- at once
class Producer:
    """One person with a browser, and what came of what they asked for."""

    def __init__(self, client: Client, episode: Episode, rng: random.Random) -> None:
        self.client, self.episode, self.rng = client, episode, rng
        self.edits = self.moves = self.refused = self.idle = 0

    def act(self, verbs: list[str]) -> None:
        try:
            for verb in verbs:
                time.sleep(self.rng.random() / 500)
                getattr(self, verb)()
        finally:
            connection.close()

    def edit(self) -> None:
        """Count the title up by one, as it says on the page."""
        page = reverse("productions:episode_edit", args=[self.episode.pk])
        shown = self.client.get(page).content.decode()
        count, mark = re.search(r'value="Take (\d+)"', shown), SEEN.search(shown)
        assert count
        assert mark
        answer = self.client.post(page, {"title": f"Take {int(count[1]) + 1}", "seen": mark[1]})
        if answer.status_code == 302:
            self.edits += 1
        else:
            assert " changed this a moment ago. Nothing was saved." in answer.content.decode()
            self.refused += 1

    def start(self) -> None:
        recording = {"recording": self.episode.recordings.get().pk}
        self._ask("productions:production_start", self.episode.pk, recording)

    def approve(self) -> None:
        self._of_newest("review:decide", verdict="approved")

    def cancel(self) -> None:
        self._of_newest("productions:production_cancel")

    def _of_newest(self, name: str, **form: str) -> None:
        newest = self.episode.productions.order_by("-created_at").first()
        if newest:
            self._ask(name, newest.pk, form)
        else:
            self.idle += 1

    def _ask(self, name: str, pk: Any, form: dict[str, Any]) -> None:
        self.client.cookies.pop("messages", None)  # what earlier pages would still say
        answer = self.client.post(reverse(name, args=[pk]), form)
        assert answer.status_code == 302
        if any(message.level == ERROR for message in get_messages(answer.wsgi_request)):
            self.refused += 1
        else:
            self.moves += 1


def interleave(team: Team, clients: list[Client], seed: int) -> int:
    """One round; returns how often somebody was told that the other was faster."""
    rng = random.Random(seed)
    episode = make.make_episode(team.shows.get(), title="Take 0")
    make.make_recording(episode)
    begin = rng.choice([None, State.HELD, State.UPLOADING])
    if begin:
        make.make_production(episode, begin)
    people = [Producer(client, episode, random.Random(rng.random())) for client in clients]
    verbs = [rng.sample(["start", "approve", "edit", "cancel"], 2) for _ in people]
    threads = [threading.Thread(target=one.act, args=[verb]) for one, verb in zip(people, verbs, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    story = f"seed {seed}: {begin}, {verbs}"
    episode.refresh_from_db()
    edits, moves = (sum(getattr(one, name) for one in people) for name in ("edits", "moves"))
    assert sum(one.edits + one.moves + one.refused + one.idle for one in people) == 4, story
    assert episode.title == f"Take {edits}", story
    events = ProductionEvent.objects.filter(production__episode=episode).order_by("at", "id")
    assert events.exclude(actor=None).count() == events.count() == moves, story
    assert episode.productions.unfinished().count() <= 1, story
    starts = events.filter(before=State.DRAFT).count()
    assert episode.productions.count() == starts + bool(begin), story
    for production in episode.productions.all():
        at = begin if begin and not production.events.filter(before=State.DRAFT).exists() else State.DRAFT
        for event in production.events.all():
            assert event.before == at, story
            at = State(event.state)
        assert production.state == at, story
    deeds = AuditEntry.objects.filter(target_id=str(episode.pk)).exclude(action="episode.created")
    assert deeds.filter(action="episode.changed").count() == edits, story
    assert deeds.exclude(action="episode.changed").count() == moves, story
    return sum(one.refused for one in people)


@pytest.mark.django_db(transaction=True)
def test_interleavings_of_two_producers(team: Team, mia: Client, tom: Client) -> None:
    make.make_show(team, account=make.make_account(team.members.first(), team))
    rounds = ROUNDS[connection.vendor]
    told = sum(interleave(team, [mia, tom], SEED + number) for number in range(rounds))
    assert told > rounds / 4  # they did get into each other's way
