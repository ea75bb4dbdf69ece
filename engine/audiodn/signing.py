"""Signed delivery addresses: `verify=<issued>-<mac>`, the last thing in the address, good for a day.

mac = base64url without padding of HMAC-SHA256(secret, path + query + issued); path and query as they stand in the
address, percent-encoded, without host and without `verify` itself.
"""

import base64
import hashlib
import hmac
import time

from django.utils.crypto import constant_time_compare, salted_hmac

LIFETIME = 86_400  # seconds, as long as the longest play session
CLOCK_SLACK = 60


def secret() -> str:
    """The URL signing key of this engine."""
    return salted_hmac("engine.audiodn.signing", "url signing key", algorithm="sha256").hexdigest()


def sign(target: str, key: str, issued: int) -> str:
    """`target` is a path with its query, e.g. /o/1/t/2_128.mp3?dl=1; returns it with `verify` added."""
    joint = "&" if "?" in target else "?"
    return f"{target}{joint}verify={issued}-{_mac(target, key, str(issued))}"


def signed(target: str) -> str:
    """The target, signed now with this engine's key."""
    return sign(target, secret(), int(time.time()))


def refusal(target: str, key: str, now: float) -> str | None:
    """Why a signed target may not be opened, as a sentence; None when it may."""
    bare, mark, value = target.rpartition("verify=")
    issued, dash, mac = value.partition("-")
    if not mark or bare[-1:] not in ("?", "&") or not dash or not issued.isascii() or not issued.isdecimal():
        return "This address is not signed."
    if not constant_time_compare(mac, _mac(bare[:-1], key, issued)):
        return "The signature of this address does not fit."
    if not now - LIFETIME < int(issued) <= now + CLOCK_SLACK:
        return "This address has expired. Ask the API for a new one."
    return None


def _mac(target: str, key: str, issued: str) -> str:
    digest = hmac.new(key.encode(), (target + issued).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
