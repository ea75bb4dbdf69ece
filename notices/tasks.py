"""A task carries one id."""

from uuid import UUID

from celery import shared_task

from notices import letters


@shared_task(name="notices.send")
def send(pk: str) -> None:
    letters.send(UUID(pk))
