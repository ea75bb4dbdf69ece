"""Answers the engine's real consent page, as a browser would."""

import re

import requests


def answer(address: str, decision: str = "allow") -> str:
    """Open the page, press the button; returns the address the browser is sent back to."""
    page = requests.get(address, timeout=10)
    assert page.status_code == 200, page.text
    found = re.search(r'name="request" value="([^"]+)"', page.text)
    assert found is not None, page.text
    form = {"request": found[1], "answer": decision}
    sent = requests.post(address, data=form, allow_redirects=False, timeout=10)
    assert sent.status_code == 302, sent.text
    return sent.headers["Location"]
