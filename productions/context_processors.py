"""What the frame around every page shows: the team, its shows, what waits."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    return {}
