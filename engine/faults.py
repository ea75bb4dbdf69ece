"""Faults on order, for tests: refused, slow, hanging, cut off or lost answers, and unreliable webhooks.

Rules are JSON, from ENGINE_FAULTS at start or `POST /engine/faults` later:

    {"rules": [{"path": "^/api/", "method": "POST", "times": 3, "rate": 0.5, "do": "503",
                "seconds": 2, "retry_after": 1}],
     "webhooks": {"drop": 0.3, "double": 0.4, "delay": [0, 3]},
     "stages": {"speech recognition": 1}, "seed": 1}

`do` is one of
    403, 429, 500, 503   refused before anything is done
    slow            the answer drips for `seconds`
    hang            nothing for `seconds`, then the connection breaks, and nothing is done
    cut             the answer breaks off half way
    done_but_lost   carried out in full, then the connection breaks without an answer
The first rule that applies wins. `stages` says how many of the next jobs break at this stage of a mastering.
"""

import asyncio
import json
import random
import re
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Any

from engine import settings
from engine.raw import RawApp, RawScope, Receive, Send, answer_json, header, refusal

KINDS = ("403", "429", "500", "503", "slow", "hang", "cut", "done_but_lost")

_lock = threading.Lock()


@dataclass
class Rule:
    """One kind of trouble for some requests."""

    path: re.Pattern[str]
    do: str
    method: str | None = None
    times: int | None = None  # how many are left; None without end
    rate: float = 1.0
    seconds: float = 2.0
    retry_after: float | None = None


class Plan:
    """The faults in force, and how many were given."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.rules = [read_rule(raw) for raw in document.get("rules", [])]
        self.webhooks = document.get("webhooks", {})
        self.stages = Counter({str(stage): int(count) for stage, count in document.get("stages", {}).items()})
        self.random = random.Random(document.get("seed"))  # noqa: S311  chance for tests, no secret
        self.given: Counter[str] = Counter()

    def take(self, method: str, path: str) -> Rule | None:
        """The fault for this request, counted; None to serve it as it is."""
        with _lock:
            for rule in self.rules:
                if rule.method not in (None, method) or rule.times == 0 or not rule.path.search(path):
                    continue
                if self.random.random() < rule.rate:
                    rule.times = None if rule.times is None else rule.times - 1
                    self.given[rule.do] += 1
                    return rule
        return None

    def delays(self) -> list[float]:
        """When to send one webhook, in seconds from now: no entry drops it, two double it."""
        with _lock:
            if self.random.random() < self.webhooks.get("drop", 0):
                self.given["webhook_dropped"] += 1
                return []
            is_doubled = self.random.random() < self.webhooks.get("double", 0)
            self.given["webhook_doubled"] += is_doubled
            earliest, latest = self.webhooks.get("delay", (0, 0))
            return [self.random.uniform(earliest, latest) for _ in range(2 if is_doubled else 1)]

    def breaks(self, stage: str) -> bool:
        """Whether a job breaks at this stage, counted."""
        with _lock:
            is_broken = self.stages[stage] > 0
            self.stages[stage] -= is_broken
            self.given["stage"] += is_broken
        return is_broken


def read_rule(raw: dict[str, Any]) -> Rule:
    """A rule from its JSON; ValueError with a sentence when it makes no sense."""
    do = str(raw.get("do"))
    if do not in KINDS:
        raise ValueError(f'A fault\'s "do" is one of {", ".join(KINDS)}, not {do!r}.')
    try:
        path = re.compile(raw.get("path", ""))
    except re.error as error:
        raise ValueError(f'A fault\'s "path" is a regular expression: {error}.') from error
    known = {k: raw[k] for k in ("method", "times", "rate", "seconds", "retry_after") if raw.get(k) is not None}
    return Rule(path, do, **known)


_plan = Plan(json.loads(settings.FAULTS or "{}"))


def order(document: dict[str, Any]) -> None:
    """Replace the faults in force, counting anew. Raises ValueError with a sentence."""
    global _plan
    _plan = Plan(document)


def given() -> dict[str, int]:
    """Counts of the faults given, by kind."""
    return {kind: count for kind, count in _plan.given.items() if count}


def webhook_delays() -> list[float]:
    """See Plan.delays."""
    return _plan.delays()


def breaks(stage: str) -> bool:
    """See Plan.breaks."""
    return _plan.breaks(stage)


class Middleware:
    """Gives the ordered faults to everything except /engine/."""

    def __init__(self, app: RawApp) -> None:
        self.app = app

    async def __call__(self, scope: RawScope, receive: Receive, send: Send) -> None:
        rule = None
        if scope["type"] == "http" and not scope["path"].startswith("/engine/"):
            rule = _plan.take(scope["method"], scope["path"])
        if rule is None:
            await self.app(scope, receive, send)
        elif rule.do == "slow":
            await self.app(scope, receive, dripping(send, rule.seconds))
        elif rule.do == "cut":
            await self.app(scope, receive, cutting(send))
        elif rule.do == "done_but_lost":
            await self.app(scope, receive, nowhere)
            await break_off(send)
        elif rule.do == "hang":
            await asyncio.sleep(rule.seconds)
            await break_off(send)
        else:
            await refuse(scope, send, rule)


async def refuse(scope: RawScope, send: Send, rule: Rule) -> None:
    """A refusal in a shape both APIs' clients can read."""
    sentence = {
        "403": "This belongs to somebody else.",
        "429": "Too many requests.",
        "503": "The service is down for a moment.",
    }.get(rule.do, "Something broke on the server.")
    headers = [] if rule.retry_after is None else [("retry-after", f"{rule.retry_after:g}")]
    if header(scope, "expect"):
        headers.append(("connection", "close"))
    await answer_json(send, int(rule.do), refusal(int(rule.do), sentence), headers)


async def nowhere(message: dict[str, Any]) -> None:
    """A `send` that sends nothing."""


async def break_off(send: Send, is_rude: bool = True) -> None:
    """End the connection now. ASGI has no word for it, so the server's own transport is asked."""
    transport = send.__self__.transport  # type: ignore[attr-defined]
    if is_rude:
        transport.abort()
    else:
        transport.close()  # what was written still goes out
    await asyncio.sleep(0.01)  # lets the server notice before the application returns


def cutting(send: Send) -> Send:
    """A `send` that breaks the connection when half of the body is out."""
    total, sent, is_over = 0, 0, False

    async def cut(message: dict[str, Any]) -> None:
        nonlocal total, sent, is_over
        if is_over:
            return
        if message["type"] == "http.response.start":
            total = int(dict(message["headers"]).get(b"content-length", b"0"))
            await send(message)
            return
        body = message.get("body", b"")
        room = max(total // 2 - sent, 0)
        if len(body) <= room and message.get("more_body"):
            sent += len(body)
            await send(message)
            return
        is_over = True
        await send({"type": "http.response.body", "body": body[:room], "more_body": True})
        await break_off(send, is_rude=False)

    return cut


def dripping(send: Send, seconds: float, drops: int = 10) -> Send:
    """A `send` that spreads each piece of the body over some seconds in drops."""

    async def drip(message: dict[str, Any]) -> None:
        body = message.get("body", b"")
        if message["type"] == "http.response.start" or not body:
            await send(message)
            return
        size = max(len(body) // drops, 1)
        for start in range(0, len(body), size):
            await asyncio.sleep(seconds / drops)
            await send({"type": "http.response.body", "body": body[start : start + size], "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": message.get("more_body", False)})

    return drip
