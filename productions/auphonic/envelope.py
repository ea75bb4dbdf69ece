"""The frame around every answer of Auphonic: HTTP 200 alone does not mean that it worked."""

import re
from typing import Any

import requests

from podcaststudio import http

# An old habit of theirs: wrong credentials answered with HTTP 200 and a 500 inside
CREDENTIALS = re.compile(r"authentication|token", re.IGNORECASE)


def data_of(answer: requests.Response, company: str) -> Any:
    """What is inside; None where nothing is (Auphonic API, envelope). Raises the three errors."""
    body = http.json_of(answer, company) if answer.ok and answer.content else None
    if not isinstance(body, dict):
        return body
    inside = body.get("status_code")
    if isinstance(inside, int) and inside >= 400:
        raise _refusal(inside, str(body.get("error_message") or f"error {inside}")[:500], answer, company)
    return body.get("data") if "status_code" in body else body


def _refusal(inside: int, said: str, answer: requests.Response, company: str) -> http.Problem:
    facts: dict[str, Any] = {
        "method": str(answer.request.method),
        "address": (answer.url or "").split("?", 1)[0],
        "status": inside,
    }
    if inside in (401, 403) or (inside >= 500 and CREDENTIALS.search(said)):
        return http.Unauthorized(f"{company} did not accept the credentials: {said}", **facts)
    if inside in http.UNREACHABLE:
        return http.Unreachable(f"{company} is not answering properly right now: {said}", **facts)
    return http.Rejected(f"{company} refused: {said}", **facts)
