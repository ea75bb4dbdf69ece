"""What a server offers, asked now and then, so that forms list what it really takes."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from productions.auphonic.client import Client
from productions.models import ServerInfo

FRESH = timedelta(hours=12)
PARTS = ("algorithms", "output_files")


def refresh(client: Client, server: str) -> None:
    """Read it again when it is old. Raises the three errors of `podcaststudio.http`."""
    if ServerInfo.objects.filter(server=server, read_at__gt=timezone.now() - FRESH).exists():
        return
    said = client.info()
    info: dict[str, Any] = {part: said[part] for part in PARTS if isinstance(said.get(part), dict)}
    ServerInfo.objects.update_or_create(server=server, defaults={"info": info, "read_at": timezone.now()})
