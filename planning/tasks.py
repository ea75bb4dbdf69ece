"""A task carries one id."""

from uuid import UUID

from celery import shared_task

from planning import release, reminders


@shared_task(name=reminders.TASK)
def remind(pk: str) -> None:
    reminders.remind(UUID(pk))


@shared_task(name=release.TASK)
def go_out(pk: str) -> None:
    release.go_out(UUID(pk))
