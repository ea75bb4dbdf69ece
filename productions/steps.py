"""Eight steps, one remote side effect each, harmless when repeated: every one looks before it acts.

A step gets the production and the claim on it. It returns `Done` (on to the next state), `Again` (look once more later)
or raises `Failed`, one of the three errors of `podcaststudio.http`, or `Lost`.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from audiodn import delivery
from podcaststudio.due import Claim, Lost
from podcaststudio.http import Rejected, Unauthorized
from productions import gates, hooks, presets, sending, storage, tracks
from productions.auphonic import accounts, download
from productions.auphonic.client import Client
from productions.auphonic.client import Production as Remote
from productions.auphonic.statuses import Meaning, kind
from productions.models import Approval, OutputFile, Production, Recording
from productions.outcomes import Again, Done, Failed
from productions.probe import NotAudio, probe
from productions.states import State

log = logging.getLogger(__name__)
LOSSLESS = ("flac", "alac", "wav", "wav-24bit")  # best to deliver, the small ones first
PLAYABLE = (*LOSSLESS, "mp3", "mp3-vbr", "aac", "opus", "vorbis")


def create(production: Production, claim: Claim) -> Done | Again:
    """Auphonic: create the production. After a lost answer it is found by our intent in its `output_basename`."""
    if production.auphonic_uuid:
        return Done()
    client = accounts.client_for(production.account)
    if production.create_sent_at:
        if found := _found(client, production):
            return Done({"auphonic_uuid": found[-1].uuid})  # the oldest; `collect` clears the others away
        if (wait := _settling(production.create_sent_at)) > 0:
            return Again(wait)  # the first request may still be on its way
    body = presets.production_body(
        production, webhook=settings.SITE_URL + reverse("productions:auphonic_hook", args=[hooks.token(production)])
    )
    claim.write(create_sent_at=Now())
    made = client.create(body)
    try:
        claim.write(auphonic_uuid=made.uuid)
    except Lost:
        _take_back(client, production, made)
        raise
    return Done()


def upload(production: Production, claim: Claim) -> Done:
    """Auphonic: send the recording, or the tracks it does not have, streamed. A second upload replaces the first."""
    client = accounts.client_for(production.account)
    for part, recording in _missing(production, client.production(production.auphonic_uuid)):
        claim.check()
        with storage.open_local(recording.file) as path, path.open("rb") as file:
            client.upload(
                production.auphonic_uuid, recording.file_name, file, recording.size, _progress(claim), part=part
            )
    return Done()


def start(production: Production, claim: Claim) -> Done:
    """Auphonic: start it, the only call that costs money. Asks for its status first."""
    client = accounts.client_for(production.account)
    remote = client.production(production.auphonic_uuid)
    if not _may_start(remote):
        return Done()
    if _missing(production, remote):
        raise Failed(
            "Auphonic does not have the recording any more. Retry sends it again.", "no_input", State.UPLOADING
        )
    claim.check()
    try:
        client.start(production.auphonic_uuid)
    except Rejected:
        if _may_start(client.production(production.auphonic_uuid)):
            raise
    return Done()


def watch(production: Production, claim: Claim) -> Done | Again:
    """Auphonic: read how far it is."""
    remote = accounts.client_for(production.account).production(production.auphonic_uuid)
    values = {
        "auphonic_status": remote.status,
        "auphonic_status_text": remote.status_text[:120],
        "progress": remote.progress,
        "warning": remote.warning,
    }
    if kind(remote.status) is Meaning.FAILED:
        said = remote.error or remote.status_text or "no reason given"
        raise Failed(f"Auphonic stopped with an error: {said}", "auphonic_error", State.STARTING, values)
    if kind(remote.status) is Meaning.DONE:
        return Done(
            {
                **values,
                "statistics": remote.statistics,
                "used_credits": remote.used_credits,
                "chapters": list(remote.chapters),
                "timeline": remote.timeline,
                "transfers": list(remote.transfers),
            }
        )
    return Again(None, values)


def collect(production: Production, claim: Claim) -> Done:
    """Auphonic: fetch the output files into our storage. A file that is here already is skipped."""
    client = accounts.client_for(production.account)
    remote = client.production(production.auphonic_uuid)
    _clear_strays(client, production, remote)
    outputs = [output for output in remote.output_files if output.download_url and output.file_name]
    if not outputs:
        raise Failed(
            "Auphonic finished, but offers no output files. Add one to the preset and process again.", "no_outputs"
        )
    here = {file.file_name: (file.size, file.checksum) for file in production.output_files.all()}
    for output in outputs:
        name = PurePosixPath(output.file_name).name
        if here.get(name) == (output.size, output.checksum):
            continue
        path = settings.UPLOAD_DIR / "results" / production.pk.hex / name
        path.parent.mkdir(parents=True, exist_ok=True)
        download.fetch(client, output, path, _progress(claim))
        claim.check()
        kept = storage.keep(path, f"outputs/{production.pk}/{name}")
        facts = {
            "file": kept,
            "format": output.format,
            "bitrate": output.bitrate,
            "size": output.size,
            "checksum": output.checksum,
        }
        OutputFile.objects.update_or_create(production=production, file_name=name, defaults=facts)
    is_held = production.approval != Approval.NONE or gates.held_until(production.episode_id)
    return Done(next=State.HELD if is_held else None)


def deliver(production: Production, claim: Claim) -> Done | Again:
    """AudioDN: bring the best output file into the show's collection; what Auphonic holds back goes out as well.

    Whichever way led here, before its moment nothing goes out.
    """
    if gates.held_until(production.episode_id):
        return Done(next=State.HELD)
    output = best_output(production)
    sending.publish(production)
    track = production.track or tracks.make(production, claim)
    try:
        with storage.open_local(output.file) as path:
            delivery.deliver(
                track, path, output.file_name, claim=claim, on_read=_progress(claim), length=lambda: _length(path)
            )
    except delivery.NotYet as wait:
        return Again(wait.seconds)
    except delivery.OverPlan as over:
        raise Failed(over.sentence, "audiodn_plan") from over
    return Done()


def await_track(production: Production, claim: Claim) -> Done | Again:
    """AudioDN: read the track until listeners can play it."""
    track = tracks.refreshed(production)
    if track.is_failed:
        said = track.error or track.status
        raise Failed(f"AudioDN could not process the file: {said}", "audiodn_error", State.DELIVERING, {"track": None})
    if not track.is_playable:
        return Again()
    delivery.clear_strays(track)
    some = {"warning": "Playable, but AudioDN could not make all versions."} if track.status == "incomplete" else {}
    return Done({**some, **sending.transfers(production)})


def stop(production: Production, claim: Claim) -> Done:
    """Auphonic: stop it, if it knows the production. Stopping a stopped one changes nothing."""
    if not production.create_sent_at:
        return Done()
    client = accounts.client_for(production.account)
    uuid = production.auphonic_uuid
    if not uuid:
        uuid = next((found.uuid for found in reversed(_found(client, production))), "")
    if uuid and kind(client.status(uuid)[0]) is Meaning.WORKING:
        try:
            client.stop(uuid)
        except Rejected as refused:
            log.info("production %s needs no stop: %s", production.pk, refused)
    return Done({"auphonic_uuid": uuid})


STEPS: dict[State, Callable[[Production, Claim], Done | Again]] = {
    State.CREATING: create,
    State.UPLOADING: upload,
    State.STARTING: start,
    State.PROCESSING: watch,
    State.COLLECTING: collect,
    State.DELIVERING: deliver,
    State.TRANSCODING: await_track,
    State.CANCELING: stop,
}


def locked_out(production: Production, problem: Unauthorized) -> Failed:
    """A credential is wrong: whose, and what helps."""
    if production.state in (State.DELIVERING, State.TRANSCODING):
        helps = "An owner of the team can enter a new key under Connections; then it goes on by itself."
        return Failed(f"{problem.sentence} {helps}", "audiodn_key")
    if production.account:
        accounts.mark_broken(production.account, problem.sentence)
    return Failed(f"{problem.sentence} Then it goes on by itself.", "reconnect")


def best_output(production: Production) -> OutputFile:
    """The output file that goes to listeners. Raises `Failed`."""
    files: list[OutputFile] = [file for file in production.output_files.all() if file.format in PLAYABLE]
    if not files:
        raise Failed(
            "None of the output files can be played. Add MP3 or FLAC to the preset and process again.", "no_audio"
        )
    return min(files, key=lambda file: (PLAYABLE.index(file.format) if file.format in LOSSLESS else 9, -file.bitrate))


def _length(path: Path) -> float:
    """Seconds of a file of ours; 0 for one that is no sound to us, of which AudioDN will say so itself."""
    try:
        return probe(path).duration
    except NotAudio:
        return 0.0


def _missing(production: Production, remote: Remote) -> list[tuple[str, Recording]]:
    """What Auphonic does not have yet: under which name it is sent, and the recording."""
    lanes = list(production.lanes.select_related("recording"))
    if not lanes:
        return [] if remote.input_file else [("input_file", production.recording)]
    return [(lane.name, lane.recording) for lane in lanes if lane.name not in remote.tracks_here]


def _may_start(remote: Remote) -> bool:
    return remote.start_allowed or kind(remote.status) in (Meaning.STARTABLE, Meaning.FAILED)


def _settling(since: datetime) -> float:
    """Seconds until a request sent at that moment can no longer take effect."""
    return settings.PIPELINE_SETTLE_SECONDS - (timezone.now() - since).total_seconds()


def _progress(claim: Claim) -> Callable[[int, int], None]:
    """For copy loops: keeps the claim at every chunk, writes how far it is once a second."""
    last = time.monotonic()

    def on_read(done: int, total: int) -> None:
        nonlocal last
        claim.keep()
        if time.monotonic() - last >= 1:
            last = time.monotonic()
            claim.write(progress=done / total if total else None)

    return on_read


def _found(client: Client, production: Production) -> list[Remote]:
    """What carries our intent at Auphonic, newest first. The rest of the name is the title, which people change."""
    return client.find(production.intent, since=production.create_sent_at or production.created_at)


def _take_back(client: Client, production: Production, made: Remote) -> None:
    """We were overtaken in the middle of creating: delete ours, but only when the row is known to have another one.

    While it has none, whoever has the row now may be about to adopt what we made.
    """
    known = Production.objects.values_list("auphonic_uuid", flat=True).get(pk=production.pk)
    if known not in ("", made.uuid):
        client.delete(made.uuid)


def _clear_strays(client: Client, production: Production, ours: Remote) -> None:
    """Delete what carries our intent but is not ours: made by a request whose answer never came."""
    for remote in _found(client, production):
        if remote.uuid != ours.uuid:
            client.delete(remote.uuid)
