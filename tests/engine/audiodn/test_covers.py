"""Covers sent by hand, and the colours found in them."""

import io
from pathlib import Path

import pytest
import requests
from PIL import Image

from tests.engine.audiodn.account import Account, wait


def image(color: str, kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (500, 400), color).save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_collections_cover(account: Account, kind: str) -> None:
    made = account.call("POST", "collection", {"title": "Harbour"})
    url = made["collection_cover_upload"]["upload_url"]
    sent = requests.post(url, files={"file": ("cover", image("#c13c5b", kind))}, timeout=5)
    assert (sent.status_code, sent.json()["success"]) == (200, True)
    collection = wait(
        lambda: account.call("GET", f"collection/{made['collection_id']}")["collection"],
        lambda collection: collection["player_color"],
    )
    red, green, blue = bytes.fromhex(collection["player_color"][1:])
    assert (abs(red - 0xC1) < 8, abs(green - 0x3C) < 8, abs(blue - 0x5B) < 8) == (True, True, True)
    assert requests.post(url, files={"file": ("cover", image("red"))}, timeout=5).status_code == 403


def test_a_tracks_own_cover_wins_over_the_embedded_one(account: Account, recording: Path) -> None:
    track = account.ready(recording, account.collection())
    before = account.play(track["id"])["first_track"]["cover_image"]["large"]["url"]
    url = account.call("POST", f"track/{track['id']}/cover")["track_cover_upload"]["upload_url"]
    assert requests.post(url, data=image("#1155cc"), timeout=5).status_code == 200
    account.engine.wait_idle()
    assert account.track(track["id"])["player_color"] != track["player_color"]
    after = account.play(track["id"])["first_track"]["cover_image"]["large"]["url"]
    assert after != before
    assert Image.open(io.BytesIO(requests.get(after, timeout=5).content)).size == (800, 800)


def test_what_is_no_image(account: Account) -> None:
    url = account.call("POST", "collection", {"title": "Harbour"})["collection_cover_upload"]["upload_url"]
    response = requests.post(url, data=b"no image", timeout=5)
    assert (response.status_code, response.json()["message"]) == (
        400,
        "The cover must be a JPEG, PNG, WebP or GIF image, sent as the form field file.",
    )
    assert requests.post(url.replace("signature=", "signature=x"), data=b"", timeout=5).status_code == 403
