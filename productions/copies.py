"""A preset and its counterpart at an account: look whether they still say the same, send ours, take theirs."""

import logging
from typing import Any
from uuid import UUID

from django.utils import timezone

from podcaststudio import http
from podcaststudio.due import Lost, in_seconds
from productions import outgoing, versions
from productions.auphonic import accounts, imports
from productions.auphonic.client import Client
from productions.auphonic.client import Preset as Found
from productions.differences import Change, difference
from productions.models import AuphonicAccount, Preset, PresetCopy

log = logging.getLogger(__name__)
LEASE = 120.0  # seconds one look may take
EVERY = 3600.0  # seconds between two looks
AGAIN = 300.0  # seconds after a server did not answer
Wish = PresetCopy.Wish


def ask(preset: Preset, account: AuphonicAccount, wish: str, by: Any) -> None:
    """Have a worker look at the counterpart, send ours there, or take what is there."""
    copy, _ = PresetCopy.objects.get_or_create(preset=preset, account=account)
    PresetCopy.objects.filter(pk=copy.pk).wake(wish=wish, asked_by=by, error="")


def match(pk: UUID) -> None:
    """Do what was asked of a copy that is due, and look how it is there."""
    turn = PresetCopy.objects.claim(pk, LEASE)
    if turn is None:
        return
    copy = PresetCopy.objects.select_related("preset", "account", "asked_by").get(pk=pk)
    try:
        facts = _look(copy) | {"error": "", "wish": "", "due_at": in_seconds(EVERY)}
    except http.Unauthorized as problem:
        facts = {"error": problem.sentence, "due_at": None}
    except http.Rejected as problem:
        facts = {"error": problem.sentence, "wish": "", "due_at": in_seconds(EVERY)}
        if problem.status == 404:
            facts |= {"is_missing": True, "error": "", "seen_at": timezone.now()}
    except http.Unreachable as problem:
        facts = {"error": problem.sentence, "due_at": in_seconds(problem.retry_after or AGAIN)}
    except versions.Overtaken as overtaken:
        facts = {"error": str(overtaken), "wish": "", "due_at": in_seconds(EVERY)}
    try:
        PresetCopy.objects.write(pk, turn, **facts)
    except Lost:
        log.info("the copy %s was taken over", pk)


def drift(copy: PresetCopy) -> list[Change]:
    """What the account's preset says otherwise than ours; empty when they agree or it was not seen yet.

    Services are left out: they are the account's own.
    """
    ours = outgoing.without(copy.preset.settings)
    return [] if copy.found is None or copy.is_missing else difference(ours, copy.found)


def is_changed_there(copy: PresetCopy) -> bool:
    """Whether the difference was made at the account, not here."""
    return copy.found is not None and bool(difference(copy.agreed or {}, copy.found))


def _look(copy: PresetCopy) -> dict[str, Any]:
    client = accounts.client_for(copy.account)
    found = _send(client, copy) if copy.wish == Wish.SEND else client.preset(copy.auphonic_uuid)
    settings = imports.settings_of(found.body)
    if copy.wish == Wish.FETCH:
        theirs = settings | ({outgoing.KEY: rows} if (rows := outgoing.rows(copy.preset.settings)) else {})
        versions.save(copy.preset, copy.preset.name, theirs, copy.asked_by, f"taken from {copy.account}")
    facts = {"auphonic_uuid": found.uuid, "found": settings, "is_missing": False, "seen_at": timezone.now()}
    if not difference(outgoing.without(copy.preset.settings), settings):
        facts["agreed"] = settings
    return facts


def _send(client: Client, copy: PresetCopy) -> Found:
    """Change the counterpart, or make one; a lost answer's preset of that name is taken instead of a second one."""
    ours = outgoing.without(copy.preset.settings)
    body = {
        "preset_name": copy.preset.name,
        **ours,
        outgoing.KEY: outgoing.of_account(copy.preset.settings, copy.account),
    }
    if copy.auphonic_uuid and not copy.is_missing:
        return client.update_preset(copy.auphonic_uuid, body)
    for found in client.presets():
        if found.name == copy.preset.name and not difference(imports.settings_of(found.body), ours):
            return found
    return client.create_preset(body)
