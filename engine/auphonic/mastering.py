"""The job of a started production: fetch, look, master, describe, charge, hand over to publishing.

It may be killed at any line and is then done again from its start. Nothing it does is seen before `finish`, which
is one transaction: status, results, charge and what follows appear together or not at all.
"""

import hashlib
import shutil
from pathlib import Path
from typing import Any

from engine import faults, jobs, ledger, store
from engine.auphonic import credits, fetching, inputs, looks, orders, publishing, results, status, transcripts
from engine.auphonic.identity import now
from engine.auphonic.productions import JOB, KIND, Production, folder
from engine.sound.errors import SoundError

Result = dict[str, Any]


def master(uuid: str, job: jobs.Job) -> None:
    """Do the production `uuid`; ends with its status done or error, or leaves it alone when canceled."""
    production = store.get(KIND, uuid)
    if production is None or production["status"] not in status.RUNNING:
        return
    work = folder(uuid) / "work"
    try:
        gather(production, job)
        enter(production, status.PROCESSING)
        probe = looks.look(production, folder(uuid), work, job)
        show_facts(production)
        price = price_of(production, looks.seconds(production, probe))
        production = orders.settled(production, probe)
        production, heard = listen(production, work, job)
        watch = watcher(production, job)
        made = results.make(production, folder(uuid), probe, heard, results_folder(production), work, job, watch)
        if not job.is_canceled:
            finish(production, probe, made, price)
    except SoundError as error:
        if not job.is_canceled:
            fail(uuid, str(error))
    finally:
        shutil.rmtree(work, ignore_errors=True)


def gather(production: Production, job: jobs.Job) -> None:
    """Have all that it is made from on disk, fetched first where it is elsewhere. Raises SoundError."""
    for source in inputs.sources(production):
        if "file" not in source:
            enter(production, status.INCOMING)
            received = fetching.fetch(source, folder(production["uuid"]) / fetched_name(source), job)
            source.update(file=received.path.name, size=received.size, sha256=received.sha256)
    if production["input"]:
        ledger.note("production", production["uuid"], input_sha256=production["input"]["sha256"])


def fetched_name(source: dict[str, Any]) -> str:
    """The same for the same place, so that a repeated run replaces what it had."""
    place = "\n".join(source.get(key, "") for key in ("url", "service", "path"))
    return f"fetched-{hashlib.sha256(place.encode()).hexdigest()[:16]}"


def show_facts(production: Production) -> None:
    """What was seen of the tracks, while they are worked on."""
    seen = {"multi_input_files": production["multi_input_files"]}
    store.change(KIND, production["uuid"], lambda now: {**now, **seen} if is_same(production, now) else None)


def price_of(production: Production, seconds: float) -> float:
    """Hours to pay; an input paid for once is free. Raises SoundError when there are not enough credits."""
    if inputs.fingerprint(production) in production["paid"]:
        return 0.0
    price = credits.cost(seconds)
    if price > credits.left():
        raise SoundError(
            f"Not enough credits: this recording needs {price:.2f} hours, {credits.left():.2f} are left. "
            "Nothing was charged."
        )
    return price


def listen(production: Production, work: Path, job: jobs.Job) -> tuple[Production, Result]:
    """The production with what its transcript fills in, and {"heard": the transcript, "shownotes"}.

    Comes before the sound is made, since chapters found in the transcript belong into the files. Raises SoundError.
    """
    if production["speech_recognition"]:
        enter(production, status.RECOGNISING)
        if faults.breaks("speech recognition"):
            raise SoundError("Speech recognition failed. Nothing was charged.")
    heard = transcripts.listen(production, work, job, lambda stage, share: job.progress(stage, share * LISTENED))
    production, notes = transcripts.filled(production, heard)
    enter(production, status.PROCESSING)
    return production, {"heard": heard, "shownotes": notes}


LISTENED = 0.4  # share of the whole work that is done when the transcript is there


def watcher(production: Production, job: jobs.Job) -> Any:
    """Follows the chain: progress for the job, the status when it begins to encode."""
    is_encoding = False
    first = LISTENED if production["speech_recognition"] else 0.0

    def progress(stage: str, fraction: float) -> None:
        nonlocal is_encoding
        job.progress(stage, first + fraction * (1 - first))
        if stage.startswith("encod") and not is_encoding and not job.is_canceled:
            is_encoding = True
            enter(production, status.ENCODING)

    return progress


def enter(production: Production, number: int) -> None:
    """Show another status, unless the production was stopped or started anew meanwhile."""
    store.change(KIND, production["uuid"], lambda now: {**now, "status": number} if is_same(production, now) else None)


def is_same(production: Production, current: Production) -> bool:
    """Whether this run is still the one that counts."""
    return current["status"] in status.RUNNING and bool(current["run"] == production["run"])


def finish(production: Production, probe: Result, made: Result, price: float) -> None:
    """Show the results, charge once, send them on or call the webhooks: all or nothing."""
    uuid, sha256 = production["uuid"], inputs.fingerprint(production)
    with store.transaction():
        current = store.get(KIND, uuid)
        if current is None or not is_same(production, current):
            return
        used = credits.take(price)
        if price:
            ledger.count("production", uuid, "charged", price)
            ledger.count("production", uuid, "charges")
        done = {
            **current,
            "changed_at": now(),
            "input": production["input"],
            "multi_input_files": production["multi_input_files"],
            "paid": sorted({*current["paid"], sha256}),
            "warnings": [*orders.warnings(production), *made["heard"]["warnings"], *made["warnings"]],
            "result": result_of(probe, made, used),
        }
        publishing.after(done)
    forget_older_results(production)


def result_of(probe: Result, made: Result, used_credits: dict[str, float]) -> Result:
    """What is kept of a run."""
    kept = ("statistics", "length", "channels", "samplerate", "bitrate", "format", "cuts", "chapters", "metadata")
    return {
        **{key: made[key] for key in (*kept, "files")},
        "has_video": probe["has_video"],
        "waveform": made["waveform"],
        "shownotes": made["shownotes"],
        "used_credits": used_credits,
    }


def results_folder(production: Production) -> Path:
    """Every run has its own, so that results of an earlier run stay whole until the new ones are."""
    return folder(production["uuid"]) / f"results-{production['run']}"


def forget_older_results(production: Production) -> None:
    """Remove the files of earlier runs."""
    keep = results_folder(production)
    for old in folder(production["uuid"]).glob("results-*"):
        if old != keep:
            shutil.rmtree(old, ignore_errors=True)


def fail(uuid: str, sentence: str) -> None:
    """Status error with a sentence for people; nothing is charged."""
    with store.transaction():
        current = store.get(KIND, uuid)
        if current is None or current["status"] not in status.RUNNING:
            return
        failed = {**current, "status": status.ERROR, "error": sentence, "changed_at": now()}
        publishing.ended(failed)


jobs.register(JOB, master, failed=fail)
