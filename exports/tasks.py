"""A task carries one id."""

from uuid import UUID

from celery import shared_task

from exports import ending, packing


@shared_task(name="exports.make")
def make(pk: str) -> None:
    packing.make(UUID(pk))


@shared_task(name="exports.delete_team")
def delete_team(pk: str) -> None:
    ending.finish(UUID(pk))
