"""Work for the worker: one id each; the row is the truth."""

from celery import shared_task

from audiodn import delivery


@shared_task(name="audiodn.refresh_track")
def refresh_track(pk: str) -> None:
    delivery.look(pk)
