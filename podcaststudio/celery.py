"""The Celery application. Rows are the truth: a task carries one id and its result is nowhere but in its row."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "podcaststudio.settings")

app = Celery("podcaststudio", task_cls="podcaststudio.headroom:RoomyTask")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
