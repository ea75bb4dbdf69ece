"""All seven types of variants, what is required, what fails, and the way of heavy tracks; on engines of their own."""

import io
import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from PIL import Image

from engine.sound import probe
from tests import sound
from tests.engine.audiodn.account import Account, Body, put, wait
from tests.engine.audiodn.hearing import Listener
from tests.engine_process import EngineProcess

VARIANTS = [
    {"index": "hq", "type": "transcode", "codec": "mp3", "bitrate": 128, "is_required": True},
    {"index": "video", "type": "waveform_video", "width": 320, "height": 180, "samples": 40},
    {"index": "flac", "type": "transcode", "codec": "flac"},
    {"index": "preview", "type": "preview", "codec": "opus", "bitrate": 48, "preview": {"seconds": 1}},
    {"index": "analysis", "type": "levels", "samples": 100},
    {"index": "wave", "type": "waveform_image", "width": 400, "height": 80, "samples": 80},
    {"index": "original", "type": "original", "is_required": True},
]
PLAIN = [VARIANTS[0], VARIANTS[2]]
HEAVY_MB = 1


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with Listener() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def telling(listener: Listener, folder: Path, variants: list[Body]) -> EngineProcess:
    """An engine with these variants, whose webhooks go to the listener."""
    url = f"http://127.0.0.1:{listener.server_port}"
    env = {
        "ENGINE_AUDIODN_VARIANTS": json.dumps(variants),
        "ENGINE_AUDIODN_HEAVY_MB": str(HEAVY_MB),
        "ENGINE_AUDIODN_WEBHOOK": f"{url}/track",
        "ENGINE_AUDIODN_WEBHOOK_FILE": f"{url}/file",
        "ENGINE_AUDIODN_WEBHOOK_COLLECTION": f"{url}/collection",
    }
    return EngineProcess(folder, env=env)


@pytest.fixture(scope="module")
def account(listener: Listener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    with telling(listener, tmp_path_factory.mktemp("engine"), VARIANTS) as engine:
        yield Account(engine)


@pytest.fixture(scope="module")
def plain(listener: Listener, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """An account whose tracks have but two variants, one of them required."""
    with telling(listener, tmp_path_factory.mktemp("engine"), PLAIN) as engine:
        yield Account(engine)


@pytest.fixture(scope="module")
def made(account: Account, listener: Listener, recording: Path) -> dict[str, Body]:
    """The files of one track by their index, as the webhooks told of them."""
    track = account.ready(recording, account.collection())
    outcomes = wait(
        lambda: [c for c in listener.of("track.status_changed") if c["track_id"] == track["id"]],
        lambda seen: any(call["track"]["files_completed_at"] for call in seen),
    )
    assert [call["status"] for call in outcomes] == ["ready", "ready"]
    early = {file["variant"]["index"] for file in outcomes[0]["files"]}
    assert early >= {"hq", "original", "cover"}  # the required ones, and what comes by itself
    files = wait(
        lambda: [c for c in listener.of("track_file.created") if c["track_id"] == track["id"]],
        lambda seen: len({call["file_id"] for call in seen}) == len(VARIANTS) + 1,
    )
    return {call["file"]["variant"]["index"]: {**call["file"], "track_id": track["id"]} for call in files}


def fetched(file: Body) -> bytes:
    answer = requests.get(file["url"], timeout=5)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, file["content_type"])
    assert len(answer.content) == file["size"]
    return answer.content


def test_every_type_is_what_it_says(made: dict[str, Body], recording: Path, tmp_path: Path) -> None:
    kinds = {index: file["variant"]["variant_type"]["id"] for index, file in made.items()}
    assert kinds == {**{v["index"]: v["type"] for v in VARIANTS}, "cover": "cover"}
    assert fetched(made["original"]) == recording.read_bytes()
    levels = json.loads(fetched(made["analysis"]))
    assert (levels["num_samples"], len(levels["levels"])) == (100, 100)
    assert max(levels["levels"]) == levels["max"] > levels["avg"] > levels["min"]
    wave = Image.open(io.BytesIO(fetched(made["wave"])))
    assert (wave.size, wave.mode) == ((400, 80), "RGBA")
    assert {0, 255} <= set(wave.getchannel("A").tobytes())  # bars, and nothing between them
    cover = Image.open(io.BytesIO(fetched(made["cover"])))
    assert cover.size == (800, 800)
    (tmp_path / "video.mp4").write_bytes(fetched(made["video"]))
    facts = probe.probe(str(tmp_path / "video.mp4"))
    assert (facts["has_video"], facts["codec"]) == (True, "aac")
    assert facts["duration"] == pytest.approx(2, abs=0.15)
    assert frame_colors(tmp_path / "video.mp4", 0.05) != frame_colors(tmp_path / "video.mp4", 1.9)
    assert (fetched(made["flac"])[:4], made["flac"]["props"]["bitrate"] > 64) == (b"fLaC", True)
    assert made["preview"]["data"]["capture_end"] - made["preview"]["data"]["capture_start"] == pytest.approx(1)


def frame_colors(video: Path, at: float) -> set[tuple[int, ...]]:
    """The colours of one frame, roughly."""
    image = video.with_suffix(f".{at}.png")
    sound.ffmpeg("-ss", str(at), "-i", str(video), "-frames:v", "1", str(image))
    small = Image.open(image).convert("RGB").quantize(4).convert("RGB")
    return {color for _, color in small.getcolors() or []}  # type: ignore[misc]


def test_listeners_get_sound_and_the_rest_where_it_is_named(account: Account, made: dict[str, Body]) -> None:
    track_id = made["hq"]["track_id"]

    def heard(**fields: object) -> list[str]:
        return [file["variant"]["index"] for file in account.play(track_id, **fields)["first_track"]["variants"]]

    assert sorted(heard()) == ["flac", "hq", "preview"]
    assert heard(variants=["original", "wave", "hq"]) == ["original", "hq"]
    assert account.refused("POST", "play_session/track", {"track_id": track_id, "variants": ["wave"]})[0] == 400
    session = account.play(track_id, variants=["hq", "wave"], is_downloadable=True)["play_session_id"]
    offered = account.call("GET", f"play/{session}/{track_id}/wave/download", key=None)["download"]["url"]
    assert requests.get(offered, timeout=5).headers["Content-Type"] == "image/png"
    assert account.refused("GET", f"play/{session}/{track_id}/video/download", key=None)[0] == 404


@pytest.mark.parametrize(
    ("blocked", "status", "is_early"),
    [({"flac.flac"}, "incomplete", True), ({"hq.mp3"}, "incomplete", False)],
)
def test_some_files_cannot_be_made(
    plain: Account, listener: Listener, tmp_path: Path, blocked: set[str], status: str, is_early: bool
) -> None:
    """A folder stands where the file shall be written."""
    shelf = plain.collection()
    path = sound.tone(tmp_path / "a.wav", seconds=1)
    created = plain.call("POST", "track", {"collection_id": shelf, "file_name": "a.wav"})
    for name in blocked:
        (plain.engine.data_dir / "files" / "media" / f"{created['track']['base_path']}_{name}").mkdir(parents=True)
    put(created["track_upload"]["upload_url"], path).raise_for_status()
    track = plain.finished(created["track_id"])
    assert track["track_status_id"] == status
    failed = wait(
        lambda: [c for c in listener.of("track_file.failed") if c["track_id"] == track["id"]],
        lambda seen: len(seen) == len(blocked),
    )
    assert {call["file"]["path"].rpartition("_")[2] for call in failed} == blocked
    assert all(call["message"] and call["file"]["url"] is None for call in failed)
    told = wait(
        lambda: [c["status"] for c in listener.of("track.status_changed") if c["track_id"] == track["id"]],
        lambda seen: status in seen,
    )
    assert told == (["ready", status] if is_early else [status])
    assert plain.play(track["id"])["first_track"]["variants"]


def test_a_heavy_track_takes_the_other_way(plain: Account, listener: Listener, tmp_path: Path) -> None:
    path = sound.tone(tmp_path / "a.wav", seconds=12)
    assert path.stat().st_size > HEAVY_MB * 10**6
    track = plain.ready(path, plain.collection())
    assert track["track_status_id"] == "ready"
    told = wait(
        lambda: [c for c in listener.of("track.status_changed") if c["track_id"] == track["id"]],
        lambda seen: len(seen) == 2,
    )
    assert [call["previous_status"] for call in told] == ["fallback_processing"] * 2


def test_work_that_the_machine_ended_is_done_the_other_way(plain: Account, listener: Listener, tmp_path: Path) -> None:
    """As when the memory is gone: the process is killed, nobody asked for it."""
    path = sound.tone(tmp_path / "a.wav", seconds=8)
    made = plain.upload(path, plain.collection())
    child = wait(plain.engine.children, bool)[0]
    os.kill(child, signal.SIGKILL)
    track = plain.finished(made["track_id"])
    assert track["track_status_id"] == "ready"
    told = wait(
        lambda: [c for c in listener.of("track.status_changed") if c["track_id"] == track["id"]],
        lambda seen: len(seen) == 2,
    )
    assert [call["previous_status"] for call in told] == ["fallback_processing"] * 2


def test_collections_tell_what_becomes_of_them(plain: Account, listener: Listener) -> None:
    id = plain.collection(organization_index="show-1")
    plain.call("PUT", f"collection/{id}", {"title": "Tidewater"})
    plain.call("DELETE", f"collection/{id}")
    told = wait(
        lambda: [call for call in listener.calls if call[0] == "/collection" and call[2]["collection_id"] == id],
        lambda seen: len(seen) == 3,
    )
    assert {event for _, event, _ in told} == {"collection.created", "collection.updated", "collection.deleted"}
    assert {body["event"] for _, _, body in told} == {event for _, event, _ in told}
    assert {body["collection"]["title"] for _, _, body in told} == {"Harbour", "Tidewater"}
    assert {body["collection"]["organization_index"] for _, _, body in told} == {"show-1"}
