"""What the worker is asked to do. A task carries one id; losing it costs time, never truth."""

from uuid import UUID

from celery import shared_task

from productions import copies, fetches, pipeline
from productions.auphonic import accounts


@shared_task(name="productions.advance")
def advance(pk: str) -> None:
    pipeline.advance(UUID(pk))


@shared_task(name="productions.check_account")
def check_account(pk: str) -> None:
    accounts.check(UUID(pk))


@shared_task(name="productions.match_preset")
def match_preset(pk: str) -> None:
    copies.match(UUID(pk))


@shared_task(name="productions.fetch")
def fetch(pk: str) -> None:
    fetches.carry(UUID(pk))
