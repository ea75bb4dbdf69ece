"""The project package: settings, root addresses, outward HTTP, the runner. Knows nothing about podcasts."""

from podcaststudio.celery import app as celery_app

__all__ = ["celery_app"]
