"""A task carries one id."""

from uuid import UUID

from celery import shared_task

from arrivals import connecting, intake


@shared_task(name="arrivals.connect")
def connect(pk: str) -> None:
    connecting.connect(UUID(pk))


@shared_task(name="arrivals.take_in")
def take_in(pk: str) -> None:
    intake.take_in(UUID(pk))
