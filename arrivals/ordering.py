"""Has Auphonic fetch a recording from a service, and takes in what it makes of it.

A service's file cannot be fetched from Auphonic. So the production is made there with the file's name, the untouched
input among its results, and comes in like one that was made there by hand. Creating is done once: after a lost answer
the production is found by the order's intent in its `output_basename`.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from arrivals import intake
from arrivals.models import Order
from podcaststudio import http
from podcaststudio.doorbell import ring
from podcaststudio.due import Claim, Lost, in_seconds
from productions import presets
from productions.auphonic import accounts
from productions.auphonic.client import Client
from productions.auphonic.statuses import Meaning, kind
from productions.models import AuphonicAccount, Episode, Preset, Show

AGAIN = 30.0  # seconds until the next try when Auphonic was not to be reached
INPUT = {"format": "input"}


def order(
    show: Show, account: AuphonicAccount, service_uuid: str, names: dict[str, str], preset: Preset | None, actor: Any
) -> list[Order]:
    """An episode for each file, `names` with their titles, and a worker that has Auphonic process it."""
    made = []
    body = preset.settings if preset else {}
    with transaction.atomic():
        for name, title in names.items():
            episode = Episode.objects.create(show=show, title=title, created_by=actor)
            facts = {"account": account, "service_uuid": service_uuid, "file_name": name, "settings": body}
            made.append(Order.objects.create(episode=episode, asked_by=actor, due_at=Now(), **facts))
            ring("arrivals.place", made[-1].pk)
    return made


def place(pk: UUID) -> None:
    """Worker: one try. May be killed at any line; every step looks before it acts."""
    turn = Order.objects.claim(pk, settings.PIPELINE_LEASE_SECONDS)
    if turn is None:
        return
    found = Order.objects.select_related("account", "episode__show__team", "episode__show__cover").get(pk=pk)
    facts: dict[str, Any]
    try:
        with Claim(Order.objects.all(), pk, turn, settings.PIPELINE_LEASE_SECONDS) as claim:
            wait = _place(found, claim)
            claim.finish(error="", due_at=in_seconds(wait) if wait else None, done_at=None if wait else Now())
        return
    except (http.Rejected, http.Unauthorized) as problem:
        facts = {"error": problem.sentence, "due_at": None}
    except http.Problem as problem:
        facts = {"error": problem.sentence, "due_at": in_seconds(problem.retry_after or AGAIN)}
    except Lost:
        return
    Order.objects.filter(pk=pk, turn=turn).update(**facts)


def _place(found: Order, claim: Claim) -> float:
    """Create, start, announce; returns seconds to wait when it is not known yet whether it was created."""
    client = accounts.client_for(found.account)
    if not found.auphonic_uuid:
        uuid, wait = _create(client, found, claim)
        if wait:
            return wait
        claim.write(auphonic_uuid=uuid)
        found.auphonic_uuid = uuid
    remote = client.production(found.auphonic_uuid)
    if kind(remote.status) is Meaning.STARTABLE:
        claim.check()
        client.start(remote.uuid)
    episode = found.episode
    intake.announce(episode.show, found.account, remote.uuid, episode.title, episode)
    return 0.0


def _create(client: Client, found: Order, claim: Claim) -> tuple[str, float]:
    if found.create_sent_at:
        if known := client.find(found.intent, since=found.create_sent_at):
            return known[-1].uuid, 0.0
        passed = (timezone.now() - found.create_sent_at).total_seconds()
        if passed < settings.PIPELINE_SETTLE_SECONDS:
            return "", settings.PIPELINE_SETTLE_SECONDS - passed  # the first request may still be on its way
    approval = presets.approval_of(found.episode.show.approval, found.settings)
    body = presets.body_of(found.episode, found.settings, found.account, intent=found.intent, approval=approval)
    body |= {"service": found.service_uuid, "input_file": found.file_name}
    body["output_files"] = [INPUT, *(each for each in body["output_files"] if each.get("format") != "input")]
    claim.write(create_sent_at=Now())
    return client.create(body).uuid, 0.0


def try_again(found: Order) -> None:
    """Have a worker look at one that was given up."""
    with transaction.atomic():
        rows = Order.objects.filter(pk=found.pk, due_at=None, done_at=None)
        if rows.wake(error=""):
            ring("arrivals.place", found.pk)
