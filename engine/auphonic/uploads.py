"""Files in: the parts of upload.json, and the simple API that creates, uploads and starts in one call."""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable
from typing import Any

from engine import settings
from engine.auphonic import (
    access,
    algorithms,
    chapters,
    covers,
    documents,
    inputs,
    looks,
    metadata,
    outputs,
    presets,
    productions,
)
from engine.auphonic.envelope import Refused, envelope, refusal
from engine.bodies import Interrupted
from engine.multipart import Form, Malformed, parse
from engine.raw import RawApp, RawScope, Receive, Send, answer_json, header, origin

log = logging.getLogger(__name__)

Take = Callable[[RawScope, Form], dict[str, Any]]


def upload_endpoint(check: Callable[[RawScope], None], take: Take) -> RawApp:
    """An application that receives a form with files.

    `check` refuses before the body is read, `take` does the work and returns the data of the answer.
    """

    async def app(scope: RawScope, receive: Receive, send: Send) -> None:
        try:
            await asyncio.to_thread(admit, scope)
            await asyncio.to_thread(check, scope)
            form = await received(scope, receive)
            try:
                data = await asyncio.to_thread(take, scope, form)
            finally:
                form.drop()
        except Refused as refused:
            await answer_json(send, refused.status, refusal(refused))
        except Interrupted:
            return  # nobody is there to answer
        except Exception:
            log.exception("an upload could not be taken in")
            broken = Refused(500, "Something went wrong inside the engine; its log says more.")
            await answer_json(send, broken.status, refusal(broken))
        else:
            await answer_json(send, 200, envelope(data))

    return app


def admit(scope: RawScope) -> None:
    """Check the credentials. Raises Refused."""
    if problem := access.problem(header(scope, "authorization")):
        raise Refused(401, problem)


async def received(scope: RawScope, receive: Receive) -> Form:
    """The form with its files on disk. Raises Refused or Interrupted."""
    try:
        return await parse(scope, receive, lambda field: settings.INCOMING / secrets.token_hex(12))
    except Malformed as error:
        raise Refused(400, f"The body must be multipart/form-data with a file: {error}.") from error
    except OSError as error:
        raise Refused(507, f"The file could not be kept: {error.strerror}. Nothing was changed.") from error


def check_production(scope: RawScope) -> None:
    """There is such a production, and it does not run. Raises Refused."""
    productions.refuse_while_running(productions.get(scope["path_params"]["uuid"]))


def take_production_files(scope: RawScope, form: Form) -> dict[str, Any]:
    """The recording, the files of tracks by their ids, and the cover (Auphonic API, upload). Raises Refused."""
    uuid = scope["path_params"]["uuid"]
    if not form.files:
        raise Refused(400, "Send the recording as part input_file, or a cover as part image.", input_file="missing")
    check_parts(productions.get(uuid), form)
    take_files(uuid, form)
    return documents.production_json(productions.get(uuid), origin(scope))


def check_parts(production: productions.Production, form: Form) -> None:
    """Every file has a place; otherwise none is taken. Raises Refused."""
    legal = [*inputs.part_names(production), "image"]
    for name in form.files:
        if name not in legal:
            sentence = f"There is no place for a file named {name!r} in this production; there are {', '.join(legal)}."
            raise Refused(400, sentence, **{name: sentence})


def take_files(uuid: str, form: Form) -> None:
    """Give the files of a form to the production. Raises Refused."""
    if "image" in form.files:
        cover = covers.from_file(form.files["image"][1].path)
        productions.change(uuid, lambda production: {**production, "cover": cover})
    for part in [name for name in form.files if name != "image"]:
        attach(uuid, part, form)


def attach(uuid: str, part: str, form: Form) -> None:
    """Move an uploaded file to its production. Raises Refused."""
    name, file = form.files.pop(part)
    place = productions.folder(uuid) / f"input-{secrets.token_hex(6)}"
    place.parent.mkdir(parents=True, exist_ok=True)
    file.path.replace(place)
    try:
        facts = None if part == "input_file" else looks.early_facts(place)
        productions.attach(uuid, part, name, place, file, facts)
    except Refused:
        place.unlink(missing_ok=True)
        raise


def check_preset(scope: RawScope) -> None:
    """There is such a preset. Raises Refused."""
    presets.get(scope["path_params"]["uuid"])


def take_preset_files(scope: RawScope, form: Form) -> dict[str, Any]:
    """`image` of a preset. Raises Refused."""
    if "image" not in form.files:
        raise Refused(400, "Send the cover as part image.", image="missing")
    cover = covers.from_file(form.files["image"][1].path)
    preset = presets.change(scope["path_params"]["uuid"], lambda preset: {**preset, "cover": cover})
    return documents.preset_json(preset, origin(scope))


def take_simple(scope: RawScope, form: Form) -> dict[str, Any]:
    """Create, upload and start in one call (Auphonic API, simple API). Raises Refused."""
    is_start = form.fields.get("action") == "start"
    body = simple_body(form)
    if is_start and not form.files and "input_file" not in body:
        raise Refused(400, "There is nothing to start: send the recording as input_file.", input_file="missing")
    if "image" in form.files:
        covers.from_file(form.files["image"][1].path)  # before anything is made
    draft = productions.drafted(body)
    check_parts(draft, form)
    uuid = productions.keep(draft)["uuid"]
    take_files(uuid, form)
    if is_start:
        productions.start(uuid)
    return documents.production_json(productions.get(uuid), origin(scope))


def simple_body(form: Form) -> dict[str, Any]:
    """The form's fields as a body of the JSON API. Raises Refused."""
    fields = form.fields
    body: dict[str, Any] = {
        key: fields[key]
        for key in ("preset", "service", "output_basename", "webhook", "input_file", "image")
        if fields.get(key)
    }
    body["metadata"] = {key: fields[key] for key in (*metadata.TEXTS, "tags", "append_chapters") if key in fields}
    body["algorithms"] = {key: value for key, value in fields.items() if algorithms.is_algorithm(key)}
    if marks := form.fields.get("chapters") or text_of(form, "chapters"):
        body["chapters"] = [
            {"start": mark["start_sec"], "title": mark["title"], "url": mark["url"]}
            for mark in chapters.from_text(marks)
        ]
    if "output_files" in fields:
        body["output_files"] = output_files(fields["output_files"])
    return body


def text_of(form: Form, field: str) -> str:
    """A text file of the form, which is used up by that, or nothing."""
    if field not in form.files:
        return ""
    _, received = form.files.pop(field)
    content = received.path.read_bytes()[: 1024 * 1024]
    received.path.unlink()
    return content.decode("utf-8-sig", errors="replace")


def output_files(text: str) -> Any:
    """Output files as JSON, or as format names with commas. Raises Refused."""
    if text.startswith("["):
        try:
            return json.loads(text)
        except ValueError as error:
            raise outputs.refused(f"output_files is not valid JSON: {error}.") from error
    return [{"format": word.strip()} for word in text.split(",") if word.strip()]


def check_nothing(scope: RawScope) -> None:
    """The simple API has nothing to look at before the form is here."""


upload_production = upload_endpoint(check_production, take_production_files)
upload_preset = upload_endpoint(check_preset, take_preset_files)
simple = upload_endpoint(check_nothing, take_simple)
