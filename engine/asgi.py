"""The front door: faults, then cross-origin rules, then raw applications for big bodies, then Django.

Django reads a whole request body before a view runs and cannot stream well under ASGI. So uploads in and
files out are small ASGI applications of their own, listed by each side as
RAW = [(methods, path pattern, application)].
"""

import asyncio
import logging
import os
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.core.asgi import get_asgi_application
from django.urls import get_resolver

from engine import cors, faults, jobs, settings, webhooks
from engine.raw import RawApp, RawRoute, RawScope, Receive, Send

log = logging.getLogger(__name__)

THREADS = 64  # for disk work; every form that is being uploaded holds one

django = get_asgi_application()
get_resolver().url_patterns  # noqa: B018  loads every view now, so that all jobs are registered before any is resumed

from engine.audiodn.raw import RAW as AUDIODN_RAW  # noqa: E402
from engine.auphonic import mastering  # noqa: E402, F401  registers its job
from engine.auphonic.raw import RAW as AUPHONIC_RAW  # noqa: E402


class FrontDoor:
    """Sends each request to the raw application that wants it, and all others to Django."""

    def __init__(self, routes: Sequence[RawRoute]) -> None:
        self.routes = [(methods.split(), re.compile(pattern), app) for methods, pattern, app in routes]

    async def __call__(self, scope: RawScope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif scope["type"] == "http":
            await self.find(scope)(scope, receive, send)

    def find(self, scope: RawScope) -> RawApp:
        """The application for this request; named groups of the pattern become `scope["path_params"]`."""
        for methods, pattern, app in self.routes:
            if scope["method"] in methods and (match := pattern.match(scope["path"])):
                scope["path_params"] = match.groupdict()
                return app
        return django


async def lifespan(receive: Receive, send: Send) -> None:
    """Take up unfinished work at start; leave it in the store at the end."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            shutil.rmtree(settings.INCOMING, ignore_errors=True)
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(THREADS))
            jobs.start(settings.JOBS)
            webhooks.start()
            name_made_keys()
            log.info("listening on http://%s:%s, data in %s", settings.HOST, settings.PORT, settings.DATA)
            await send({"type": "lifespan.startup.complete"})
        else:
            webhooks.stop()
            jobs.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return


def name_made_keys() -> None:
    """Tell the keys that nobody set, so that someone who starts the engine by hand can use it."""
    for name, key in (("ENGINE_API_KEY", settings.API_KEY), ("ENGINE_AUDIODN_KEY", settings.AUDIODN_KEY)):
        if not os.environ.get(name):
            log.info("%s was not set, so it is %s", name, key)


application = faults.Middleware(cors.Middleware(FrontDoor([*AUPHONIC_RAW, *AUDIODN_RAW])))
