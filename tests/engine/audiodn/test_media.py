"""Delivery files, cover images and the modules of the elements."""

import requests

from tests.engine.audiodn.account import Account, Body


def address(account: Account, track: Body) -> str:
    url: str = account.play(track["id"])["first_track"]["variants"][0]["url"]
    return url


def test_whole_and_in_parts(account: Account, track: Body) -> None:
    url = address(account, track)
    whole = requests.get(url, timeout=5)
    assert (whole.status_code, whole.headers["Content-Type"]) == (200, "audio/mpeg")
    assert whole.headers["Accept-Ranges"] == "bytes"
    part = requests.get(url, headers={"Range": "bytes=100-299"}, timeout=5)
    assert (part.status_code, part.content) == (206, whole.content[100:300])
    assert part.headers["Content-Range"] == f"bytes 100-299/{len(whole.content)}"
    head = requests.head(url, timeout=5)
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(whole.content)))
    assert requests.get(url, headers={"Range": "bytes=99999999-"}, timeout=5).status_code == 416


def test_only_with_its_signature(account: Account, track: Body) -> None:
    url = address(account, track)
    for wrong in (
        url.split("?")[0],
        url[:-2] + "xx",
        url.replace("_hq", "_lq"),
        url.replace("?verify", "?dl=1&verify"),
    ):
        response = requests.get(wrong, timeout=5)
        assert (response.status_code, response.json()["ok"]) == (403, False)
    assert requests.get(url.replace("/media/o/", "/media/../"), timeout=5).status_code in (403, 404)


def test_covers_are_public(account: Account, track: Body) -> None:
    cover = account.play(track["id"])["first_track"]["cover_image"]
    for size in cover.values():
        response = requests.get(size["url"], timeout=5)
        assert (response.status_code, response.headers["Content-Type"]) == (200, "image/jpeg")
        assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert requests.get(cover["icon"]["url"].replace("80.jpg", "81.jpg"), timeout=5).status_code == 404


def test_the_elements_are_modules_for_other_pages(account: Account) -> None:
    for name in ("player", "uploader", "api"):
        response = requests.get(f"{account.engine.url}/components/{name}.js", timeout=5)
        assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        again = {"If-None-Match": response.headers["ETag"]}
        assert requests.get(response.url, headers=again, timeout=5).status_code == 304
    assert requests.get(f"{account.engine.url}/components/other.js", timeout=5).status_code == 404
