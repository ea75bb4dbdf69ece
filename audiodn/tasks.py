"""Work for the worker: one id each; the row is the truth."""

from celery import shared_task

from audiodn import delivery, errands


@shared_task(name="audiodn.refresh_track")
def refresh_track(pk: str) -> None:
    delivery.look(pk)


@shared_task(name="audiodn.run_errand")
def run_errand(pk: str) -> None:
    errands.run(pk)
