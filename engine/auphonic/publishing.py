"""The end of a production: its results to the outgoing services, then the calls to those who wait for it.

A production that asks for a review rests before the transfers until somebody publishes it. A killed transfer is done
again: sending a file twice replaces it.
"""

from typing import Any

import jwt

from engine import jobs, store, webhooks
from engine.auphonic import apps, services, status, transfers
from engine.auphonic.envelope import Refused
from engine.auphonic.identity import now
from engine.auphonic.productions import KIND, PUBLISHING, Production, folder, missing
from engine.sound.errors import SoundError

Outcome = dict[str, Any]  # transfer_success, error_message, result_page, result_urls


def after(production: Production) -> None:
    """Go on with one whose results are there: transfers, a review first, or the end. Belongs into a transaction."""
    if not production["outgoing_services"]:
        ended({**production, "status": status.DONE})
    elif production["review_before_publishing"]:
        ended({**production, "status": status.DONE, "in_review": True})
    else:
        begin(production)


def begin(production: Production) -> None:
    """Send the results from now on."""
    store.put(KIND, production["uuid"], {**production, "status": status.TRANSFER, "in_review": False})
    jobs.submit(PUBLISHING, production["uuid"])


def ended(production: Production) -> None:
    """Keep it as it is now and queue the call to every address (Auphonic API, webhook call)."""
    store.put(KIND, production["uuid"], production)
    form = {
        "uuid": production["uuid"],
        "status": production["status"],
        "status_string": status.WORDS[production["status"]],
    }
    for address in production["webhooks"]:
        webhooks.send(address, form=form)


def publish(uuid: str) -> Production:
    """Send what waits for its review. Raises Refused."""
    with store.transaction():
        production = store.get(KIND, uuid)
        if production is None:
            raise missing()
        if production["status"] != status.DONE or not production.get("in_review"):
            raise Refused(
                400,
                "This production does not wait for publishing. One that shall wait is made with outgoing_services "
                "and review_before_publishing, and is done.",
            )
        begin(production)
    return {**production, "status": status.TRANSFER, "in_review": False}


def transfer(uuid: str, job: jobs.Job) -> None:
    """The job: everything to every service; what fails is a warning, for the results are there."""
    production = store.get(KIND, uuid)
    if production is None or production["status"] != status.TRANSFER:
        return
    outcomes: dict[str, Outcome] = {}
    chosen = [services.find(entry["uuid"]) for entry in production["outgoing_services"]]
    for number, service in enumerate(one for one in chosen if one):
        job.progress("transfer", number / len(chosen))
        outcomes[service["uuid"]] = sent(production, service, job)
        if job.is_canceled:
            return
    finish(production, outcomes)


def sent(production: Production, service: services.Service, job: jobs.Job) -> Outcome:
    """What became of the results at one service."""
    outcome: Outcome = {"transfer_success": True, "error_message": "", "result_page": None, "result_urls": []}
    if service["type"] == services.HOSTER:
        return outcome  # it fetches them when it is called
    made = zip(production["output_files"], production["result"]["files"], strict=True)
    for entry, file in made:
        if job.is_canceled:
            break
        if file is None:  # could not be made, and a warning says why
            continue
        if entry["outgoing_services"] and service["uuid"] not in entry["outgoing_services"]:
            continue
        try:
            address = transfers.send(service, folder(production["uuid"]) / file["file"], file["filename"])
        except SoundError as error:
            return {**outcome, "transfer_success": False, "error_message": str(error)}
        outcome["result_urls"] += [address] if address else []
    return outcome


def finish(production: Production, outcomes: dict[str, Outcome]) -> None:
    """Done: keep the outcomes, call applications and webhooks."""
    failures = [outcome["error_message"] for outcome in outcomes.values() if outcome["error_message"]]
    with store.transaction():
        current = store.get(KIND, production["uuid"])
        if current is None or current["status"] != status.TRANSFER or current["run"] != production["run"]:
            return
        done = {
            **current,
            "status": status.DONE,
            "changed_at": now(),
            "warnings": [*current["warnings"], *failures],
            "result": {**current["result"], "transfers": outcomes},
        }
        for service in (services.find(uuid) for uuid in outcomes):
            if service and service["type"] == services.HOSTER:
                call(service, production["uuid"])
        ended(done)


def call(service: services.Service, uuid: str) -> None:
    """Tell a connected application, signed with its secret (Auphonic API, external service integration)."""
    app = apps.find(service["client_id"])
    if app:
        claims = {"uuid": uuid, "custom_data": service["custom_data"]}
        body = jwt.encode(claims, app.client_secret, algorithm="HS256")
        webhooks.send(service["webhook_url"], body=body, headers={"Content-Type": "application/jwt"})


def fail(uuid: str, sentence: str) -> None:
    """A transfer that broke by a bug of ours: done, with a warning."""
    production = store.get(KIND, uuid)
    if production and production["status"] == status.TRANSFER:
        outcome = {"transfer_success": False, "error_message": sentence, "result_page": None, "result_urls": []}
        finish(production, {entry["uuid"]: outcome for entry in production["outgoing_services"]})


jobs.register(PUBLISHING, transfer, failed=fail)
