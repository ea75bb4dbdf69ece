"""Addresses that are their own permission: signed, and only good for a while."""

import time
from urllib.parse import parse_qs, quote, urlencode

from django.core.signing import Signer
from django.utils.crypto import constant_time_compare


def sign(path: str, seconds: float) -> str:
    """The path (unquoted), quoted and with the query that opens it for so many seconds."""
    expires = str(int(time.time() + seconds))
    return f"{quote(path)}?{urlencode({'expires': expires, 'signature': _signature(path, expires)})}"


def is_open(path: str, query: str) -> bool:
    """Whether the query string opens this path (unquoted) now."""
    fields = parse_qs(query)
    expires, signature = fields.get("expires", [""])[0], fields.get("signature", [""])[0]
    if not expires.isdecimal() or not constant_time_compare(signature, _signature(path, expires)):
        return False
    return int(expires) > time.time()


def _signature(path: str, expires: str) -> str:
    return Signer(salt="engine.signed").signature(f"{path}\n{expires}")
