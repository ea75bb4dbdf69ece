"""What the processes of an installation leave for each other to see."""

import os
import socket
from datetime import timedelta

from django.db import models
from django.utils import timezone


class Heartbeat(models.Model):
    """A worker that sweeps says so now and then. Rows of workers that ended are swept away by the others."""

    name = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField()
    due = models.PositiveIntegerField(default=0, help_text="rows it found due in its last sweep")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def beat(cls, due: int) -> None:
        now = timezone.now()
        name = f"{socket.gethostname()}:{os.getpid()}"
        cls.objects.update_or_create(name=name, defaults={"at": now, "due": due})
        cls.objects.filter(at__lt=now - timedelta(hours=1)).delete()
