"""Lamps and the one button, told from rows in memory: every rule, and which of them wins."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from audiodn.models import Track
from desk import actions, lamps
from desk.facts import Facts, Outlet, Review
from productions.models import Episode, Fetch, Production, Recording, Show, Upload
from productions.stages import Row
from productions.states import State
from teams.access import EDIT, RUN, SEE
from teams.models import Team

THEN, SOME_DAY = datetime(2026, 5, 3, 10, tzinfo=UTC), datetime(2082, 5, 3, 10, tzinfo=UTC)
STATISTICS = {"levels": {"output": {"loudness": [-16.1, "LUFS"]}}}


def told(state: State | None = None, *, recorded: bool = True, out: bool = False, **more: Any) -> Facts:
    """Facts of an episode in this state. What is no field of `Facts` is one of the production."""
    episode = Episode(title="Salt in the wires", show=Show(title="Tidewater", team=Team()))
    episode.track_id = Track().pk if out else None
    recording = Recording(episode=episode, file_name="raw.wav", duration=2892, created_at=THEN) if recorded else None
    here = {name: more.pop(name) for name in tuple(more) if name in Facts.__dataclass_fields__}
    production = None
    if state:
        more = {"created_at": THEN + timedelta(hours=1), "approval": "one" if state == State.HELD else "none", **more}
        production = Production(episode=episode, recording=recording, state=state, **more)
    return Facts(Row(episode, recording, production), **{"role": RUN, **here})


def lamp(name: str, facts: Facts) -> tuple[str, str]:
    found = next(each for each in lamps.lamps(facts) if each.name == name)
    return found.mark, found.word


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (told(recorded=False), ("todo", "No audio yet")),
        (told(recorded=False, upload=Upload()), ("wait", "Upload not finished")),
        (told(recorded=False, fetch=Fetch()), ("run", "Being fetched")),
        (told(), ("good", "48:12")),
        (told(lanes=2), ("good", "2 tracks, 48:12")),
        (told(State.READY, created_at=THEN - timedelta(1)), ("wait", "A newer recording is here")),
    ],
)
def test_source(facts: Facts, expected: tuple[str, str]) -> None:
    assert lamp("Source", facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (told(), ("todo", "Not processed")),
        (told(State.DRAFT), ("todo", "Not processed")),
        (told(State.CREATING), ("run", "Preparing the production")),
        (told(State.PROCESSING, auphonic_status=14), ("run", "Recognising speech")),
        (told(State.PROCESSING, auphonic_status=99, auphonic_status_text="Polishing"), ("run", "Polishing")),
        (told(State.PROCESSING, attempts=2), ("run", "Trying again")),
        (told(State.CANCELING), ("run", "Stopping")),
        (told(State.CANCELED), ("off", "Canceled")),
        (told(State.FAILED, failed_in="processing"), ("bad", "Stopped with an error")),
        (told(State.FAILED, failed_in="creating", error_code="reconnect"), ("wait", "Reconnect Auphonic")),
        (told(State.FAILED, failed_in="delivering", statistics=STATISTICS), ("good", "Done, −16.1 LUFS")),
        (told(State.HELD), ("good", "Done")),
        (told(State.READY, warning="Clipped."), ("good", "Done, with a remark")),
    ],
)
def test_process(facts: Facts, expected: tuple[str, str]) -> None:
    assert lamp("Process", facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (told(State.READY), ("todo", "Nobody asked")),
        (told(State.HELD), ("wait", "Waits for approval")),
        (told(State.READY, approval="one"), ("good", "Approved")),
        (told(State.HELD, review=Review(asked=("Mia",), approved=("Tom",))), ("run", "Waiting for Mia (1 of 2)")),
        (told(State.HELD, review=Review(asked=("Mia",), is_mine=True)), ("wait", "Waiting for Mia (0 of 1)")),
        (told(State.HELD, review=Review(notes=3)), ("wait", "Changes requested: 3 notes")),
        (told(State.HELD, review=Review(approved=("Mia", "Tom"))), ("good", "Approved by Mia, Tom")),
    ],
)
def test_review(facts: Facts, expected: tuple[str, str]) -> None:
    assert lamp("Review", facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (told(State.HELD), ("todo", "Not delivered")),
        (told(State.DELIVERING), ("run", "Delivering")),
        (
            told(State.TRANSCODING, track=Track(status="fallback")),
            ("run", "Large file, using a bigger machine"),
        ),
        (told(State.FAILED, failed_in="delivering", error_code="audiodn_key"), ("wait", "AudioDN refused our key")),
        (told(State.FAILED, failed_in="transcoding"), ("bad", "AudioDN did not take it")),
        (told(State.READY, track=Track(status="ready")), ("good", "Ready")),
        (told(State.READY, track=Track(status="incomplete")), ("wait", "Playable, some versions failed")),
        (told(State.PROCESSING, out=True), ("good", "The version before is out")),
    ],
)
def test_deliver(facts: Facts, expected: tuple[str, str]) -> None:
    assert lamp("Deliver", facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (told(), ("todo", "Draft")),
        (told(State.READY, out=True), ("good", "Can be embedded")),
        (told(State.READY, out=True, outlet=Outlet(has_gate=True)), ("todo", "Draft")),
        (told(State.READY, out=True, outlet=Outlet(has_gate=True, blockers=2)), ("wait", "2 things to fix")),
        (told(State.HELD, outlet=Outlet(scheduled_at=THEN)), ("run", "Goes out 3 May, 10:00")),
        (told(State.HELD, outlet=Outlet(scheduled_at=THEN, held_back="Too loud.")), ("wait", "Did not go out")),
        (told(State.READY, out=True, outlet=Outlet(has_gate=True, published_at=THEN)), ("good", "Live since 3 May")),
    ],
)
def test_publish(facts: Facts, expected: tuple[str, str]) -> None:
    assert lamp("Publish", facts) == expected


def test_every_lamp_is_told_in_words_and_the_worst_comes_first() -> None:
    facts = told(State.FAILED, failed_in="delivering", error_code="rejected")
    lit = lamps.lamps(facts)
    assert lamps.said(lit).startswith("Source: 48:12. Process: Done. Review: Nobody asked. Deliver: AudioDN did not")
    assert lamps.now(lit) == lit[3]
    assert [each.said for each in lit] == ["done", "done", "not started", "failed", "not started"]
    assert lamps.now(lamps.lamps(told(State.READY, out=True))) is None
    assert lamps.now(lamps.lamps(told())) == lamps.lamps(told())[1]


GATE = Outlet(has_gate=True, address="/gate/")


@pytest.mark.parametrize(
    ("key", "label", "facts"),
    [
        ("source", "Add audio", told(recorded=False)),
        ("resume", "Resume upload", told(recorded=False, upload=Upload())),
        ("connect", "Connect Auphonic", told(has_account=False)),
        ("process", "Process audio", told()),
        ("process", "Process audio", told(State.CANCELED)),
        ("process", "Process audio", told(State.READY, out=True, created_at=THEN - timedelta(1))),
        ("progress", "View progress", told(State.PROCESSING, has_account=False)),
        ("progress", "View progress", told(State.TRANSCODING)),
        ("failed", "See what happened", told(State.FAILED, failed_in="processing")),
        ("ask", "Ask for review", told(State.HELD, review=Review(is_wanted=True))),
        ("approve", "Listen and approve", told(State.HELD)),
        ("review", "Review now", told(State.HELD, review=Review(asked=("Mia",), is_mine=True))),
        ("notes", "Open notes", told(State.HELD, review=Review(notes=1, approved=("Tom",)))),
        ("deliver", "Publish now", told(State.HELD, review=Review(is_wanted=True, approved=("Tom",)))),
        ("deliver", "Publish now", told(State.HELD, approval="none", outlet=Outlet(scheduled_at=THEN))),
        ("schedule", "Change schedule", told(State.HELD, approval="none", outlet=Outlet(scheduled_at=SOME_DAY))),
        ("delivery", "Fix delivery", told(State.FAILED, failed_in="delivering")),
        ("fix", "Fix 2 things", told(State.READY, out=True, outlet=Outlet(has_gate=True, blockers=2))),
        ("publish", "Publish…", told(State.READY, out=True, outlet=GATE)),
        ("schedule", "Change schedule", told(State.READY, out=True, outlet=Outlet(has_gate=True, scheduled_at=THEN))),
        ("embed", "Copy embed", told(State.READY, out=True, outlet=Outlet(has_gate=True, published_at=THEN))),
        ("embed", "Copy embed", told(State.READY, out=True)),
    ],
)
def test_the_first_rule_that_matches_is_the_button(key: str, label: str, facts: Facts) -> None:
    action = actions.primary(facts)
    assert action is not None
    assert (action.key, action.label) == (key, label)


@pytest.mark.parametrize(
    ("role", "facts", "key"),
    [
        (SEE, told(recorded=False), None),
        (EDIT, told(recorded=False), "source"),
        (EDIT, told(), None),
        (SEE, told(State.PROCESSING), "progress"),
        (SEE, told(State.HELD), None),
        (SEE, told(State.HELD, review=Review(asked=("Mia",), is_mine=True)), "review"),
        (EDIT, told(State.READY, out=True), None),
    ],
)
def test_nobody_is_offered_what_they_may_not_do(role: int, facts: Facts, key: str | None) -> None:
    action = actions.primary(Facts(**{**vars(facts), "role": role}))
    assert (action.key if action else None) == key


def test_before_there_is_a_show_the_button_makes_one() -> None:
    assert (actions.first_show().label, actions.first_show().address) == ("Create show", "/shows/new/")
