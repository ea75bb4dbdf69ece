"""Productions and presets as callers see them (Auphonic API, resource JSON)."""

from typing import Any

from engine import jobs
from engine.auphonic import algorithms, inputs, outputs, productions, recognition, services, status
from engine.auphonic.chapters import timestring
from engine.auphonic.drafts import Draft
from engine.auphonic.presets import Preset
from engine.auphonic.productions import Production

Json = dict[str, Any]


def production_json(production: Production, origin: str) -> Json:
    """All keys of a production; addresses begin with `origin`, the scheme and host the caller used."""
    uuid = production["uuid"]
    cover_address = f"{origin}/api/download/audio-upload/{uuid}"
    return {
        **draft_json(production, cover_address),
        **status_json(production),
        **result_json(production["result"] or {}),
        "uuid": uuid,
        "error_status": 2 if production["error"] else None,
        "error_message": production["error"],
        "warning_status": 1 if production["warnings"] else None,
        "warning_message": " ".join(production["warnings"]),
        "progress": progress(production),
        "stage": stage(production),
        "creation_time": production["created_at"],
        "change_time": production["changed_at"],
        "preset": production["preset"],
        **inputs.told(production["input"]),
        "metadata": shown(production, "metadata"),
        "chapters": [chapter_json(mark, cover_address) for mark in shown(production, "chapters")],
        "output_files": output_files_json(production, origin),
        "cuts": shown(production, "cuts"),
        "start_allowed": productions.is_startable(production),
        "change_allowed": production["status"] not in status.RUNNING,
        "in_review": bool(production.get("in_review")),
        "outgoing_services": outgoing_services_json(
            production["outgoing_services"], (production["result"] or {}).get("transfers", {})
        ),
        "waveform_image": f"{origin}/api/download/audio-result/{uuid}/waveform.png",
        "status_page": f"{origin}/engine/status/{uuid}",
        "edit_page": f"{origin}/engine/upload/edit/{uuid}",
    }


def result_json(result: Json) -> Json:
    """What is only known once the production was worked on; `length` in seconds, of the input."""
    length = float(result.get("length", 0))
    return {
        "length": length,
        "length_timestring": timestring(length) if result else "",
        "channels": result.get("channels"),
        "samplerate": result.get("samplerate"),
        "bitrate": result.get("bitrate"),
        "format": result.get("format", ""),
        "has_video": result.get("has_video", False),
        "statistics": result.get("statistics"),
        "used_credits": result.get("used_credits"),
        "shownotes": result.get("shownotes"),
    }


def shown(production: Production, key: str) -> Any:
    """What was really used when the production is done, else what was asked for."""
    if production["status"] in (status.DONE, status.TRANSFER):
        return production["result"][key]
    return production[key]


def status_json(production: Production) -> Json:
    """Number and words."""
    return {"status": production["status"], "status_string": status.WORDS[production["status"]]}


def progress(production: Production) -> float:
    """0 to 1 while it runs; 1 when done."""
    if production["status"] == status.DONE:
        return 1.0
    uuid = production["uuid"]
    job = jobs.running(productions.JOB, uuid) or jobs.running(productions.PUBLISHING, uuid)
    return round(job.fraction, 3) if job and production["status"] in status.RUNNING else 0.0


def stage(production: Production) -> str:
    """A word for what is done just now, in more detail than the status; empty when nothing is."""
    job = jobs.running(productions.JOB, production["uuid"])
    return job.stage if job and production["status"] in status.RUNNING else ""


def draft_json(draft: Draft, cover_address: str) -> Json:
    """The keys productions and presets share."""
    cover = draft["cover"]
    return {
        "image": f"{cover_address}/{cover['name']}" if cover else None,
        "thumbnail": f"{cover_address}/thumbnail.jpg" if cover else None,
        "metadata": draft["metadata"],
        "chapters": [chapter_json(mark, cover_address) for mark in draft["chapters"]],
        "algorithms": algorithms.shown(draft["algorithms"], is_multitrack=draft["is_multitrack"]),
        "output_files": [output_file_json(entry, None, "") for entry in draft["output_files"]],
        "output_basename": draft["output_basename"],
        "outgoing_services": outgoing_services_json(draft["outgoing_services"], {}),
        "multi_input_files": [inputs.described(entry) for entry in draft["multi_input_files"]],
        "is_multitrack": draft["is_multitrack"],
        "speech_recognition": recognition.shown(draft["speech_recognition"]),
        "webhook": draft["webhooks"][0] if draft["webhooks"] else None,
        "review_before_publishing": draft["review_before_publishing"],
        "cut_start": draft["cut_start"],
        "cut_end": draft["cut_end"],
    }


def outgoing_services_json(chosen: list[Json], outcomes: Json) -> list[Json]:
    """The services that get the results, with what became of each transfer; those that are gone are left out."""
    untried: Json = {"transfer_success": None, "error_message": "", "result_page": None, "result_urls": []}
    known = [service for entry in chosen if (service := services.find(entry["uuid"]))]
    return [{**services.described(service), **outcomes.get(service["uuid"], untried)} for service in known]


def chapter_json(mark: Json, cover_address: str) -> Json:
    """A chapter in input and in output time; they differ once something is cut."""
    start: float = mark["start_sec"]
    start_output: float = mark.get("start_output_sec", start)
    return {
        "start": timestring(start),
        "start_sec": start,
        "start_output": timestring(start_output),
        "start_output_sec": start_output,
        "title": mark["title"],
        "url": mark["url"],
        "image": f"{cover_address}/{mark['image']['file']}" if mark["image"] else None,
    }


def output_files_json(production: Production, origin: str) -> list[Json]:
    """The output files, with their addresses when they are made; outdated ones can still be fetched."""
    result = production["result"] or {}
    files = result.get("files", [])
    if files and len(files) == len(production["output_files"]) and production["status"] not in status.RUNNING:
        made: list[Json | None] = list(files)
    else:
        made = [None] * len(production["output_files"])
    base = f"{origin}/api/download/audio-result/{production['uuid']}"
    return [output_file_json(entry, file, base) for entry, file in zip(production["output_files"], made, strict=True)]


def output_file_json(entry: Json, file: Json | None, base: str) -> Json:
    """One output file; `file` is what was made, None before. The address holds the name as it is, unquoted."""
    return {
        "format": entry["format"],
        "bitrate": entry["bitrate"],
        "mono_mixdown": entry["mono_mixdown"],
        "split_on_chapters": entry["split_on_chapters"],
        "suffix": entry["suffix"],
        "ending": entry["ending"],
        "filename": file["filename"] if file else entry["wanted_filename"],
        "size": file["size"] if file else 0,
        "size_string": outputs.size_string(file["size"]) if file else "",
        "checksum": file["checksum"] if file else "",
        "download_url": f"{base}/{file['filename']}" if file else None,
        "outgoing_services": entry["outgoing_services"],
    }


def minimal_production_json(production: Production) -> Json:
    """The short form of lists; it keeps what identifies a production."""
    return {
        "uuid": production["uuid"],
        **status_json(production),
        "creation_time": production["created_at"],
        "change_time": production["changed_at"],
        "is_multitrack": production["is_multitrack"],
        "output_basename": production["output_basename"],
        "metadata": {"title": production["metadata"]["title"]},
    }


def preset_json(preset: Preset, origin: str) -> Json:
    """All keys of a preset."""
    return {
        **draft_json(preset, f"{origin}/api/download/preset/{preset['uuid']}"),
        "uuid": preset["uuid"],
        "preset_name": preset["preset_name"],
        "creation_time": preset["created_at"],
    }


def minimal_preset_json(preset: Preset) -> Json:
    """The short form of lists."""
    return {
        "uuid": preset["uuid"],
        "preset_name": preset["preset_name"],
        "creation_time": preset["created_at"],
        "is_multitrack": preset["is_multitrack"],
        "metadata": {"title": preset["metadata"]["title"]},
    }
