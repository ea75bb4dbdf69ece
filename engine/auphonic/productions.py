"""The life of productions: create, change, take an input, start, stop, delete. Nothing here does sound.

The document kept for one production (kind "production") is a draft (drafts.py) and
    uuid, status, created_at, changed_at, preset
    input       None or a source, see inputs.py
    run         how many times it was started
    paid        sha256 of the inputs already paid for: running them again is free
    result      None, or what mastering.py found out and made
    error       sentence of status 2;  warnings: sentences that do not stop it
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine import jobs, ledger, settings, store
from engine.auphonic import covers, drafts, inputs, outputs, presets, status
from engine.auphonic.envelope import Refused
from engine.auphonic.identity import new_uuid, now
from engine.auphonic.texts import words
from engine.bodies import Received

Production = dict[str, Any]

KIND = "production"
JOB, PUBLISHING = "auphonic.master", "auphonic.publish"
FOLDER = settings.FILES / "auphonic" / "productions"
DEFAULT_OUTPUT = {"format": "mp3"}


def folder(uuid: str) -> Path:
    """Where the files of a production are."""
    return FOLDER / uuid


def get(uuid: str) -> Production:
    """The production. Raises Refused (404)."""
    found = store.get(KIND, uuid)
    if found is None:
        raise missing()
    return found


def missing() -> Refused:
    """There is no such production."""
    return Refused(404, "Not Found")


def create(body: dict[str, Any]) -> Production:
    """A new production from a preset (uuid or name) and inline keys, which override it. Raises Refused."""
    production = drafted(body)
    is_start = body.get("action") == "start"
    if is_start and (problem := why_not_startable(production)):
        raise Refused(400, problem)
    keep(production)
    return start(production["uuid"]) if is_start else production


def drafted(body: dict[str, Any]) -> Production:
    """What this body makes, not kept yet. Raises Refused.

    Lists of the body replace those of the preset; only tracks are put beside them, since they have names.
    """
    preset = presets.find(words(body, "preset")) if body.get("preset") else None
    draft = drafts.like(preset) if preset else drafts.empty()
    for part in ("chapters", "output_files", "outgoing_services"):
        if part in body:
            draft = drafts.cleared(draft, part)
    draft = drafts.apply(draft, body, covers.of_body(body))
    return rested(with_named_input(unstarted(draft, preset), body))


def keep(production: Production) -> Production:
    """Keep a new production."""
    with store.transaction():
        store.put(KIND, production["uuid"], production)
        open_ledger(production)
    return production


def unstarted(draft: drafts.Draft, preset: presets.Preset | None) -> Production:
    """A production of this draft that nothing was done for yet."""
    moment = now()
    return {
        **draft,
        "uuid": new_uuid(),
        "status": status.INCOMPLETE,
        "created_at": moment,
        "changed_at": moment,
        "preset": preset["uuid"] if preset else None,
        "input": None,
        "run": 0,
        "paid": [],
        "result": None,
        "in_review": False,
        "error": "",
        "warnings": [],
    }


def open_ledger(production: Production) -> None:
    """Begin to count what is really done for it."""
    ledger.note(
        "production",
        production["uuid"],
        uuid=production["uuid"],
        output_basename=production["output_basename"],
        created=production["created_at"],
        starts_accepted=0,
        starts_refused=0,
        uploads=0,
        input_sha256=None,
        charged=0.0,
        charges=0,
        is_deleted=False,
    )


def with_named_input(production: Production, body: dict[str, Any]) -> Production:
    """The production with the recording that the body names, when it names one. Raises Refused."""
    source = inputs.source(body)
    return with_input(production, "input_file", source) if source else production


def with_input(
    production: Production, part: str, source: inputs.Source, facts: dict[str, Any] | None = None
) -> Production:
    """The production with another file; its name is the basename unless one was given."""
    after = inputs.with_part(production, part, source, facts)
    if part == "input_file":
        after["output_basename"] = production["output_basename"] or Path(str(source["name"])).stem
    return rested({**after, "changed_at": now(), "error": "", "status": status.NOT_STARTED})


def rested(production: Production) -> Production:
    """The production, which does not run, with the status that fits what it has; an error stays until it is mended."""
    if production["status"] == status.ERROR:
        return production
    if production["result"]:
        number = status.OUTDATED
    else:
        number = status.INCOMPLETE if inputs.missing(production) else status.NOT_STARTED
    return {**production, "status": number}


def change(uuid: str, fn: Callable[[Production], Production]) -> Production:
    """Change a production that is not running; results of an earlier run become outdated. Raises Refused."""

    def checked(production: Production) -> Production:
        refuse_while_running(production)
        return rested({**fn(production), "changed_at": now()})

    changed = store.change(KIND, uuid, checked)
    if changed is None:
        raise missing()
    return changed


def refuse_while_running(production: Production) -> None:
    """Raises Refused while the production is worked on."""
    if production["status"] in status.RUNNING:
        raise Refused(
            400,
            f"The production is in work ({status.WORDS[production['status']]}); "
            "it can be changed when it is done or stopped.",
        )


def update(uuid: str, body: dict[str, Any]) -> Production:
    """Change what shall be done; `action: start` starts it as well. Raises Refused."""
    images = covers.of_body(body)
    borrowed = body.get("preset_cover_image")
    cover = {"cover": presets.find(words(body, "preset_cover_image"))["cover"]} if borrowed else {}
    changed = change(uuid, lambda before: with_named_input({**drafts.apply(before, body, images), **cover}, body))
    return start(uuid) if body.get("action") == "start" else changed


def set_webhooks(uuid: str, addresses: list[str]) -> Production:
    """Other addresses to call at the end; allowed at any time and outdates nothing. Raises Refused."""
    changed = store.change(KIND, uuid, lambda production: {**production, "webhooks": addresses})
    if changed is None:
        raise missing()
    return changed


def attach(
    uuid: str, part: str, name: str, path: Path, received: Received, facts: dict[str, Any] | None = None
) -> Production:
    """Take the file at `path` in the production's folder under a part name, in place of an earlier one.

    `facts` is what was seen of it already. Raises Refused.
    """
    source = {
        "name": name,
        "file": path.name,
        "size": received.size,
        "sha256": received.sha256,
    }
    before = {each["file"] for each in inputs.sources(get(uuid)) if "file" in each}
    with store.transaction():
        changed = change(uuid, lambda production: with_input(production, part, source, facts))
        ledger.count("production", uuid, "uploads")
        if part == "input_file":
            ledger.note("production", uuid, input_sha256=received.sha256)
    for gone in before - {each.get("file") for each in inputs.sources(changed)}:
        (folder(uuid) / gone).unlink(missing_ok=True)
    return changed


def start(uuid: str) -> Production:
    """Start it: the only call that leads to a charge. Raises Refused with the reason when it cannot start."""
    with store.transaction():
        production = get(uuid)
        problem = why_not_startable(production)
        if not problem:
            started = {
                **production,
                "status": status.WAITING,
                "run": production["run"] + 1,
                "output_files": production["output_files"] or [outputs.checked(DEFAULT_OUTPUT)],
                "changed_at": now(),
                "in_review": False,
                "error": "",
                "warnings": [],
            }
            store.put(KIND, uuid, started)
            ledger.count("production", uuid, "starts_accepted")
            jobs.submit(JOB, uuid)
            return started
        ledger.count("production", uuid, "starts_refused")
    raise Refused(400, problem)


def why_not_startable(production: Production) -> str:
    """A sentence, or empty when it can start."""
    if production["status"] in status.RUNNING:
        return f"The production was started already ({status.WORDS[production['status']]})."
    if production["status"] == status.DONE:
        return "The production is done already; change it or send another input to run it again."
    return inputs.missing(production)


def is_startable(production: Production) -> bool:
    """`start_allowed`."""
    return not why_not_startable(production)


def end_work(uuid: str) -> None:
    """Cancel what is done for it; may be part of a transaction, `join_work` follows it."""
    for name in (JOB, PUBLISHING):
        jobs.cancel(name, uuid, wait=0)


def join_work(uuid: str) -> None:
    """Wait until what was canceled has ended."""
    for name in (JOB, PUBLISHING):
        jobs.join(name, uuid)


def stop(uuid: str) -> Production:
    """Stop the work if there is any; nothing is charged. Raises Refused (404)."""

    def stopped(production: Production) -> Production | None:
        if production["status"] not in status.RUNNING:
            return None
        if production["status"] == status.TRANSFER:
            return {**production, "status": status.DONE, "changed_at": now()}  # the results are whole
        return rested({**production, "status": status.NOT_STARTED, "changed_at": now()})

    with store.transaction():
        production = store.change(KIND, uuid, stopped)
        if production is None:
            raise missing()
        end_work(uuid)
    join_work(uuid)
    return production


def delete(uuid: str) -> None:
    """Remove it and its files, ending its work. Raises Refused (404)."""
    with store.transaction():
        if not store.delete(KIND, uuid):
            raise missing()
        ledger.note("production", uuid, is_deleted=True)
        end_work(uuid)
    join_work(uuid)
    shutil.rmtree(folder(uuid), ignore_errors=True)
