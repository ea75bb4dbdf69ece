"""What a connected service is told is believed only when it is signed with our secret, and fresh."""

import base64
import json
import time
from typing import Any

import jwt
import pytest
from django.conf import settings

from productions.auphonic import jwts

SAID = {"uuid": "KKw7AxpLrDBQKLVnQCBtCh", "custom_data": "word"}


def secret() -> str:
    return settings.AUPHONIC_SERVERS["engine"]["client_secret"]


def signed(said: Any = SAID, key: str = "", algorithm: str = "HS256") -> bytes:
    return jwt.encode(said, key or secret(), algorithm=algorithm).encode()


def unsigned(algorithm: str) -> bytes:
    """Somebody who knows no secret, and says so."""
    parts = [{"typ": "JWT", "alg": algorithm}, SAID]
    head, body = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts)
    return head + b"." + body + b"."


def test_what_is_signed_is_read() -> None:
    assert jwts.read(signed() + b"\n", "engine") == jwts.Call(**SAID)
    assert jwts.read(signed({**SAID, "exp": time.time() + 60}), "engine").uuid == SAID["uuid"]


@pytest.mark.parametrize(
    "body",
    [b"", b"x", b"\xff\xfe", b"a.b.c", unsigned("none"), unsigned("None"), unsigned("HS256"), b"." * 9000],
)
def test_what_is_not_signed_is_forged(body: bytes) -> None:
    with pytest.raises(jwts.Forged):
        jwts.read(body, "engine")


@pytest.mark.parametrize(
    "said",
    [
        {**SAID, "exp": 1},
        {**SAID, "nbf": 99999999999},
        {"uuid": SAID["uuid"]},
        {"custom_data": "word"},
        {"uuid": ["x"], "custom_data": "word"},
        {"uuid": "", "custom_data": "word"},
        {"uuid": "x", "custom_data": None},
    ],
)
def test_what_is_old_or_odd_is_forged(said: dict[str, Any]) -> None:
    with pytest.raises(jwts.Forged):
        jwts.read(signed(said), "engine")


def test_another_key_or_server_is_forged() -> None:
    other = "another secret that is long enough for a signature"
    with pytest.raises(jwts.Forged):
        jwts.read(signed(key=other), "engine")
    with pytest.raises(jwts.Forged):
        jwts.read(signed(), "auphonic")  # where this installation has no application
    with pytest.raises(jwts.Forged):
        jwts.read(signed(), "nowhere")


@pytest.mark.filterwarnings("ignore::jwt.InsecureKeyLengthWarning")
def test_a_weak_secret_signs_nothing(settings: Any) -> None:
    settings.AUPHONIC_SERVERS = {"engine": {"client_secret": "guess me"}}
    with pytest.raises(jwts.Forged):
        jwts.read(signed(key="guess me"), "engine")


def test_another_algorithm_is_forged(settings: Any) -> None:
    long = "x" * 64
    settings.AUPHONIC_SERVERS = {"engine": {"client_secret": long}}
    assert jwts.read(signed(key=long), "engine").uuid == SAID["uuid"]
    with pytest.raises(jwts.Forged):
        jwts.read(signed(key=long, algorithm="HS512"), "engine")
