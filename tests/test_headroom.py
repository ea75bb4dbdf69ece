"""Calls near an edge of the frame stack cost no more than others, in requests and in tasks."""

import resource
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from podcaststudio.celery import app
from podcaststudio.headroom import Middleware, with_room

CALLS = 200


def leaf() -> None: ...


leaf.__code__ = leaf.__code__.replace(co_stacksize=100)  # a frame longer than those of `deep`: none slips by an edge


def deep(levels: int) -> int:
    """Page faults of some calls that are made so many levels down."""
    if levels:
        return deep(levels - 1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(CALLS):
        leaf()
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before


def worst() -> int:
    return max(deep(levels) for levels in range(40, 300))


def by_request(found: Callable[[], int]) -> int:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(found()))

    return int(Middleware(view)(HttpRequest()).content)


def by_task(found: Callable[[], int]) -> int:
    task: Any = app.task(found, name="tests.deep", shared=False)
    try:
        return int(task())
    finally:
        app.tasks.unregister("tests.deep")


@pytest.mark.parametrize("way", [with_room, by_request, by_task])
def test_no_call_takes_and_gives_back_memory(way: Callable[[Callable[[], int]], int]) -> None:
    with ThreadPoolExecutor(1) as fresh:  # the tests' own thread has room already
        assert fresh.submit(way, worst).result() < CALLS / 2


def test_every_request_has_room() -> None:
    assert settings.MIDDLEWARE[0] == "podcaststudio.headroom.Middleware"
