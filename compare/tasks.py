"""A task carries one id."""

from uuid import UUID

from celery import shared_task

from compare import drawing


@shared_task(name="compare.draw")
def draw(pk: str) -> None:
    drawing.draw(UUID(pk))
