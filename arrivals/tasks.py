"""A task carries one id."""

from uuid import UUID

from celery import shared_task

from arrivals import connecting, intake, ordering, shelves, survey


@shared_task(name="arrivals.connect")
def connect(pk: str) -> None:
    connecting.connect(UUID(pk))


@shared_task(name="arrivals.survey")
def look(pk: str) -> None:
    survey.look(UUID(pk))


@shared_task(name="arrivals.list_files")
def list_files(pk: str) -> None:
    shelves.look(UUID(pk))


@shared_task(name="arrivals.place")
def place(pk: str) -> None:
    ordering.place(UUID(pk))


@shared_task(name="arrivals.take_in")
def take_in(pk: str) -> None:
    intake.take_in(UUID(pk))
